"""Animated pictures: drawn over each other as their formats say, on white."""

import numpy as np
import pytest
from PIL import Image

from painttime.errors import RecordingError
from painttime.recordings.sources.animation_structure import animation_structure
from painttime.recordings.sources.opening import open_recording

SUFFIXES = ("gif", "webp", "png")


@pytest.fixture
def make_animation(tmp_path):
    def make(name, pictures, **how):
        first, *others = [Image.fromarray(pixels) for pixels in pictures]
        if name.endswith("webp"):
            how = {"lossless": True, **how}
        first.save(tmp_path / name, save_all=True, append_images=others, duration=40, **how)
        return tmp_path / name

    return make


def _refused(path, **how):
    with pytest.raises(RecordingError) as caught:
        list(open_recording(path, **how).frames())
    assert path.name in str(caught.value)
    return str(caught.value)


class TestFrames:
    @pytest.mark.parametrize("suffix", ["webp", "png"])
    def test_lossless_frames_come_back_exactly(self, make_animation, pictures, suffix):
        source = open_recording(make_animation(f"film.{suffix}", pictures))
        frames = list(source.frames())
        assert (source.kind, source.num_frames, source.width_px, source.height_px) == (
            "animation",
            12,
            64,
            48,
        )
        assert [frame.index for frame in frames] == list(range(12))
        assert all(np.array_equal(frame.pixels, pictures[frame.index]) for frame in frames)
        assert frames[3].time_s == pytest.approx(0.12)

    def test_gif_is_near(self, make_animation, pictures):
        frames = list(open_recording(make_animation("film.gif", pictures)).frames())
        assert len(frames) == 12
        assert np.abs(frames[7].pixels.astype(int) - pictures[7]).mean() < 8

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_wanted_frames_need_those_before(self, make_animation, pictures, suffix):
        source = open_recording(make_animation(f"film.{suffix}", pictures))
        every = list(source.frames())
        (only,) = source.frames(wanted=lambda index: index == 9)
        assert only.index == 9
        assert np.array_equal(only.pixels, every[9].pixels)

    def test_frames_shrink(self, make_animation, pictures):
        frame = next(open_recording(make_animation("film.png", pictures)).frames(long_side_px=32))
        assert frame.pixels.shape == (24, 32, 3)

    def test_gif_disposal_and_white_below(self, tmp_path):
        # A red dot on nothing, gone before a blue one is drawn elsewhere.
        def dot(column, colour):
            image = Image.new("RGBA", (20, 20))
            image.paste(colour, (column, 0, column + 5, 5))
            return image

        path = tmp_path / "dots.gif"
        dot(0, "red").save(path, save_all=True, append_images=[dot(10, "blue")], disposal=2, duration=50)
        first, second = open_recording(path).frames()
        assert first.pixels[2, 2].tolist() == [255, 0, 0]
        assert first.pixels[15, 15].tolist() == [255, 255, 255]
        assert second.pixels[2, 2].tolist() == [255, 255, 255]
        assert second.pixels[2, 12].tolist() == [0, 0, 255]

    def test_png_picture_for_old_readers_is_no_frame(self, make_animation, pictures):
        path = make_animation("film.png", pictures[:4], default_image=True)
        frames = list(open_recording(path).frames())
        assert [int(frame.pixels[20, 20, 0]) for frame in frames] == [
            int(pixels[20, 20, 0]) for pixels in pictures[1:4]
        ]


class TestRefusals:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_picture_that_does_not_move(self, tmp_path, pictures, suffix):
        Image.fromarray(pictures[0]).save(tmp_path / f"still.{suffix}")
        assert "single picture" in _refused(tmp_path / f"still.{suffix}")

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("share", [0.5, 0.97])
    def test_cut_off(self, tmp_path, make_animation, pictures, suffix, share):
        data = make_animation(f"film.{suffix}", pictures).read_bytes()
        path = tmp_path / f"cut.{suffix}"
        path.write_bytes(data[: int(len(data) * share)])
        assert "incomplete" in _refused(path)

    @pytest.mark.logs_expected
    @pytest.mark.parametrize("suffix", ["gif", "png"])
    def test_what_is_left_is_read_if_asked_for(self, tmp_path, make_animation, pictures, suffix, caplog):
        data = make_animation(f"film.{suffix}", pictures).read_bytes()
        path = tmp_path / f"cut.{suffix}"
        path.write_bytes(data[: int(len(data) * 0.7)])
        frames = list(open_recording(path, partial=True).frames())
        assert 5 <= len(frames) < 12
        assert f"{len(frames)} of" in caplog.text

    def test_webp_is_read_whole_or_not_at_all(self, tmp_path, make_animation, pictures):
        path = tmp_path / "cut.webp"
        path.write_bytes(make_animation("film.webp", pictures).read_bytes()[:-500])
        assert "damaged" in _refused(path, partial=True)

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_header_alone(self, tmp_path, make_animation, pictures, suffix):
        path = tmp_path / f"head.{suffix}"
        path.write_bytes(make_animation(f"film.{suffix}", pictures).read_bytes()[:40])
        assert _refused(path)

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_structure_counts_pictures(self, make_animation, pictures, suffix):
        with make_animation(f"film.{suffix}", pictures).open("rb") as file:
            structure = animation_structure(file)
        assert (structure.num_pictures, structure.is_whole) == (12, True)
