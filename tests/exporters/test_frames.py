"""Frames are read back by OpenCV and chunk by chunk."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from painttime.errors import ExportError
from painttime.exporters.frames import write_frames
from painttime.exporters.options import NOTICE, STROKES_NOTICE, ExportOptions


def chunks(path):
    content, place, found = path.read_bytes(), 8, {}
    while place < len(content):
        (size,) = struct.unpack_from(">I", content, place)
        kind, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + size]
        assert struct.unpack_from(">I", content, place + 8 + size)[0] == zlib.crc32(kind + body)
        found.setdefault(kind, []).append(body)
        place += 12 + size
    return found


def test_frames_are_exact_and_in_order(process, stored, tmp_path):
    folder = tmp_path / "frames"
    assert list(write_frames(process, folder, ExportOptions())) == [(n, 9) for n in range(1, 10)]
    assert sorted(path.name for path in folder.iterdir()) == [f"{n:04d}.png" for n in range(9)]
    for index, picture in enumerate(stored.pictures):
        read = cv2.imread(str(folder / f"{index:04d}.png"), cv2.IMREAD_UNCHANGED)
        np.testing.assert_array_equal(read[..., ::-1], picture)


def test_frames_are_tagged(process, tmp_path):
    list(write_frames(process, tmp_path / "frames", ExportOptions()))
    found = chunks(tmp_path / "frames" / "0003.png")
    assert found[b"sRGB"] == [b"\1"]
    assert b"Comment\0" + NOTICE.encode() in found[b"tEXt"]
    assert list(found).index(b"sRGB") < list(found).index(b"IDAT")


def test_a_range_keeps_the_numbers_of_its_canvases(process, stored, tmp_path):
    options = ExportOptions(first=3, last=5)
    list(write_frames(process.selected(options), tmp_path / "frames", options))
    assert sorted(path.name for path in (tmp_path / "frames").iterdir()) == [
        "0003.png",
        "0004.png",
        "0005.png",
    ]
    read = cv2.imread(str(tmp_path / "frames" / "0004.png"))[..., ::-1]
    np.testing.assert_array_equal(read, stored.pictures[4])


def test_an_earlier_export_is_replaced(process, tmp_path):
    folder = tmp_path / "frames"
    list(write_frames(process, folder, ExportOptions()))
    options = ExportOptions(last=1)
    list(write_frames(process.selected(options), folder, options))
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("name", ["notes.txt", "photo.png", "0001.png.bak"])
def test_other_files_are_not_touched(process, tmp_path, name):
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(ExportError, match="already holds other files"):
        list(write_frames(process, tmp_path, ExportOptions()))
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_caption_marks_the_pictures(process, stored, tmp_path):
    list(write_frames(process, tmp_path / "frames", ExportOptions(caption=True)))
    read = cv2.imread(str(tmp_path / "frames" / "0008.png"))[..., ::-1]
    changed = (read != stored.pictures[8]).any(axis=2)
    assert changed[55:, :60].any()
    assert not changed[:40].any()


def test_the_caption_says_what_the_metadata_say(process, tmp_path):
    pictures = []
    for notice in (NOTICE, STROKES_NOTICE):
        folder = tmp_path / notice[:4]
        list(write_frames(process, folder, ExportOptions(caption=True, notice=notice)))
        assert b"Comment\0" + notice.encode() in chunks(folder / "0008.png")[b"tEXt"]
        pictures.append(cv2.imread(str(folder / "0008.png")))
    assert (pictures[0] != pictures[1]).any()


def test_cancelled(cancelled_exports_leave_nothing):
    cancelled_exports_leave_nothing(write_frames, "frames", ExportOptions())


def test_full_disk(process, small_disk):
    with pytest.raises(ExportError, match="no space left"):
        list(write_frames(process, small_disk / "frames", ExportOptions()))
    assert list(small_disk.iterdir()) == []
