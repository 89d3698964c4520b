"""Sheets for labelling by eye, and taking the answers in."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from painttime.errors import UserInputError
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.training.scenes.labels import UNKNOWN, read_labels
from painttime.training.scenes.sheets import (
    grid_of,
    make_sheets,
    numbered_outlines,
    read_answer,
    take_answers,
)


def test_answers_become_grids_beside_those_there_were(tmp_path: Path) -> None:
    picture = np.full((90, 120, 3), 200, dtype=np.uint8)
    picture[45:] = (40, 120, 40)
    cv2.imwrite(str(tmp_path / "hill.png"), picture)
    assert make_sheets(tmp_path, tmp_path / "sheets", ["hill.png"]) == 1
    regions = cv2.imread(str(tmp_path / "sheets" / "regions-001.png"), cv2.IMREAD_GRAYSCALE)
    assert regions is not None
    above, below = int(regions[10, 60]), int(regions[-10, 60])
    answers, labels = tmp_path / "answers.txt", tmp_path / "labels.tsv"
    answers.write_text(f"1 sky={above} grass={below}\n", encoding="utf-8")
    assert take_answers(tmp_path / "sheets", answers, labels) == 1
    grid = read_labels(labels)["hill.png"]
    assert grid[2, 30] == SCENE_KINDS.index("sky")
    assert grid[-2, 30] == SCENE_KINDS.index("grass")


def test_cells_where_regions_meet_and_regions_without_a_kind_stay_unknown() -> None:
    labels = np.ones((64, 64), dtype=np.uint8)
    labels[:, 20:] = 2
    labels[:, 40:] = 3
    grid = grid_of(labels, {1: "sky", 3: "tree"})
    assert set(grid[0, :20].tolist()) == {SCENE_KINDS.index("sky")}
    assert set(grid[0, 20:40].tolist()) == {UNKNOWN}
    assert set(grid[0, 40:].tolist()) == {SCENE_KINDS.index("tree")}


def test_an_answer_is_read() -> None:
    assert read_answer("12 sky=1,3 tree=2") == (12, {1: "sky", 3: "sky", 2: "tree"})


@pytest.mark.parametrize("line", ["1 cloud=2", "1 sky=1 tree=1", "one sky=1", "1 sky="])
def test_answers_that_say_nothing_clear_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_answer(line)
    (tmp_path / "index.tsv").write_text("number\tfile\n1\ta.png\n", encoding="utf-8")
    (tmp_path / "answers.txt").write_text(line, encoding="utf-8")
    with pytest.raises(UserInputError, match=r"answers\.txt"):
        take_answers(tmp_path, tmp_path / "answers.txt", tmp_path / "labels.tsv")
    assert not (tmp_path / "labels.tsv").exists()


def test_outlines_run_between_regions_and_each_has_its_number() -> None:
    labels = np.ones((60, 80), dtype=np.uint8)
    labels[:, 40:] = 2
    drawn = numbered_outlines(np.full((60, 80, 3), 90, dtype=np.uint8), labels)
    assert (drawn[5, 40] == (255, 0, 255)).all()
    assert (drawn[:, :36] == 0).all(axis=2).any()
    assert (drawn[:, 44:] == 0).all(axis=2).any()
