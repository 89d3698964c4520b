"""Every picture that cannot be read ends as one sentence, never as a traceback or a warning."""

import io
import os
import struct
import warnings
import zlib
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from painttime.errors import PaintingError
from painttime.storage import painting_file
from painttime.storage.painting_file import read_painting


def one_sentence(error):
    text = str(error.value)
    assert "Traceback" not in text
    assert "\n" not in text
    assert text.endswith(".")
    assert len(text) < 320
    return text


def png_header(width_px, height_px):
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    ihdr = struct.pack(">IIBBBBB", width_px, height_px, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", ihdr)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".gif", ".bmp", ".tif"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_truncated(tmp_path, suffix, share):
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    whole = tmp_path / f"whole{suffix}"
    Image.fromarray(noise).save(whole)
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    with pytest.raises(PaintingError) as error:
        read_painting(path)
    assert path.name in one_sentence(error)


def test_truncated_deep_files(tmp_path):
    noise = np.random.default_rng(1).integers(0, 65535, (200, 200, 3), dtype=np.uint16)
    for name in ("deep.png", "deep.tif"):
        path = tmp_path / name
        cv2.imwrite(str(path), noise)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(PaintingError) as error:
            read_painting(path)
        assert "damaged" in one_sentence(error)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"just some words, not a picture", "not a picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "not a picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n", "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"II*\0", "damaged"),
        (b"II*\0\x08\0\0\0\xff\xff", "damaged"),
    ],
)
def test_wrong_content(tmp_path, content, words):
    path = tmp_path / "wrong.png"
    path.write_bytes(content)
    with pytest.raises(PaintingError) as error:
        read_painting(path)
    assert words in one_sentence(error)


@pytest.mark.parametrize("size", [(60_000, 60_000), (12_000, 12_000), (17_000, 20)])
def test_bomb_is_refused_from_its_header(tmp_path, size):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(*size))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(PaintingError) as error:
            read_painting(path)
    assert "too large" in one_sentence(error)


def test_deep_tiff_bomb_is_refused_from_its_header(tmp_path):
    path = tmp_path / "bomb.tif"
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, np.zeros((20, 20, 3), np.uint16), photometric="rgb")
    data = bytearray(buffer.getvalue())
    with tifffile.TiffFile(io.BytesIO(data)) as tiff:
        for name in ("ImageWidth", "ImageLength"):
            tag = tiff.pages.first.tags[name]
            struct.pack_into("<H" if tag.dtype == 3 else "<I", data, tag.valueoffset, 60_000)
    path.write_bytes(data)
    with pytest.raises(PaintingError) as error:
        read_painting(path)
    assert "60,000 x 60,000" in one_sentence(error)


def test_no_warning_for_a_large_picture_within_the_limit(tmp_path, monkeypatch, pixels):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 600)
    path = tmp_path / "large.png"
    Image.fromarray(pixels).save(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_painting(path).width_px == 40


def test_too_small(tmp_path):
    path = tmp_path / "dot.png"
    Image.new("RGB", (15, 100)).save(path)
    with pytest.raises(PaintingError, match="15 x 100"):
        read_painting(path)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(PaintingError, match="There is no file"):
        read_painting(tmp_path / "nowhere.png")
    with pytest.raises(PaintingError, match="is a folder"):
        read_painting(tmp_path)
    with pytest.raises(PaintingError, match="could not be read"):
        read_painting(Path("a\0b.png"))


def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(PaintingError, match="is not a file"):
        read_painting(tmp_path / "pipe.png")


def test_unreadable_file(tmp_path, monkeypatch, pixels):
    path = tmp_path / "secret.png"
    Image.fromarray(pixels).save(path)

    def refuse(self, *_arguments, **_options):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PaintingError, match="may not read"):
        read_painting(path)


def test_float_pixels_are_refused(tmp_path):
    path = tmp_path / "float.tif"
    tifffile.imwrite(path, np.zeros((20, 20), np.float32))
    with pytest.raises(PaintingError, match="8 or 16 bits"):
        read_painting(path)


def test_out_of_memory_is_a_sentence(tmp_path, monkeypatch, pixels):
    path = tmp_path / "picture.png"
    Image.fromarray(pixels).save(path)

    def exhausted(*_arguments):
        raise MemoryError

    monkeypatch.setattr(painting_file, "to_srgb", exhausted)
    with pytest.raises(PaintingError, match="memory"):
        read_painting(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_gives_a_painting_or_a_painting_error(tmp_path, data):
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 255, (24, 24, 3), dtype=np.uint8)
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "deep PNG", "deep TIFF"]))
    if kind.startswith("deep"):
        ending = ".png" if kind.endswith("PNG") else ".tif"
        content = bytearray(cv2.imencode(ending, pixels.astype(np.uint16) * 257)[1].tobytes())
    else:
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, format=kind)
        content = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        # Most of the structure lies in the first bytes.
        place = data.draw(st.integers(0, min(300, len(content) - 1)))
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.bin"
    path.write_bytes(content)
    with suppress(PaintingError):
        assert read_painting(path).pixels.shape[2] == 3
