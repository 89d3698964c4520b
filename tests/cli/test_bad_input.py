"""Whatever is wrong with a file, the command line says it in one line and ends with code 2."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from painttime.cli.main import run


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _bomb() -> bytes:
    """Return a PNG of 60,000 x 60,000 pixels that is a few bytes long."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def _picture(side_px: int = 64) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 256, (side_px, side_px, 3), dtype=np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


BAD_FILES: dict[str, Callable[[], bytes]] = {
    "empty.png": lambda: b"",
    "truncated.png": lambda: _picture()[:2000],
    "text.jpg": lambda: b"this is not a picture",
    "bomb.png": _bomb,
    "tiny.png": lambda: _picture(4),
    "empty.painttime": lambda: b"",
    "picture.painttime": _picture,
    "truncated.painttime": lambda: b"PK\x03\x04" + bytes(40),
    "broken.jsonl": lambda: b"{}",
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["parts", "predict", "strokes", "export"])
def test_a_bad_file_is_one_line_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(BAD_FILES[name]())
    out = tmp_path / ("parts.png" if command == "parts" else "film.mp4")
    assert run([command, str(file), "--out", str(out)]) == 2
    captured = capsys.readouterr()
    assert name in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("command", ["parts", "predict", "strokes", "export"])
def test_a_missing_file_and_a_folder_are_told_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    out = str(tmp_path / ("parts.png" if command == "parts" else "film.mp4"))
    for file in (tmp_path / "nowhere.png", tmp_path):
        assert run([command, str(file), "--out", out]) == 2
        complaint = capsys.readouterr().err
        assert file.name in complaint
        assert complaint.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_keeps_what_was_there(
    tmp_path: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "noise.png"
    picture.write_bytes(_picture(200))
    earlier = small_disk / "parts.psd"
    earlier.write_bytes(b"an earlier result")
    # 120,000 bytes of noise in layers do not fit on a disk of 64 kB.
    assert run(["parts", str(picture), "--out", str(earlier)]) == 2
    complaint = capsys.readouterr().err
    assert "no space" in complaint.lower()
    assert complaint.count("\n") == 1
    assert [path.name for path in small_disk.iterdir()] == ["parts.psd"]
    assert earlier.read_bytes() == b"an earlier result"
