"""The file of kinds by eye."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from painttime.errors import UserInputError
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.training.scenes.labels import (
    GRID_LONG_SIDE,
    UNKNOWN,
    KindGrid,
    grid_size,
    read_labels,
    write_labels,
)

LABELS = Path(__file__).parents[3] / "data" / "scene-labels.tsv"


@settings(max_examples=30, deadline=None)
@given(
    grid=arrays.arrays(
        np.uint8,
        st.tuples(st.integers(1, 9), st.integers(1, 9)),
        elements=st.sampled_from([*range(len(SCENE_KINDS)), UNKNOWN]),
    )
)
def test_grids_come_back_as_written(tmp_path_factory: pytest.TempPathFactory, grid: KindGrid) -> None:
    path = tmp_path_factory.mktemp("labels") / "labels.tsv"
    write_labels(path, {"a.jpg": grid, "b.jpg": grid[::-1]})
    again = read_labels(path)
    assert set(again) == {"a.jpg", "b.jpg"}
    np.testing.assert_array_equal(again["a.jpg"], grid)
    np.testing.assert_array_equal(again["b.jpg"], grid[::-1])


def test_kinds_may_change_places_or_go(tmp_path: Path) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text("a=cloud b=water\na.jpg\t1\t4\t2ab-\n", encoding="utf-8")
    water = SCENE_KINDS.index("water")
    np.testing.assert_array_equal(read_labels(path)["a.jpg"], [[UNKNOWN, UNKNOWN, water, UNKNOWN]])


@pytest.mark.parametrize(
    "text",
    ["", "no letters\n", "a=sky\na.jpg\t1\t4\n", "a=sky\na.jpg\t2\t2\t3a\n", "a=sky\na.jpg\t1\t1\tz\n"],
)
def test_a_damaged_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserInputError, match=r"labels\.tsv"):
        read_labels(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserInputError, match=r"nowhere\.tsv"):
        read_labels(tmp_path / "nowhere.tsv")


def test_grids_have_the_shape_of_the_painting() -> None:
    assert grid_size(600, 800) == (48, GRID_LONG_SIDE)
    assert grid_size(800, 600) == (GRID_LONG_SIDE, 48)
    assert grid_size(5, 5000) == (1, GRID_LONG_SIDE)


def test_the_labels_that_come_with_the_sources_can_be_read() -> None:
    grids = read_labels(LABELS)
    assert len(grids) > 700
    seen = np.unique(np.concatenate([grid.ravel() for grid in grids.values()]))
    assert seen.tolist() == [*range(len(SCENE_KINDS)), UNKNOWN]
    assert all(max(grid.shape) == GRID_LONG_SIDE for grid in grids.values())
