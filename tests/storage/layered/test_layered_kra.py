"""Krita files: one that Krita 5.1.5 wrote, and ones written here tile by tile."""

import io
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from painttime.errors import PartsError
from painttime.storage.layered.layered_kra_tiles import read_last_channel
from painttime.storage.layered.layered_painting import read_layered_painting, read_layered_parts
from painttime.workflow.job import run_to_end

HEIGHT, WIDTH = 90, 100
REAL = Path(__file__).with_name("krita_5.1.5.kra")


def test_a_file_krita_wrote():
    """A sky, in a group a hill at 90 % and a tree moved by (-3, 4), a multiplied shade, a hidden sketch."""
    result = run_to_end(read_layered_parts(REAL, height_px=70, width_px=100))
    assert [(part.name, part.group) for part in result.parts.parts] == [
        ("sky", ()),
        ("hill", ("land 売",)),
        ("tree", ("land 売",)),
    ]
    y, x = np.mgrid[0:70, 0:100]
    expected = np.where(y > 40 + 8 * np.sin(x / 9), 2, 1)
    expected[(x + 3 - 70) ** 2 + (y - 4 - 35) ** 2 < 15**2] = 3
    np.testing.assert_array_equal(result.parts.labels, expected)
    assert any("sketch" in note for note in result.notes)
    assert any("shade" in note for note in result.notes)
    assert read_layered_painting(REAL).pixels.shape == (70, 100, 3)


def lzf(data):
    """Pack bytes as liblzf does: runs of literals, and references to what came up to 8191 bytes before."""
    packed, literals, place, seen = bytearray(), bytearray(), 0, {}

    def flush():
        for first in range(0, len(literals), 32):
            piece = literals[first : first + 32]
            packed.append(len(piece) - 1)
            packed.extend(piece)
        literals.clear()

    while place < len(data):
        key = data[place : place + 3]
        before = seen.get(key)
        seen[key] = place
        if len(key) < 3 or before is None or place - before > 8191:
            literals.append(data[place])
            place += 1
            continue
        length = 3
        while length < 264 and place + length < len(data) and data[before + length] == data[place + length]:
            length += 1
        flush()
        off = place - before - 1
        if length - 2 < 7:
            packed += bytes([(length - 2) << 5 | off >> 8, off & 255])
        else:
            packed += bytes([7 << 5 | off >> 8, length - 9, off & 255])
        place += length
    flush()
    return bytes(packed)


def tile_file(pixels, *, packed=True):
    """Return a file of tiles for (h, w, bytes) pixels; tiles that are all 0 are left out."""
    height, width, size = pixels.shape
    tiles = []
    for top in range(0, height, 64):
        for left in range(0, width, 64):
            tile = np.zeros((64, 64, size), dtype=np.uint8)
            piece = pixels[top : top + 64, left : left + 64]
            tile[: piece.shape[0], : piece.shape[1]] = piece
            if tile.any():
                planes = tile.reshape(-1, size).T.tobytes()
                data = b"\1" + lzf(planes) if packed else b"\0" + tile.tobytes()
                tiles.append(b"%d,%d,LZF,%d\n" % (left, top, len(data)) + data)
    head = b"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE %d\nDATA %d\n" % (size, len(tiles))
    return head + b"".join(tiles)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), packed=st.booleans(), left=st.integers(-70, 70), top=st.integers(-70, 70))
def test_tiles_come_back_wherever_the_layer_lies(seed, packed, left, top):
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    pixels[:, : rng.integers(0, WIDTH)] = rng.integers(0, 256, 4)
    read = read_last_channel(
        tile_file(pixels, packed=packed),
        b"\0\0\0\0",
        "U8",
        height_px=HEIGHT,
        width_px=WIDTH,
        left=left,
        top=top,
    )
    expected = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    for y in range(max(0, top), min(HEIGHT, HEIGHT + top)):
        source = pixels[y - top, :, 3]
        columns = np.arange(max(0, left), min(WIDTH, WIDTH + left))
        expected[y, columns] = source[columns - left]
    np.testing.assert_array_equal(read, expected)


@pytest.mark.parametrize(
    ("kind", "form", "full"), [("U16", "<H", 65535), ("F16", "<e", 1.0), ("F32", "<f", 1.0)]
)
def test_deeper_channels(kind, form, full):
    values = [0, full / 4, full / 2, full]
    stored = [np.frombuffer(struct.pack(form, int(v) if kind == "U16" else v), np.uint8) for v in values]
    size = len(stored[0])
    pixels = np.zeros((64, 64, 4 * size), dtype=np.uint8)
    for number, value in enumerate(stored):
        pixels[number, :, -size:] = value
    read = read_last_channel(tile_file(pixels), b"", kind, height_px=64, width_px=64, left=0, top=0)
    assert np.abs(read[:4, 0].astype(int) - [0, 64, 128, 255]).max() <= 1


def test_the_default_pixel_fills_what_has_no_tile():
    empty = tile_file(np.zeros((64, 64, 4), np.uint8))
    read = read_last_channel(empty, b"\1\2\3\xff", "U8", height_px=20, width_px=30, left=0, top=0)
    assert read.shape == (20, 30)
    assert (read == 255).all()


HEAD = b"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE 4\nDATA 1\n"
GOOD = tile_file(np.random.default_rng(1).integers(0, 256, (64, 64, 4), dtype=np.uint8) // 64)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"VERSION 1\n",
        GOOD[:200],
        GOOD.replace(b"DATA 1", b"DATA 2"),
        GOOD.replace(b"TILEWIDTH 64", b"TILEWIDTH 32"),
        GOOD.replace(b"TILEWIDTH 64", b"TILEWIDTH 9999"),
        GOOD.replace(b"PIXELSIZE 4", b"PIXELSIZE 0"),
        GOOD.replace(b"LZF", b"ZIP"),
        GOOD.replace(b"\n\1", b"\n\2"),
        HEAD + b"0,0,LZF,3\n\1\5a",
        HEAD + b"0,0,LZF,3\n\1\x20\0",
        HEAD + b"0,0,LZF,3\n\1\0a",
    ],
)
def test_damaged_tiles(data):
    with pytest.raises(ValueError, match=r"tile"):
        read_last_channel(data, b"", "U8", height_px=64, width_px=64, left=0, top=0)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_of_packed_data_stays_within_bounds(data):
    content = bytearray(GOOD)
    start = content.index(b"\n\1") + 2
    for _ in range(5):
        content[data.draw(st.integers(start, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = read_last_channel(bytes(content), b"", "U8", height_px=64, width_px=64, left=0, top=0)
    except ValueError:
        return
    assert read.shape == (64, 64)


def write(path, layers, tiles):
    """Write a Krita file of these layer elements and tile files, by member name."""
    picture = io.BytesIO()
    Image.new("RGBA", (WIDTH, HEIGHT), (9, 9, 9, 255)).save(picture, "PNG")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "maindoc.xml",
            '<?xml version="1.0"?><!DOCTYPE DOC PUBLIC "-//KDE//DTD krita 2.0//EN" "krita-2.0.dtd">'
            f'<DOC xmlns="http://www.calligra.org/DTD/krita"><IMAGE name="jug" width="{WIDTH}" '
            f'height="{HEIGHT}"><layers>{layers}</layers></IMAGE></DOC>',
        )
        for name, data in tiles.items():
            archive.writestr(f"jug/layers/{name}", data)
        archive.writestr("mergedimage.png", picture.getvalue())
    return path


def layer(name, **values):
    values = {"nodetype": "paintlayer", "filename": name, "visible": "1", "opacity": "255", **values}
    inner = values.pop("inner", "")
    attributes = " ".join(f'{key}="{value}"' for key, value in values.items())
    return f'<layer name="{name}" {attributes}>{inner}</layer>'


def rgba(columns):
    pixels = np.zeros((HEIGHT, WIDTH, 4), dtype=np.uint8)
    pixels[:, columns] = 255
    return tile_file(pixels)


def test_masks_fills_inherited_alpha_and_what_has_no_pixels(tmp_path):
    mask = '<masks><mask nodetype="transparencymask" filename="m1" visible="1" x="0" y="0"/></masks>'
    half = np.zeros((HEIGHT, WIDTH, 1), dtype=np.uint8)
    half[:45] = 255
    layers = (
        layer("text", nodetype="shapelayer")
        + layer("curves", nodetype="adjustmentlayer")
        + layer("folds", channelflags="1110")
        + layer("coat", inner=mask)
        + layer("paper", nodetype="generatorlayer")
    )
    tiles = {"folds": rgba(slice(None)), "coat": rgba(slice(0, 50)), "m1.pixelselection": tile_file(half)}
    path = write(tmp_path / "jug.kra", layers, tiles)
    result = run_to_end(read_layered_parts(path, height_px=HEIGHT, width_px=WIDTH))
    assert [part.name for part in result.parts.parts] == ["paper", "coat"]
    assert result.parts.bbox(result.parts.ids[1]) == (0, 0, 50, 45)
    assert '"text"' in result.notes[0]


@pytest.mark.parametrize(
    ("layers", "tiles"),
    [
        (layer("a", opacity="much"), {"a": rgba(slice(None))}),
        (layer("a", x="left"), {"a": rgba(slice(None))}),
        (layer("a"), {"a": b"VERSION 2\n"}),
    ],
)
def test_what_makes_no_sense_ends_as_a_sentence(tmp_path, layers, tiles):
    with pytest.raises(PartsError, match="damaged or incomplete"):
        run_to_end(
            read_layered_parts(write(tmp_path / "jug.kra", layers, tiles), height_px=HEIGHT, width_px=WIDTH)
        )
