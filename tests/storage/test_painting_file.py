"""Every kind of picture comes out upright, in sRGB and 8 bits; every bad one as one sentence."""

import io
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
from PIL import Image, ImageCms, features

from painttime.errors import PaintingError
from painttime.storage import painting_file
from painttime.storage.painting_file import read_painting

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@pytest.fixture
def pixels():
    """A 40 x 24 picture whose four corners and gradients tell every orientation apart."""
    y, x = np.mgrid[0:24, 0:40]
    return np.stack([x * 6, y * 10, 255 - x * 3 - y * 5], axis=2).astype(np.uint8)


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


def swapped_profile():
    """An RGB profile whose red and green primaries are exchanged: whoever ignores it shows other colours."""
    data = bytearray(SRGB.tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    entries = {bytes(data[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = (
        data[green + 4 : green + 12],
        data[red + 4 : red + 12],
    )
    # Another name: what calls itself sRGB is taken as it is.
    return (
        bytes(data).replace(b"sRGB", b"wide").replace("sRGB".encode("utf-16-be"), "wide".encode("utf-16-be"))
    )


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tiff", ".gif", ".webp"])
def test_lossless_formats_come_in_exactly(tmp_path, pixels, suffix):
    path = tmp_path / f"picture{suffix}"
    image = Image.fromarray(pixels)
    if suffix == ".gif":
        image = image.quantize(64)
        pixels = np.asarray(image.convert("RGB"))
    image.save(path, **({"lossless": True} if suffix == ".webp" else {}))
    painting = read_painting(path)
    np.testing.assert_array_equal(painting.pixels, pixels)
    assert painting.source == path
    assert not painting.pixels.flags.writeable


@pytest.mark.parametrize("suffix", [".jpg", ".avif"])
def test_lossy_formats_come_in_closely(tmp_path, pixels, suffix):
    if suffix == ".avif" and not features.check("avif"):
        pytest.skip("this Pillow has no AVIF")
    path = tmp_path / f"picture{suffix}"
    Image.fromarray(pixels).save(path, quality=95)
    assert np.abs(read_painting(path).pixels.astype(int) - pixels).mean() < 4


def test_the_content_counts_not_the_name(tmp_path, pixels):
    path = tmp_path / "really-a-png.jpg"
    Image.fromarray(pixels).save(path, format="PNG")
    np.testing.assert_array_equal(read_painting(path).pixels, pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_orientation_is_followed(tmp_path, pixels, orientation, suffix):
    turned = {
        1: pixels,
        2: pixels[:, ::-1],
        3: pixels[::-1, ::-1],
        4: pixels[::-1],
        5: pixels.swapaxes(0, 1),
        6: pixels.swapaxes(0, 1)[::-1],
        7: pixels[::-1, ::-1].swapaxes(0, 1),
        8: pixels.swapaxes(0, 1)[:, ::-1],
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"turned{suffix}"
    Image.fromarray(np.ascontiguousarray(turned)).save(path, exif=exif)
    np.testing.assert_array_equal(read_painting(path).pixels, pixels)


def test_orientation_of_a_deep_tiff(tmp_path, pixels):
    path = tmp_path / "deep.tif"
    turned = pixels.swapaxes(0, 1)[::-1].astype(np.uint16) * 257
    tifffile.imwrite(
        path, np.ascontiguousarray(turned), photometric="rgb", extratags=[(274, "H", 1, 6, True)]
    )
    np.testing.assert_array_equal(read_painting(path).pixels, pixels)


def test_damaged_exif_is_no_reason_to_refuse(tmp_path, pixels):
    path = tmp_path / "exif.jpg"
    Image.fromarray(pixels).save(path, exif=b"Exif\0\0MM\0*\0\0\xff\xff garbage")
    assert read_painting(path).pixels.shape == pixels.shape


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_deep_png_is_scaled_with_rounding(tmp_path, channels):
    values = np.linspace(0, 65535, 64 * 20).astype(np.uint16).reshape(20, 64)
    deep = np.repeat(values[..., None], channels, axis=2)
    if channels == 4:
        deep[..., 3] = 65535
    path = tmp_path / "deep.png"
    cv2.imwrite(str(path), deep if channels > 1 else values)
    expected = np.rint(values / 65535 * 255)
    np.testing.assert_array_equal(read_painting(path).pixels, np.repeat(expected[..., None], 3, axis=2))


def test_deep_png_keeps_its_channel_order(tmp_path, pixels):
    path = tmp_path / "deep.png"
    cv2.imwrite(str(path), pixels[..., ::-1].astype(np.uint16) * 257)
    np.testing.assert_array_equal(read_painting(path).pixels, pixels)


@pytest.mark.parametrize(
    ("compression", "planar"),
    [(None, False), (None, True), ("deflate", False), ("deflate", True), ("lzw", False)],
)
def test_deep_tiff(tmp_path, pixels, compression, planar):
    path = tmp_path / "deep.tif"
    deep = pixels.astype(np.uint16) * 257
    if compression == "lzw":
        cv2.imwrite(str(path), deep[..., ::-1], [cv2.IMWRITE_TIFF_COMPRESSION, 5])
    else:
        tifffile.imwrite(
            path,
            np.moveaxis(deep, 2, 0) if planar else deep,
            photometric="rgb",
            planarconfig="separate" if planar else "contig",
            compression=compression,
        )
    np.testing.assert_array_equal(read_painting(path).pixels, pixels)


@pytest.mark.parametrize("kind", ["minisblack", "miniswhite"])
def test_deep_grey_tiff(tmp_path, pixels, kind):
    path = tmp_path / "grey.tif"
    tifffile.imwrite(path, pixels[..., 0].astype(np.uint16) * 257, photometric=kind)
    expected = pixels[..., 0] if kind == "minisblack" else 255 - pixels[..., 0]
    np.testing.assert_array_equal(read_painting(path).pixels[..., 1], expected)


@pytest.mark.parametrize("deep", [False, True])
def test_profile_is_followed(tmp_path, pixels, deep):
    path = tmp_path / "profile.tif"
    if deep:
        tifffile.imwrite(
            path, pixels.astype(np.uint16) * 257, photometric="rgb", iccprofile=swapped_profile()
        )
    else:
        Image.fromarray(pixels).save(path, icc_profile=swapped_profile())
    read = read_painting(path).pixels.astype(int)
    assert np.abs(read - pixels[..., (1, 0, 2)]).max() <= 2


def test_srgb_profile_changes_no_pixel(tmp_path, pixels):
    path = tmp_path / "srgb.png"
    Image.fromarray(pixels).save(path, icc_profile=SRGB.tobytes())
    np.testing.assert_array_equal(read_painting(path).pixels, pixels)


@pytest.mark.parametrize("profile", [b"not a profile", SRGB.tobytes()[:200], b""])
def test_damaged_profile_is_left_out(tmp_path, pixels, profile):
    path = tmp_path / "broken.png"
    Image.fromarray(pixels).save(path, icc_profile=profile)
    np.testing.assert_array_equal(read_painting(path).pixels, pixels)


def test_profile_of_another_kind_of_pixels_is_left_out(tmp_path, pixels):
    path = tmp_path / "grey.png"
    Image.fromarray(pixels[..., 0]).save(path, icc_profile=swapped_profile())
    np.testing.assert_array_equal(read_painting(path).pixels[..., 2], pixels[..., 0])


@pytest.mark.parametrize(
    ("ink", "colour"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (0, 174, 239)),
        ((0, 255, 0, 0), (236, 0, 140)),
        ((0, 0, 255, 0), (255, 242, 0)),
        ((0, 255, 255, 0), (237, 28, 36)),
        ((255, 0, 255, 0), (0, 166, 81)),
        ((255, 255, 0, 0), (46, 49, 146)),
        ((0, 0, 0, 255), (35, 31, 32)),
    ],
)
def test_cmyk_without_profile_looks_printed(tmp_path, ink, colour):
    path = tmp_path / "ink.tif"
    Image.new("CMYK", (20, 20), ink).save(path)
    np.testing.assert_array_equal(read_painting(path).pixels[3, 3], colour)


def test_cmyk_jpeg_is_not_inverted(tmp_path):
    path = tmp_path / "ink.jpg"
    Image.new("CMYK", (32, 32), (0, 0, 0, 0)).save(path, quality=95)
    assert read_painting(path).pixels.min() > 250


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_see_through_is_laid_on_white(tmp_path, mode):
    image = Image.new("RGBA", (32, 32), (100, 100, 100, 0))
    image.paste((100, 100, 100, 255), (0, 0, 16, 32))
    image.paste((0, 0, 0, 128), (0, 0, 16, 16))
    if mode == "PA":
        image = image.quantize(8)
    path = tmp_path / "alpha.png"
    (image if mode == "PA" else image.convert(mode)).save(path)
    read = read_painting(path).pixels
    assert read[20, 4].tolist() == [100] * 3
    assert read[4, 20].tolist() == [255] * 3
    assert abs(int(read[4, 4, 0]) - 127) <= 1


@pytest.mark.parametrize("mode", ["1", "L", "P", "YCbCr"])
def test_other_modes(tmp_path, pixels, mode):
    path = tmp_path / "mode.tif"
    image = Image.fromarray(pixels).convert(mode)
    image.save(path)
    np.testing.assert_array_equal(read_painting(path).pixels, np.asarray(image.convert("RGB")))


def test_lab(tmp_path, pixels):
    path = tmp_path / "lab.tif"
    to_lab = ImageCms.buildTransform(SRGB, ImageCms.createProfile("LAB"), "RGB", "LAB")
    ImageCms.applyTransform(Image.fromarray(pixels), to_lab).save(path)
    # 8 bits of LAB hold saturated blues coarsely.
    assert np.abs(read_painting(path).pixels.astype(int) - pixels).mean() < 3


def test_first_picture_of_an_animation(tmp_path):
    path = tmp_path / "moving.gif"
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert read_painting(path).pixels[5, 5].tolist() == [255, 0, 0]


# -- what cannot be read ----------------------------------------------------------------------------------


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
