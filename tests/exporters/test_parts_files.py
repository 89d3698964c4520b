"""Parts as files for other programs."""

import json

import cv2
import numpy as np
import pyora
import pytest
from PIL import Image
from psd_tools import PSDImage

from painttime.core.painting import Painting
from painttime.errors import ExportError
from painttime.exporters.parts_files import write_parts


@pytest.fixture
def painting(painting_pixels):
    return Painting(pixels=painting_pixels)


def test_label_map(painting, part_map, tmp_path):
    path = tmp_path / "parts.png"
    write_parts(painting, part_map, path)
    read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read, part_map.labels)
    with Image.open(path) as image:
        assert json.loads(image.text["Parts"]) == {"7": "Sky — hell", "2": "meadow", "1": "jug, 壺"}


def test_list(painting, part_map, tmp_path):
    path = tmp_path / "parts.json"
    write_parts(painting, part_map, path)
    entries = json.loads(path.read_text(encoding="utf-8"))["parts"]
    assert entries[0] == {
        "id": 7,
        "name": "Sky — hell",
        "kind": "region",
        "bbox": [0, 0, 97, 20],
        "area_px": 97 * 20,
        "order": 0,
        "colour": [128, 128, 128],
        "group": [],
    }
    assert [entry["name"] for entry in entries] == ["Sky — hell", "meadow", "jug, 壺"]
    assert sum(entry["area_px"] for entry in entries) == 97 * 65


def test_layers(painting, part_map, tmp_path):
    path = tmp_path / "parts.psd"
    write_parts(painting, part_map, path)
    document = PSDImage.open(path)
    assert [layer.name for layer in document] == ["Sky — hell", "meadow", "jug, 壺"]
    composed = np.asarray(document.composite(force=True).convert("RGB")).astype(int)
    assert np.abs(composed - painting.pixels).max() <= 1


def test_another_reader_of_openraster_shows_groups_and_the_painting_bit_by_bit(painting, part_map, tmp_path):
    grouped = part_map.changed(2, group=("land",)).changed(1, group=("land", "things"))
    write_parts(painting, grouped, tmp_path / "parts.ora")
    document = pyora.Project.load(str(tmp_path / "parts.ora"))
    layers = [layer for layer in document.iter_tree if layer.type == pyora.TYPE_LAYER]
    assert [layer.name for layer in layers] == ["Sky — hell", "meadow", "jug, 壺"]
    assert document["land/things/jug, 壺"].name == "jug, 壺"
    composed = np.asarray(document.get_image_data(use_original=False).convert("RGB"))
    np.testing.assert_array_equal(composed, painting.pixels)


@pytest.mark.parametrize("name", ["parts.tiff", "parts", "parts.mp4"])
def test_unknown_endings(painting, part_map, tmp_path, name):
    with pytest.raises(ExportError, match=r"\.png, \.json, \.psd, \.ora"):
        write_parts(painting, part_map, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".png", ".json", ".psd", ".ora"])
def test_full_disk(painting, part_map, small_disk, suffix):
    (small_disk / "filler").write_bytes(b"x" * 65_536)
    with pytest.raises(ExportError, match="no space left"):
        write_parts(painting, part_map, small_disk / f"parts{suffix}")
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
