"""The sample paintings that come with painttime."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from painttime.segmentation.regions.regions import find_regions

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
NAMES = ("portrait", "landscape")


@pytest.fixture(params=NAMES)
def sample(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_it_is_an_ordinary_picture_of_modest_size(sample: str) -> None:
    path = SAMPLES / f"{sample}.png"
    assert path.stat().st_size < 1_500_000
    with Image.open(path) as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGB")
        assert max(picture.size) == 1024


def test_its_part_map_fits_the_painting_and_its_list(sample: str) -> None:
    size = Image.open(SAMPLES / f"{sample}.png").size
    label_map = Image.open(SAMPLES / f"{sample}.parts.png")
    assert label_map.size == size
    labels = np.asarray(label_map)
    entries = json.loads((SAMPLES / f"{sample}.parts.json").read_text(encoding="utf-8"))["parts"]
    assert sorted(entry["id"] for entry in entries) == np.unique(labels).tolist()
    assert [entry["order"] for entry in entries] == list(range(len(entries)))
    assert len({entry["name"] for entry in entries}) == len(entries)
    for entry in entries:
        rows, columns = np.nonzero(labels == entry["id"])
        assert entry["area_px"] == len(rows)
        assert entry["bbox"] == [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_the_parts_have_the_names_of_what_they_show() -> None:
    def names(sample: str) -> set[str]:
        entries = json.loads((SAMPLES / f"{sample}.parts.json").read_text(encoding="utf-8"))["parts"]
        return {entry["name"] for entry in entries}

    assert {"background", "hair", "face", "eyes", "neck", "dress"} <= names("portrait")
    assert {"sky", "clouds", "house", "oak", "meadow", "path"} <= names("landscape")


def test_automatic_parts_follow_its_objects(sample: str) -> None:
    """Automatic parts do not mix what is apart: most of each lies within one true part."""
    pixels = np.asarray(Image.open(SAMPLES / f"{sample}.png"))
    true_labels = np.asarray(Image.open(SAMPLES / f"{sample}.parts.png"))
    found = find_regions(pixels, num_parts=12).labels
    largest = sum(np.bincount(true_labels[found == part]).max() for part in np.unique(found))
    assert largest / found.size > 0.6
