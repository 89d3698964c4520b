"""Training pictures on disk."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from painttime.simulation.painter import Subject, simulate
from painttime.training.subjects import GROUNDS, build_cache, read_subject, write_subject


def test_subjects_come_back_as_they_were(subject: Subject, tmp_path: Path) -> None:
    write_subject(subject, tmp_path / "one.npz")
    again = read_subject(tmp_path / "one.npz")
    assert again.part_ids == subject.part_ids
    np.testing.assert_array_equal(again.labels, subject.labels)
    np.testing.assert_array_equal(again.renditions.images, subject.renditions.images)
    np.testing.assert_array_equal(again.maps.ids, subject.maps.ids)
    for one, two in zip(again.passes, subject.passes, strict=True):
        for field in fields(one):
            np.testing.assert_array_equal(getattr(one, field.name), getattr(two, field.name))
    np.testing.assert_array_equal(simulate(again, 3).times, simulate(subject, 3).times)
    assert [path.name for path in tmp_path.iterdir()] == ["one.npz"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for name in ("a", "b", "c"):
        blocks = rng.integers(0, 256, (6, 8, 3), dtype=np.uint8)
        Image.fromarray(blocks).resize((96, 72), Image.Resampling.BICUBIC).save(folder / f"{name}.png")
    (folder / "broken.png").write_bytes(b"no picture")
    rows = ["file\tsplit", "a.png\ttrain", "b.png\ttrain", "c.png\tvalidation", "broken.png\ttrain"]
    (folder / "paintings.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_a_cache_is_built_of_one_split_and_names_what_fails(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = tmp_path / "cache"
    assert build_cache(data, cache, "train", 10) == 2
    assert sorted(path.name for path in cache.iterdir()) == ["a.npz", "b.npz"]
    assert "broken.png" in capsys.readouterr().err
    made = read_subject(cache / "a.npz")
    assert made.labels.shape == (192, 256)
    assert tuple(made.renditions.images[0, 0, 0]) in GROUNDS
    before = (cache / "a.npz").stat().st_mtime_ns
    assert build_cache(data, cache, "train", 10) == 2
    assert (cache / "a.npz").stat().st_mtime_ns == before
