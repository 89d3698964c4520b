"""Videos give the frames that went in, upright, in order, at the size asked for."""

import subprocess

import cv2
import imageio_ffmpeg
import numpy as np
import pytest

from painttime.recordings.sources import video_stream
from painttime.recordings.sources.opening import open_recording


def _error(one, other):
    return np.abs(one.astype(int) - other.astype(int))


class TestFrames:
    def test_lossless_frames_come_back_exactly(self, lossless, pictures):
        source = open_recording(lossless)
        frames = list(source.frames())
        assert (source.kind, source.width_px, source.height_px) == ("video", 64, 48)
        assert [frame.index for frame in frames] == list(range(12))
        for frame, pixels in zip(frames, pictures, strict=True):
            assert np.array_equal(frame.pixels, pixels)
            assert not frame.pixels.flags.writeable

    def test_times_follow_the_rate(self, lossless):
        assert [frame.time_s for frame in open_recording(lossless).frames()] == pytest.approx(
            [index / 10 for index in range(12)]
        )

    def test_only_wanted_frames_come_with_their_own_numbers(self, lossless, pictures):
        frames = list(open_recording(lossless).frames(wanted=lambda index: index % 5 == 2))
        assert [frame.index for frame in frames] == [2, 7]
        assert np.array_equal(frames[1].pixels, pictures[7])

    def test_large_frames_shrink_by_areas(self, lossless, pictures):
        frames = list(open_recording(lossless).frames(long_side_px=32))
        expected = cv2.resize(pictures[3], (32, 24), interpolation=cv2.INTER_AREA)
        assert frames[3].pixels.shape == (24, 32, 3)
        assert _error(frames[3].pixels, expected).max() <= 3

    def test_small_frames_are_not_enlarged(self, lossless):
        assert next(open_recording(lossless).frames(long_side_px=999)).pixels.shape == (48, 64, 3)

    def test_every_call_reads_anew(self, mp4):
        source = open_recording(mp4)
        first, again = list(source.frames()), list(source.frames())
        assert len(first) == source.num_frames == 12
        assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(first, again, strict=True))

    def test_lossy_frames_are_near(self, mp4, pictures):
        frames = list(open_recording(mp4).frames())
        assert _error(frames[5].pixels, pictures[5])[10:, 10:].mean() < 4

    @pytest.mark.parametrize(
        ("name", "codec"),
        [("film.avi", "libx264"), ("film.webm", "libvpx-vp9"), ("film.mov", "mpeg4"), ("film.ts", "libx264")],
    )
    def test_other_containers(self, make_video, pictures, name, codec):
        source = open_recording(make_video(name, pictures, codec=codec, pix_fmt="yuv420p"))
        frames = list(source.frames())
        assert len(frames) == 12
        assert _error(frames[-1].pixels, pictures[-1])[10:, 10:].mean() < 9

    def test_variable_rate_keeps_its_times(self, film_folder, lossless):
        uneven = film_folder / "uneven.mkv"
        _ffmpeg(
            "-i", lossless, "-c", "copy", "-bsf:v", r"setts=ts=N*N*1000/TB/1000/100:time_base=1/1000", uneven
        )
        times = [frame.time_s for frame in open_recording(uneven).frames()]
        assert np.allclose(np.diff(times, n=2), np.diff(times, n=2)[0], atol=0.002)
        assert np.diff(times)[-1] > 2 * np.diff(times)[0] > 0


class TestMemory:
    def test_frames_are_decoded_one_at_a_time(self, lossless, monkeypatch):
        taken = []
        decode = video_stream._decoded

        def counting(*args, **kwargs):
            for frame in decode(*args, **kwargs):
                taken.append(frame.pts)
                yield frame

        monkeypatch.setattr(video_stream, "_decoded", counting)
        source = open_recording(lossless)
        taken.clear()
        for num_given, _ in enumerate(source.frames(), start=1):
            assert len(taken) == num_given


class TestTurning:
    @pytest.mark.parametrize(
        ("angle", "num_quarters"), [(90, 1), (180, 2), (270, 3)], ids=["90", "180", "270"]
    )
    def test_rotation_tags_are_obeyed(self, film_folder, mp4, angle, num_quarters):
        turned = film_folder / f"turned{angle}.mp4"
        _ffmpeg("-display_rotation", str(angle), "-i", mp4, "-c", "copy", turned)
        source = open_recording(turned)
        frame = next(source.frames())
        straight = next(open_recording(mp4).frames()).pixels
        assert np.array_equal(frame.pixels, np.rot90(straight, num_quarters))
        assert (source.height_px, source.width_px) == frame.pixels.shape[:2]

    def test_shrinking_a_turned_frame_keeps_its_shape(self, film_folder, mp4):
        turned = film_folder / "turned_small.mp4"
        _ffmpeg("-display_rotation", "90", "-i", mp4, "-c", "copy", turned)
        assert next(open_recording(turned).frames(long_side_px=32)).pixels.shape == (32, 24, 3)

    def test_mirrored(self, film_folder, mp4):
        mirrored = film_folder / "mirrored.mp4"
        _ffmpeg("-display_hflip", "-i", mp4, "-c", "copy", mirrored)
        straight = next(open_recording(mp4).frames()).pixels
        assert np.array_equal(next(open_recording(mirrored).frames()).pixels, straight[:, ::-1])

    def test_pixels_that_are_not_square_are_stretched(self, film_folder, mp4):
        wide = film_folder / "wide.mp4"
        _ffmpeg("-i", mp4, "-c", "copy", "-aspect", "8:3", wide)
        source = open_recording(wide)
        assert (source.width_px, source.height_px) == (128, 48)
        assert next(source.frames()).pixels.shape == (48, 128, 3)


class TestColour:
    @pytest.mark.parametrize(
        ("size", "matrix", "tags"),
        [
            ((64, 48), "bt601", ()),
            ((1280, 720), "bt709", ()),
            ((64, 48), "bt709", ("-colorspace", "bt709")),
            ((1280, 720), "bt601", ("-colorspace", "smpte170m")),
        ],
        ids=["small untagged", "large untagged", "small tagged 709", "large tagged 601"],
    )
    def test_matrix_is_the_tagged_one_or_goes_by_size(self, film_folder, size, matrix, tags):
        colours = np.array([(200, 30, 40), (20, 160, 60), (30, 60, 210)], dtype=np.uint8)
        width, height = size
        pixels = np.repeat(colours, width // 3 + 1, axis=0)[None, :width].repeat(height, axis=0)
        film = film_folder / "colours.mp4"
        _ffmpeg(
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-i", "-"),
            *("-vf", f"scale=out_color_matrix={matrix}:out_range=tv", "-c:v", "libx264", "-qp", "4"),
            *("-pix_fmt", "yuv444p", *tags, film),
            data=pixels.tobytes() * 2,
        )
        # Decoders see no matrix where none is written.
        frame = next(open_recording(film).frames()).pixels
        for column in (width // 6, width // 2, width * 5 // 6):
            assert _error(frame[height // 2, column], pixels[height // 2, column]).max() <= 5


def _ffmpeg(*arguments, data=None):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)]
    subprocess.run(command, input=data, check=True)
