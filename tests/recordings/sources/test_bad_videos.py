"""Files that are no whole video each get their sentence."""

import os

import av
import numpy as np
import pytest

from painttime.errors import RecordingError
from painttime.recordings.sources import problems
from painttime.recordings.sources.opening import open_recording


def _refused(path, **how):
    with pytest.raises(RecordingError) as caught:
        list(open_recording(path, **how).frames())
    sentence = str(caught.value)
    assert path.name in sentence
    assert sentence.endswith(".")
    return sentence


def _cut(path, share, target):
    data = path.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])
    return target


class TestNoVideo:
    def test_missing(self, tmp_path):
        assert "no file" in _refused(tmp_path / "none.mp4")

    def test_empty(self, tmp_path):
        (tmp_path / "empty.mp4").touch()
        assert "empty" in _refused(tmp_path / "empty.mp4")

    def test_text(self, tmp_path):
        path = tmp_path / "notes.txt"
        path.write_text("paint\n" * 3000)
        assert "not a recording" in _refused(path)

    def test_noise(self, tmp_path):
        path = tmp_path / "noise.mp4"
        path.write_bytes(np.random.default_rng(0).bytes(20_000))
        assert "damaged, or no recording" in _refused(path)

    def test_playlists_open_nothing_else(self, tmp_path, mp4):
        path = tmp_path / "list.m3u8"
        path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\n{mp4}\n")
        assert "not a recording" in _refused(path)

    def test_picture(self, tmp_path, make_folder, make_pictures):
        folder = make_folder("one", {"a.jpg": make_pictures(1)[0]})
        assert "single picture" in _refused(folder / "a.jpg")

    def test_sound_alone(self, tmp_path):
        path = tmp_path / "song.m4a"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("aac", rate=8000)
            sound = av.AudioFrame.from_ndarray(np.zeros((1, 1024), dtype=np.float32), "fltp", "mono")
            sound.rate = 8000
            for _ in range(4):
                container.mux(stream.encode(sound))
            container.mux(stream.encode())
        assert "no video" in _refused(path)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_not_allowed(self, tmp_path, mp4):
        path = tmp_path / "secret.mp4"
        path.write_bytes(mp4.read_bytes())
        path.chmod(0)
        assert "may not read" in _refused(path)

    def test_pipe_is_not_waited_for(self, tmp_path):
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(tmp_path / "pipe.mp4")
        assert "not a file" in _refused(tmp_path / "pipe.mp4")


class TestTooLittle:
    def test_single_frame(self, make_video, make_pictures):
        assert "single picture" in _refused(make_video("one.mkv", make_pictures(1)))

    @pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
    def test_cut_off(self, tmp_path, mp4, share):
        path = _cut(mp4, share, tmp_path / "cut.mp4")
        sentence = _refused(path)
        assert "incomplete" in sentence
        assert "--partial" in sentence
        assert f"{path.stat().st_size:,} of {mp4.stat().st_size:,} bytes" in sentence

    def test_cut_off_matroska(self, tmp_path, lossless):
        assert "incomplete" in _refused(_cut(lossless, 0.6, tmp_path / "cut.mkv"))

    def test_cut_off_avi(self, tmp_path, make_video, make_pictures):
        whole = make_video("whole.avi", make_pictures(12), codec="mpeg4", pix_fmt="yuv420p")
        assert "incomplete" in _refused(_cut(whole, 0.6, tmp_path / "cut.avi"))

    def test_without_its_index(self, tmp_path, make_video, make_pictures):
        # Unless it is moved to the front, the index of an MP4 file is written last.
        whole = make_video("late.mp4", make_pictures(12), codec="libx264", pix_fmt="yuv420p")
        path = _cut(whole, 0.6, tmp_path / "cut.mp4")
        assert "incomplete" in _refused(path)
        assert "damaged" in _refused(path, partial=True)

    @pytest.mark.logs_expected
    def test_what_is_left_is_read_if_asked_for(self, tmp_path, lossless, pictures, caplog):
        path = _cut(lossless, 0.7, tmp_path / "cut.mkv")
        frames = list(open_recording(path, partial=True).frames())
        assert 4 <= len(frames) < 12
        assert all(np.array_equal(frame.pixels, pictures[frame.index]) for frame in frames[:-1])
        assert "incomplete" in caplog.text


class TestDamage:
    def _overwritten(self, mp4, target):
        data = bytearray(mp4.read_bytes())
        start = data.index(b"mdat")
        middle = start + (len(data) - start) // 2
        data[middle : middle + 200] = bytes(value ^ 0x5A for value in data[middle : middle + 200])
        target.write_bytes(data)
        return target

    def test_damage_in_the_middle_is_no_quiet_end(self, tmp_path, mp4):
        sentence = _refused(self._overwritten(mp4, tmp_path / "hurt.mp4"))
        assert "frame" in sentence
        assert "--partial" in sentence

    @pytest.mark.logs_expected
    def test_frames_around_the_damage_are_read_if_asked_for(self, tmp_path, mp4, pictures, caplog):
        path = self._overwritten(mp4, tmp_path / "hurt.mp4")
        frames = list(open_recording(path, partial=True).frames())
        assert 6 <= len(frames) < 12
        assert f"{len(frames)} of 12 frames" in caplog.text
        error = np.abs(frames[-1].pixels.astype(int) - pictures[-1])[10:, 10:].mean()
        assert error < 4


class TestSizes:
    def test_size_that_changes_midway(self, tmp_path, make_video, make_pictures):
        how = {"codec": "libx264", "pix_fmt": "yuv420p", "bf": "0"}
        small = make_video("small.ts", make_pictures(5), **how)
        large = make_video("large.ts", make_pictures(5, 96, 64), **how)
        joined = tmp_path / "joined.ts"
        joined.write_bytes(small.read_bytes() + large.read_bytes())
        sentence = _refused(joined)
        assert "frame 6 is 96 x 64" in sentence
        assert "64 x 48" in sentence

    def test_sizes_no_screen_has(self, lossless, monkeypatch):
        monkeypatch.setattr(problems, "MAX_PIXELS", 1000)
        assert "too large (64 x 48 pixels)" in _refused(lossless)
