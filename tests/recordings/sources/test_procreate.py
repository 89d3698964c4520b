"""Procreate files: segments in the order of their numbers, and archives nobody should open."""

import stat
import tempfile
import zipfile

import av
import numpy as np
import pytest

from painttime.errors import RecordingError
from painttime.recordings.sources import safe_archive
from painttime.recordings.sources.opening import open_recording

SEGMENT = "video/segments/segment-{}.mp4"


@pytest.fixture(scope="module")
def segments(tmp_path_factory, pictures):
    """Four films of three frames each."""
    return [
        _encoded(tmp_path_factory.mktemp("segment") / "a.mp4", pictures[start : start + 3])
        for start in (0, 3, 6, 9)
    ]


def _encoded(path, pictures):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": "10"}
        for pixels in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return path.read_bytes()


def _refused(path, **how):
    with pytest.raises(RecordingError) as caught:
        list(open_recording(path, **how).frames())
    assert path.name in str(caught.value)
    return str(caught.value)


class TestSegments:
    @pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_joined_in_numerical_order(self, make_zip, segments, pictures, compression):
        # In the order of the alphabet 10 and 11 come before 2.
        members = {SEGMENT.format(number): segments[at] for number, at in ((2, 0), (3, 1), (10, 2), (11, 3))}
        members = dict(sorted(members.items()))
        members |= {"Document.archive": b"x", "video/segments/readme.txt": b"x"}
        source = open_recording(make_zip("a.procreate", members, compression))
        frames = list(source.frames())
        assert (source.kind, source.num_frames, source.width_px, source.height_px) == (
            "procreate",
            12,
            64,
            48,
        )
        assert [frame.index for frame in frames] == list(range(12))
        for frame, pixels in zip(frames, pictures, strict=True):
            assert np.abs(frame.pixels.astype(int) - pixels)[10:, 10:].mean() < 3
        assert [frame.time_s for frame in frames] == pytest.approx([index / 30 for index in range(12)])

    def test_wanted_counts_over_all_segments(self, make_zip, segments):
        members = {SEGMENT.format(number): data for number, data in enumerate(segments, start=1)}
        frames = open_recording(make_zip("a.procreate", members)).frames(
            wanted=lambda index: index in (2, 10), long_side_px=32
        )
        assert [(frame.index, frame.pixels.shape) for frame in frames] == [
            (2, (24, 32, 3)),
            (10, (24, 32, 3)),
        ]

    def test_one_segment_lies_on_disk_at_a_time_and_goes(self, make_zip, segments, tmp_path, monkeypatch):
        path = make_zip("a.procreate", {SEGMENT.format(n): data for n, data in enumerate(segments)})
        room = tmp_path / "room"
        room.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(room))
        frames = open_recording(path).frames()
        for _ in range(7):
            next(frames)
            assert len(list(room.rglob("member"))) == 1
        frames.close()
        assert not list(room.iterdir())


class TestRefusals:
    def test_no_time_lapse(self, make_zip):
        assert "no time-lapse" in _refused(make_zip("a.procreate", {"Document.archive": b"x"}))

    def test_no_zip(self, tmp_path):
        path = tmp_path / "a.procreate"
        path.write_bytes(b"not a zip at all" * 10)
        assert "damaged" in _refused(path)

    def test_cut_off(self, tmp_path, make_zip, segments):
        whole = make_zip("whole.procreate", {SEGMENT.format(1): segments[0]})
        path = tmp_path / "cut.procreate"
        path.write_bytes(whole.read_bytes()[:-300])
        assert "damaged" in _refused(path)

    def test_damaged_inside(self, tmp_path, make_zip, segments):
        whole = make_zip("whole.procreate", {SEGMENT.format(n): data for n, data in enumerate(segments)})
        data = bytearray(whole.read_bytes())
        at = data.index(segments[2]) + len(segments[2]) // 2
        data[at] ^= 0xFF
        path = tmp_path / "hurt.procreate"
        path.write_bytes(data)
        sentence = _refused(path)
        assert "damaged" in sentence
        assert "segment-2.mp4" in sentence

    def test_segment_that_is_no_video(self, make_zip, segments):
        members = {SEGMENT.format(1): segments[0], SEGMENT.format(2): b"PK\x03\x04" + b"x" * 5000}
        assert "segment-2.mp4" in _refused(make_zip("a.procreate", members))

    def test_segments_of_two_sizes(self, tmp_path, make_zip, segments, make_pictures):
        larger = _encoded(tmp_path / "larger.mp4", make_pictures(3, 80, 60))
        path = make_zip("a.procreate", {SEGMENT.format(1): segments[0], SEGMENT.format(2): larger})
        sentence = _refused(path)
        assert "80 x 60" in sentence
        assert "64 x 48" in sentence

    @pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "video/../../evil", "..\\evil", "C:/evil"])
    def test_members_that_lead_outside(self, tmp_path, make_zip, segments, name):
        path = make_zip("a.procreate", {SEGMENT.format(1): segments[0], name: b"x"})
        assert "outside" in _refused(path)
        assert not list(tmp_path.rglob("*evil*"))

    def test_links(self, tmp_path, segments):
        path = tmp_path / "a.procreate"
        with zipfile.ZipFile(path, "w") as archive:
            link = zipfile.ZipInfo(SEGMENT.format(1))
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
        assert "link" in _refused(path)

    def test_bomb_that_says_so(self, make_zip):
        path = make_zip("a.procreate", {SEGMENT.format(1): bytes(30 * 2**20)}, zipfile.ZIP_DEFLATED)
        assert path.stat().st_size < 2**17
        assert "unpacked" in _refused(path)

    def test_bomb_that_lies(self, tmp_path, make_zip, monkeypatch):
        honest = make_zip("honest.procreate", {SEGMENT.format(1): bytes(4 * 2**20)}, zipfile.ZIP_DEFLATED)
        size = (4 * 2**20).to_bytes(4, "little")
        data = honest.read_bytes()
        assert data.count(size) == 2
        path = tmp_path / "a.procreate"
        path.write_bytes(data.replace(size, (50_000).to_bytes(4, "little")))
        room = tmp_path / "room"
        room.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(room))
        assert _refused(path)
        assert not list(room.iterdir())

    def test_all_members_together(self, make_zip, segments, monkeypatch):
        monkeypatch.setattr(safe_archive, "MAX_TOTAL_BYTES", len(segments[0]))
        members = {SEGMENT.format(number): data for number, data in enumerate(segments)}
        assert "unpacked" in _refused(make_zip("a.procreate", members))

    def test_locked(self, tmp_path, make_zip, segments):
        data = bytearray(make_zip("open.procreate", {SEGMENT.format(1): segments[0]}).read_bytes())
        # The flag of encryption, in the member's own header and in the directory.
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        path = tmp_path / "locked.procreate"
        path.write_bytes(data)
        assert "password" in _refused(path)

    def test_single_frame_in_all(self, tmp_path, make_zip, pictures):
        data = _encoded(tmp_path / "one.mp4", pictures[:1])
        assert "single picture" in _refused(make_zip("a.procreate", {SEGMENT.format(1): data}))
