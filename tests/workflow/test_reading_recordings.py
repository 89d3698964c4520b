"""Reading recordings to be looked at beside a painting, and the painting at their end."""

import av
import numpy as np
import pytest
from PIL import Image

from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.similarity import IDENTITY
from painttime.errors import RecordingError
from painttime.recordings.clean_recording import CleanRecording, KeptFrame, Tally
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.manifest import entry_of, write_manifest
from painttime.recordings.dataset.origin import Origin
from painttime.recordings.dataset.writing import Identity, write_recording
from painttime.recordings.options import BringInOptions
from painttime.workflow import reading_recordings
from painttime.workflow.footage import BEYOND, FootageChoice
from painttime.workflow.job import Progress, run_to_end
from painttime.workflow.reading_recordings import (
    IS_LAID,
    NOT_FOUND,
    is_film,
    is_moving,
    may_move,
    open_recording_as_painting,
    read_footage,
)

WIDTH_PX, HEIGHT_PX = 64, 48


def picture(grey, size_px=(WIDTH_PX, HEIGHT_PX)):
    return Image.new("RGB", size_px, (grey, grey, grey))


def greys(num_frames):
    return [20 * index for index in range(num_frames)]


def painting(width_px=WIDTH_PX, height_px=HEIGHT_PX):
    return Painting(pixels=np.zeros((height_px, width_px, 3), dtype=np.uint8))


def shown(footage):
    """Return the grey of every frame, to the nearest 20."""
    return [round(float(frame.pixels().mean()) / 20) * 20 for frame in footage.frames]


def notes(job):
    """Run a job; return its result and what it noted."""
    noted = []
    while True:
        try:
            progress = next(job)
        except StopIteration as stop:
            return stop.value, noted
        if progress.note:
            noted.append(progress.note)


@pytest.fixture
def gif(tmp_path):
    path = tmp_path / "jug.gif"
    first, *others = [picture(grey) for grey in greys(6)]
    first.save(path, save_all=True, append_images=others, duration=100)
    return path


@pytest.fixture
def frames(tmp_path):
    folder = tmp_path / "jug frames"
    folder.mkdir()
    for index, grey in enumerate(greys(5)):
        picture(grey).save(folder / f"{index}.png")
    return folder


@pytest.fixture
def mp4(tmp_path):
    path = tmp_path / "jug.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        stream.options = {"g": "30", "keyint_min": "30", "sc_threshold": "0"}
        for index in range(90):
            grey = np.full((HEIGHT_PX, WIDTH_PX, 3), 40 if index < 45 else 200, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    return path


class GreyPictures:
    """Five frames, each one grey."""

    num_frames, height_px, width_px = 5, HEIGHT_PX, WIDTH_PX

    def frame(self, index):
        return np.asarray(picture(greys(5)[index]))


@pytest.fixture
def dataset(tmp_path):
    """Make a data set of recordings of five frames, by name."""
    labels = np.ones((HEIGHT_PX, WIDTH_PX), dtype=np.uint8)
    labels[:, WIDTH_PX // 2 :] = 2
    parts = PartMap(labels=labels, parts=(Part(id=1, name="left"), Part(id=2, name="right")))
    kept = KeptFrame(source_index=0, time_s=0.0, to_last=IDENTITY, repaired_share=0.0)
    tally = Tally(
        num_frames=5, num_kept=5, num_static=0, num_interface=0, num_hidden=0, num_undone=0, num_thinned=0
    )
    clean = CleanRecording(
        pictures=GreyPictures(), frames=(kept,) * 5, crop=(0, 0, WIDTH_PX, HEIGHT_PX), tally=tally
    )

    def make(*names):
        root = tmp_path / "set"
        entries = []
        for name in names:
            identity = Identity(
                id=name,
                painting_id=name,
                split="val",
                source=Origin(name=f"{name}.mp4", sha256="0" * 64, size_bytes=1),
                options=BringInOptions(),
                parts_source=None,
                parts_asked=None,
            )
            for _ in write_recording(
                clean, identity, lambda _pixels: parts, layout.recording_folder(root, name)
            ):
                pass
            entries.append(entry_of(root, name))
        write_manifest(root, entries)
        return root

    return make


def test_a_recording_of_a_data_set_is_read_as_it_was_brought_in(dataset):
    footage = run_to_end(read_footage(dataset("hill", "jug") / "recordings" / "jug", painting()))
    assert (footage.name, footage.num_frames) == ("jug.mp4", 5)
    assert shown(footage) == greys(5)
    # Each frame stands for as much work, whenever it was filmed.
    assert [footage.at(share).index for share in (0.0, 0.25, 0.5, 1.0)] == [0, 1, 2, 4]


def test_of_a_data_set_of_one_recording_that_is_read(dataset):
    assert run_to_end(read_footage(dataset("jug"), painting())).name == "jug.mp4"


def test_of_a_data_set_of_several_one_is_to_be_chosen(dataset):
    with pytest.raises(RecordingError, match=r'data set of 2 recordings.*"recordings"'):
        run_to_end(read_footage(dataset("hill", "jug"), painting()))


def test_a_recording_of_a_data_set_opens_with_its_parts(dataset):
    opened = run_to_end(open_recording_as_painting(dataset("jug")))
    assert [part.name for part in opened.project.parts.parts] == ["left", "right"]
    assert opened.project.painting.pixels[0, 0, 0] == 80


def test_an_animation_is_read_frame_by_frame(gif):
    footage = run_to_end(read_footage(gif, painting()))
    assert (footage.name, footage.num_frames) == ("jug", 6)
    assert [frame.index for frame in footage.frames] == list(range(6))
    assert shown(footage) == greys(6)


def test_a_folder_of_frames_is_read_in_the_order_of_its_numbers(frames):
    footage = run_to_end(read_footage(frames, painting()))
    assert footage.name == "jug frames"
    assert shown(footage) == greys(5)


def test_a_film_is_read_and_its_last_frame_is_kept(mp4, monkeypatch):
    monkeypatch.setattr(reading_recordings, "FootageChoice", lambda num: _few(num))
    footage = run_to_end(read_footage(mp4, painting()))
    assert footage.num_frames == 90
    assert [frame.index for frame in footage.frames][0::4] == [0, 89]
    assert footage.frames[0].pixels().mean() == pytest.approx(40, abs=4)
    assert footage.frames[-1].pixels().mean() == pytest.approx(200, abs=4)


def _few(num_expected):
    return FootageChoice(num_expected, max_frames=5)


@pytest.mark.parametrize(
    ("size_px", "expected_px"),
    [((200, 150), (128, 96)), ((200, 100), (128, 64)), ((50, 150), (32, 96)), ((32, 24), (32, 24))],
)
def test_frames_keep_their_shape_and_are_at_most_twice_as_large_as_the_painting(
    tmp_path, size_px, expected_px
):
    for index in range(2):
        picture(50 * index, size_px).save(tmp_path / f"{index}.png")
    footage = run_to_end(read_footage(tmp_path, painting()))
    assert [frame.pixels().shape[1::-1] for frame in footage.frames] == [expected_px] * 2


@pytest.fixture
def blobs():
    """A painting with things to hold on to, (144, 192, 3)."""
    noise = np.random.default_rng(5).integers(0, 255, (18, 24, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(noise).resize((192, 144), Image.Resampling.BICUBIC))


def filmed(folder, blobs, at_px=(50, 30)):
    """Write three frames of 320 x 240 in which the painting comes into being on a dark table."""
    for index, share in enumerate((0.2, 0.6, 1.0)):
        canvas = np.full_like(blobs, 240)
        canvas[: round(share * 144)] = blobs[: round(share * 144)]
        frame = Image.new("RGB", (320, 240), (50, 40, 30))
        frame.paste(Image.fromarray(canvas), at_px)
        frame.save(folder / f"{index}.png")
    return folder


def test_the_painting_is_found_in_the_last_frame_and_every_frame_laid_over_it(tmp_path, blobs):
    footage, noted = notes(read_footage(filmed(tmp_path, blobs), Painting(pixels=blobs)))
    assert noted == [IS_LAID]
    assert footage.place.size_px == (192, 144)
    first, _, last = (footage.laid(frame).astype(int) for frame in footage.frames)
    inner = slice(3, -3), slice(3, -3)
    assert np.abs(last - blobs)[inner].mean() < 3
    assert np.abs(first - last)[:24][inner].mean() < 3
    assert np.abs(first[36:] - 240)[inner].mean() < 3


def test_where_the_frame_ends_a_grey_stands_for_the_rest(tmp_path, blobs):
    footage = run_to_end(read_footage(filmed(tmp_path, blobs, at_px=(-40, 30)), Painting(pixels=blobs)))
    laid = footage.laid(footage.frames[-1])
    assert (laid[:, :38] == BEYOND).all()
    assert np.abs(laid.astype(int) - blobs)[3:-3, 43:-3].mean() < 3


def test_another_painting_is_not_found(tmp_path, blobs):
    other = Painting(pixels=np.ascontiguousarray(255 - blobs[::-1, ::-1, ::-1]))
    footage, noted = notes(read_footage(filmed(tmp_path, blobs), other))
    assert noted == [NOT_FOUND]
    assert footage.place is None
    with pytest.raises(LookupError):
        footage.laid(footage.frames[0])


def test_frames_are_no_larger_than_a_window(tmp_path, monkeypatch):
    monkeypatch.setattr(reading_recordings, "MAX_LONG_SIDE_PX", 100)
    for index in range(2):
        picture(50 * index, (300, 200)).save(tmp_path / f"{index}.png")
    footage = run_to_end(read_footage(tmp_path, painting(width_px=3000, height_px=2000)))
    assert footage.frames[0].pixels().shape == (67, 100, 3)


def test_pictures_of_several_sizes_are_brought_to_one_and_a_note_says_so(frames):
    picture(200, (32, 24)).save(frames / "2.png")
    footage, noted = notes(read_footage(frames, painting()))
    assert len(footage.frames) == 5
    assert "differ in size" in noted[0]


@pytest.mark.logs_expected
def test_of_a_damaged_recording_comes_what_can_be_read_with_a_note(frames):
    (frames / "2.png").write_bytes((frames / "2.png").read_bytes()[:40])
    footage, noted = notes(read_footage(frames, painting()))
    assert [frame.index for frame in footage.frames] == [0, 1, 3, 4]
    assert noted == [
        '"2.png" is damaged or not a picture painttime can open. What could be read of it is shown. '
        + NOT_FOUND
    ]


def test_reading_can_be_stopped_at_any_point(mp4):
    steps = sum(1 for _ in read_footage(mp4, painting()))
    assert steps > 3
    for after in (1, 2, 3, steps // 2, steps - 1):
        reading = read_footage(mp4, painting())
        for _ in range(after):
            next(reading)
        reading.close()


def test_of_a_long_film_key_frames_and_the_last_one_do(mp4, monkeypatch):
    monkeypatch.setattr(reading_recordings, "LONG_FILM_FRAMES", 90)
    monkeypatch.setattr(reading_recordings, "MIN_GLIMPSES", 3)
    footage = run_to_end(read_footage(mp4, painting()))
    assert footage.num_frames == 90
    assert [frame.index for frame in footage.frames] == [0, 30, 60, 89]
    assert [footage.at(share).index for share in (0.0, 0.3, 0.7, 1.0)] == [0, 30, 60, 89]
    assert footage.frames[1].pixels().mean() == pytest.approx(40, abs=4)
    assert footage.frames[2].pixels().mean() == pytest.approx(200, abs=4)


def test_without_enough_of_them_it_is_read_from_end_to_end(mp4, monkeypatch):
    monkeypatch.setattr(reading_recordings, "LONG_FILM_FRAMES", 90)
    assert len(run_to_end(read_footage(mp4, painting())).frames) == 90


def test_long_stretches_that_are_not_kept_can_be_stopped_too(mp4, monkeypatch):
    monkeypatch.setattr(reading_recordings, "FootageChoice", lambda num: _few(num))
    done = [progress.done for progress in read_footage(mp4, painting())]
    assert max(np.diff(done)) <= reading_recordings._BEAT_FRAMES


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gone.mp4", None, "is not there"),
        ("empty.mp4", b"", "is empty"),
        ("words.mp4", b"words and more words", "recording"),
        ("cut.gif", b"GIF89a\x10\x00\x10\x00\x00\x00\x00", "damaged"),
    ],
)
def test_what_is_no_recording_is_told_in_a_sentence(tmp_path, name, data, said):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(RecordingError, match=said) as raised:
        run_to_end(read_footage(path, painting()))
    assert name in str(raised.value)
    assert "--partial" not in str(raised.value)


def test_a_single_picture_is_no_recording(tmp_path):
    picture(9).save(tmp_path / "jug.png")
    with pytest.raises(RecordingError, match="single picture"):
        run_to_end(read_footage(tmp_path / "jug.png", painting()))


def test_a_recording_opens_as_the_painting_at_its_end(tmp_path, monkeypatch):
    def find_parts(found_in):
        yield Progress(done=0, total=1, message="Finding parts")
        labels = np.ones(found_in.pixels.shape[:2], dtype=np.uint8)
        return PartMap(labels=labels, parts=(Part(id=1, name="all"),))

    monkeypatch.setattr(reading_recordings, "find_parts_of", find_parts)
    pixels = np.random.default_rng(0).integers(0, 255, (3, HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
    for index, one in enumerate(pixels):
        Image.fromarray(one).save(tmp_path / f"{index}.png")
    opened = run_to_end(open_recording_as_painting(tmp_path))
    assert np.array_equal(opened.project.painting.pixels, pixels[-1])
    assert opened.project.painting.source == tmp_path
    assert [part.name for part in opened.project.parts.parts] == ["all"]
    assert len(opened.footage.frames) == 3


def test_names_tell_films_from_pictures(tmp_path, gif, frames):
    assert is_film(tmp_path / "a.MP4")
    assert is_film(tmp_path / "a.procreate")
    assert not is_film(gif)
    assert not is_film(frames)
    assert not is_film(tmp_path / "a.painttime")
    assert may_move(gif)
    assert not may_move(tmp_path / "a.png")


def test_a_picture_moves_where_it_has_several_frames(tmp_path, gif):
    still, damaged = tmp_path / "still.gif", tmp_path / "damaged.webp"
    picture(7).save(still)
    damaged.write_bytes(b"RIFF1234WEBP")
    moving = tmp_path / "moving.webp"
    picture(7).save(moving, save_all=True, append_images=[picture(90)])
    assert [run_to_end(is_moving(path)) for path in (gif, moving, still, damaged)] == [
        True,
        True,
        False,
        False,
    ]
