"""Frames of a long video by its key frames."""

import av
import numpy as np
import pytest

from painttime.errors import RecordingError
from painttime.recordings.sources.opening import open_recording
from painttime.recordings.sources.video_glimpses import VideoGlimpses

NUM_FRAMES = 60
RATE_HZ = 30


def write(path, *, gop, bframes=2, num_frames=NUM_FRAMES):
    """Write a film whose frames are plain greys, 4 levels lighter from one to the next."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_HZ)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.options = {"g": str(gop), "keyint_min": str(gop), "sc_threshold": "0", "bf": str(bframes)}
        for index in range(num_frames):
            pixels = np.full((48, 64, 3), 4 * index, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return open_recording(path)


def seen(glimpses):
    """Return the numbers of the frames read; what they show and when must be what they say."""
    numbers = []
    for frame in glimpses.read():
        assert frame.time_s == pytest.approx(frame.index / RATE_HZ, abs=1e-4)
        assert frame.pixels.mean() == pytest.approx(4 * frame.index, abs=2.5)
        numbers.append(frame.index)
    assert len(numbers) == glimpses.num_frames
    return numbers


@pytest.mark.parametrize("bframes", [0, 3])
def test_the_key_frames_and_the_last_frame_are_read(tmp_path, bframes):
    recording = write(tmp_path / "a.mp4", gop=12, bframes=bframes)
    assert seen(VideoGlimpses(recording, 30)) == [0, 12, 24, 36, 48, 59]


def test_of_many_those_nearest_to_evenly_spread_ones_are_read(tmp_path):
    recording = write(tmp_path / "a.mp4", gop=3)
    assert seen(VideoGlimpses(recording, 5)) == [0, 15, 30, 45, 57, 59]


def test_a_film_of_nothing_but_key_frames_can_be_read(tmp_path):
    recording = write(tmp_path / "a.mp4", gop=1, bframes=0)
    assert seen(VideoGlimpses(recording, 4)) == [0, 20, 39, 59]


def test_frames_come_shrunk(tmp_path):
    glimpses = VideoGlimpses(write(tmp_path / "a.mp4", gop=12), 3)
    assert {frame.pixels.shape for frame in glimpses.read(long_side_px=32)} == {(24, 32, 3)}


def test_a_film_that_lists_no_frames_gives_none(tmp_path):
    glimpses = VideoGlimpses(write(tmp_path / "a.mkv", gop=12), 5)
    assert glimpses.num_frames == 0


def test_a_damaged_key_frame_is_passed_over(tmp_path):
    path = tmp_path / "a.mp4"
    glimpses = VideoGlimpses(write(path, gop=12), 5)
    data = bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        entry = container.streams.video[0].index_entries[36]
        data[entry.pos : entry.pos + entry.size] = bytes(entry.size)
    path.write_bytes(data)
    assert [frame.index for frame in glimpses.read()] == [0, 12, 24, 48, 59]


def test_a_file_that_went_bad_meanwhile_is_told(tmp_path):
    path = tmp_path / "a.mp4"
    glimpses = VideoGlimpses(write(path, gop=12), 5)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(RecordingError, match=r"a\.mp4.*damaged"):
        list(glimpses.read())
