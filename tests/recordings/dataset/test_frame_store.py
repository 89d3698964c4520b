"""Frames come back from the disk as they went in, from whichever end they are read."""

import json
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from painttime.errors import DatasetError
from painttime.recordings.dataset import frame_store
from painttime.recordings.dataset.frame_store import INDEX_NAME, KEY_INTERVAL, FrameWriter, StoredFrames

NUM_FRAMES = 2 * KEY_INTERVAL + 3


def stored(folder, pictures):
    writer = FrameWriter(folder)
    for picture in pictures:
        writer.append(picture)
    return writer.finish()


@pytest.fixture
def pictures():
    """Strokes on a noisy canvas; frame 5 changes nothing, frame 7 everything."""
    rng = np.random.default_rng(3)
    canvas = rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)
    taken = []
    for index in range(NUM_FRAMES):
        if index == 7:
            canvas = rng.integers(0, 256, canvas.shape, dtype=np.uint8)
        elif index != 5:
            y, x = rng.integers(0, 30), rng.integers(0, 50)
            canvas[y : y + 9, x : x + 7] = rng.integers(0, 256, 3)
        taken.append(canvas.copy())
    taken[5] = taken[4]
    return taken


@pytest.mark.parametrize("order", ["forward", "backward", "random"])
def test_every_frame_comes_back_bit_by_bit(tmp_path, pictures, order):
    frames = stored(tmp_path, pictures)
    indices = {
        "forward": range(NUM_FRAMES),
        "backward": range(NUM_FRAMES)[::-1],
        "random": np.random.default_rng(0).integers(0, NUM_FRAMES, 60).tolist(),
    }[order]
    assert (frames.num_frames, frames.height_px, frames.width_px) == (NUM_FRAMES, 40, 60)
    for index in indices:
        np.testing.assert_array_equal(frames.frame(index), pictures[index])


@st.composite
def sequences(draw):
    """Frames in which any set of pixels may change, to colours that may be those they had."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    num_frames = draw(st.integers(1, KEY_INTERVAL + 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    most = draw(st.sampled_from([2, 256]))
    taken = [rng.integers(0, most, (height, width, 3), dtype=np.uint8)]
    for _ in range(num_frames - 1):
        changes = rng.random((height, width, 1)) < draw(st.sampled_from([0.0, 0.1, 1.0]))
        painted = rng.integers(0, most, (height, width, 3), dtype=np.uint8)
        taken.append(np.where(changes, painted, taken[-1]))
    return taken


@given(taken=sequences())
@settings(max_examples=40, deadline=None)
def test_any_sequence_round_trips(tmp_path_factory, taken):
    frames = stored(tmp_path_factory.mktemp("frames"), taken)
    for index in range(len(taken))[::-1]:
        np.testing.assert_array_equal(frames.frame(index), taken[index])


def test_what_does_not_change_takes_no_room(tmp_path, pictures):
    frames = stored(tmp_path, [pictures[0]] * KEY_INTERVAL)
    assert frames.files() == (INDEX_NAME, "000000.png")


def test_only_the_rectangle_that_changes_is_kept(tmp_path):
    before = np.full((40, 60, 3), 200, dtype=np.uint8)
    after = before.copy()
    after[10, 20] = (0, 0, 0)
    after[14, 29] = (1, 2, 3)
    stored(tmp_path, [before, after])
    with Image.open(tmp_path / "000001.png") as change:
        assert change.size == (10, 5)
        assert change.getpixel((0, 0)) == (0, 0, 0, 255)
        assert change.getpixel((9, 4)) == (1, 2, 3, 255)
        assert change.getchannel("A").histogram()[255] == 2


def test_any_frame_is_reached_by_few_files(tmp_path, pictures, monkeypatch):
    frames = stored(tmp_path, pictures)
    read = []
    decode = frame_store._decode
    monkeypatch.setattr(frame_store, "_decode", lambda *values: read.append(1) or decode(*values))
    frames.frame(KEY_INTERVAL - 1)
    assert len(read) <= KEY_INTERVAL
    read.clear()
    for index in range(KEY_INTERVAL)[::-1]:
        frames.frame(index)
    assert not read  # all were passed on the way to the last one


def test_memory_of_a_reader_is_bounded(tmp_path, pictures, monkeypatch):
    monkeypatch.setattr(frame_store, "_CACHE_BYTES", 3 * pictures[0].nbytes)
    frames = stored(tmp_path, pictures)
    for index in range(NUM_FRAMES)[::-1]:
        np.testing.assert_array_equal(frames.frame(index), pictures[index])
        assert len(frames._recent) <= 3


def test_frames_cannot_be_written_to(tmp_path, pictures):
    frames = stored(tmp_path, pictures)
    for index in (0, 1):
        with pytest.raises(ValueError, match="read-only"):
            frames.frame(index)[0, 0] = 0


def test_a_writer_keeps_what_it_was_given_then(tmp_path):
    canvas = np.zeros((4, 4, 3), dtype=np.uint8)
    writer = FrameWriter(tmp_path)
    for value in (1, 2, 3):
        canvas[...] = value
        writer.append(canvas)
    frames = writer.finish()
    assert [int(frames.frame(index)[0, 0, 0]) for index in range(3)] == [1, 2, 3]


def test_the_same_frames_give_the_same_bytes(tmp_path, pictures):
    for name in ("one", "two"):
        stored(tmp_path / name, pictures)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_frames_travel_to_other_processes(tmp_path, pictures):
    frames = pickle.loads(pickle.dumps(stored(tmp_path, pictures)))
    np.testing.assert_array_equal(frames.frame(9), pictures[9])


def test_an_attempt_that_broke_off_is_not_readable_and_is_written_over(tmp_path, pictures):
    writer = FrameWriter(tmp_path)
    writer.append(pictures[3])
    with pytest.raises(DatasetError, match="frames\\.json"):
        StoredFrames(tmp_path)
    np.testing.assert_array_equal(stored(tmp_path, pictures[:2]).frame(0), pictures[0])


def test_frames_of_another_size_or_kind_are_refused(tmp_path, pictures):
    writer = FrameWriter(tmp_path)
    writer.append(pictures[0])
    for wrong in (pictures[0][:-1], pictures[0][..., 0], pictures[0].astype(np.float32)):
        with pytest.raises(ValueError, match="frame"):
            writer.append(wrong)
    with pytest.raises(ValueError, match="no frame"):
        FrameWriter(tmp_path / "none").finish()


@pytest.mark.parametrize("damage", ["gone", "cut", "other size", "grey", "no picture"])
def test_a_damaged_picture_is_named(tmp_path, pictures, damage):
    frames = stored(tmp_path, pictures)
    path = tmp_path / "000002.png"
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-30])
    elif damage == "other size":
        Image.new("RGBA", (60, 40)).save(path)
    elif damage == "grey":
        Image.open(path).convert("L").save(path)
    else:
        path.write_text("not a picture", encoding="utf-8")
    frames.frame(1)
    with pytest.raises(DatasetError, match="000002\\.png"):
        frames.frame(3)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "something else"},
        {"version": 2},
        {"width_px": 0},
        {"frames": []},
        {"frames": [{"file": None, "box": None}]},
        {"frames": [{"file": "../../secret.png", "box": None}]},
        {"frames": [{"file": "000000.png", "box": None}, {"file": "000001.png", "box": [50, 0, 20, 10]}]},
        {"frames": [{"file": "000000.png", "box": None}, {"file": "000001.png", "box": [0, 0, 20]}]},
        {"frames": 3},
    ],
)
def test_an_index_that_does_not_fit_is_refused(tmp_path, pictures, change):
    stored(tmp_path, pictures)
    path = tmp_path / INDEX_NAME
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(DatasetError, match="frames\\.json"):
        StoredFrames(tmp_path)


def test_there_is_no_frame_before_the_first_or_after_the_last(tmp_path, pictures):
    frames = stored(tmp_path, pictures)
    for index in (-1, NUM_FRAMES):
        with pytest.raises(IndexError):
            frames.frame(index)
