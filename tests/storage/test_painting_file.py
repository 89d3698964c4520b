"""Every kind of picture comes out upright, in sRGB and 8 bits; every bad one as one sentence."""

import struct

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms, features

from painttime.storage.painting_file import read_painting

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


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


@pytest.mark.parametrize("kind", ["assocalpha", "unassalpha", "unspecified"])
def test_deep_tiff_with_alpha(tmp_path, kind):
    colour = {"assocalpha": 50, "unassalpha": 100, "unspecified": 100}[kind]
    deep = np.full((20, 20, 4), colour * 257, np.uint16)
    deep[..., 3] = 128 * 257
    path = tmp_path / "alpha.tif"
    tifffile.imwrite(path, deep, photometric="rgb", extrasamples=[kind])
    # A fourth channel of unknown meaning is left out; an alpha of a half lets half of the white through.
    expected = 100 if kind == "unspecified" else 177
    assert abs(int(read_painting(path).pixels[3, 3, 0]) - expected) <= 1


def test_deep_cmyk_tiff(tmp_path):
    path = tmp_path / "ink.tif"
    ink = np.zeros((20, 20, 4), np.uint16)
    ink[..., 2] = 65535
    tifffile.imwrite(path, ink, photometric="separated")
    assert read_painting(path).pixels[3, 3].tolist() == [255, 242, 0]


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
