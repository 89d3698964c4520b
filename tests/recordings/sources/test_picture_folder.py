"""Folders of pictures, in the order people number them."""

import numpy as np
import pytest

from painttime.errors import RecordingError
from painttime.recordings.sources.opening import open_recording
from painttime.recordings.sources.picture_folder import natural_key


def _refused(path, **how):
    with pytest.raises(RecordingError) as caught:
        list(open_recording(path, **how).frames())
    return str(caught.value)


class TestOrder:
    def test_numbers_count_as_numbers(self):
        names = ["frame10.png", "frame2.png", "Frame1.png", "frame02b.png", "9.png"]
        in_order = ["9.png", "Frame1.png", "frame2.png", "frame02b.png", "frame10.png"]
        assert sorted(names, key=natural_key) == in_order

    def test_frames_come_exactly_in_that_order(self, make_folder, pictures):
        folder = make_folder("frames", {f"shot{index}.png": pixels for index, pixels in enumerate(pictures)})
        (folder / "notes.txt").write_text("not a picture")
        (folder / ".shot3.png").write_text("left by a sync program")
        source = open_recording(folder)
        frames = list(source.frames())
        assert (source.kind, source.num_frames, source.width_px, source.height_px) == ("frames", 12, 64, 48)
        assert all(np.array_equal(frame.pixels, pictures[frame.index]) for frame in frames)
        assert [frame.time_s for frame in frames] == pytest.approx([index / 30 for index in range(12)])

    def test_only_wanted_pictures_are_opened(self, make_folder, pictures):
        folder = make_folder("frames", {f"{index}.png": pixels for index, pixels in enumerate(pictures)})
        source = open_recording(folder)
        (folder / "5.png").write_bytes(b"spoilt meanwhile")
        frames = list(source.frames(wanted=lambda index: index in (2, 9), long_side_px=32))
        assert [frame.index for frame in frames] == [2, 9]
        assert frames[0].pixels.shape == (24, 32, 3)


class TestKrita:
    def test_recorder_folder(self, make_folder, pictures):
        named = {f"{index:07d}.jpg": pixels for index, pixels in enumerate(pictures)}
        source = open_recording(make_folder("2026-11-20_10-31-02", named))
        assert (source.kind, source.num_frames) == ("krita", 12)

    def test_folder_with_one_recording_in_it(self, make_folder, pictures):
        folder = make_folder("recordings/doc", {f"{i:07d}.png": pixels for i, pixels in enumerate(pictures)})
        source = open_recording(folder.parent)
        assert (source.kind, source.path, source.num_frames) == ("krita", folder.parent, 12)

    def test_folder_with_several_is_not_mixed(self, make_folder, pictures):
        for name in ("one", "two"):
            folder = make_folder(f"recordings/{name}", {f"{i:07d}.png": pictures[i] for i in range(2)})
        assert 'several recordings: choose one of its folders "one", "two"' in _refused(folder.parent)


class TestRefusals:
    def test_empty(self, tmp_path):
        (tmp_path / "empty").mkdir()
        assert "empty" in _refused(tmp_path / "empty")

    def test_no_pictures(self, tmp_path):
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / "0.exr").write_text("x")
        assert "no pictures" in _refused(tmp_path / "texts")

    def test_folder_of_videos(self, tmp_path):
        (tmp_path / "films").mkdir()
        (tmp_path / "films" / "a.mp4").write_text("x")
        assert "folder of recordings" in _refused(tmp_path / "films")

    def test_single_picture(self, make_folder, pictures):
        assert "single picture" in _refused(make_folder("one", {"0.png": pictures[0]}))

    def test_other_size(self, make_folder, pictures, make_pictures):
        folder = make_folder("mixed", {f"{index}.png": pictures[index] for index in range(3)})
        make_folder("mixed", {"2.png": make_pictures(1, 40, 30)[0]})
        sentence = _refused(folder)
        assert '"2.png" (frame 3) is 40 x 30 pixels, the first is 64 x 48' in sentence

    def test_damaged_picture_is_named(self, make_folder, pictures):
        folder = make_folder("frames", {f"{index}.png": pictures[index] for index in range(3)})
        (folder / "1.png").write_bytes((folder / "1.png").read_bytes()[:-60])
        assert '"1.png" is damaged' in _refused(folder)

    @pytest.mark.logs_expected
    def test_damaged_picture_is_left_out_if_asked_for(self, make_folder, pictures, caplog):
        folder = make_folder("frames", {f"{index}.png": pictures[index] for index in range(3)})
        (folder / "1.png").write_bytes((folder / "1.png").read_bytes()[:-60])
        assert [frame.index for frame in open_recording(folder, partial=True).frames()] == [0, 2]
        assert "1 of 3 pictures" in caplog.text
