"""Reading labelled portraits."""

from pathlib import Path

import numpy as np
import pytest

from painttime.errors import UserInputError
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.training.portraits.figures import (
    FILE_IDS,
    UNKNOWN,
    Figure,
    classes_of,
    head_box,
    make_figure,
    read_avatars,
    read_backdrops,
    read_portraits,
)


def test_splits_are_kept_apart(data: Path) -> None:
    assert len(read_portraits(data, "train")) == 3
    assert len(read_portraits(data, "val")) == 1
    assert len(read_avatars(data, held_out=False)) == 9
    assert len(read_avatars(data, held_out=True)) == 1
    assert len(read_backdrops(data, "train")) == 3
    assert read_backdrops(data, "val") == []


def test_a_labelled_portrait_is_no_example_of_a_picture_without_people(data: Path) -> None:
    table = data / "paintings.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("portrait", "other"), encoding="utf-8")
    assert len(read_backdrops(data, "train")) == 3


def test_where_only_the_head_is_labelled_the_rest_is_unknown(data: Path) -> None:
    figure = read_portraits(data, "train")[1]
    assert not figure.is_whole
    assert (figure.classes[60:] == UNKNOWN).all()
    assert (figure.classes[:, :20] == UNKNOWN).all()
    assert (figure.classes[:60, 20:80] != UNKNOWN).all()


def test_ids_of_files_become_classes_and_others_unknown() -> None:
    ids = np.array([*FILE_IDS, 1, 77], dtype=np.uint8)
    assert classes_of(ids).tolist() == [*range(len(PORTRAIT_KINDS)), UNKNOWN, UNKNOWN]


def test_the_head_leaves_out_the_neck_that_avatars_are_drawn_with(figure: Figure) -> None:
    neck = figure.classes.copy()
    x = round((figure.head[0] + figure.head[2]) / 2)
    neck[round(figure.head[3]) : 90, x - 4 : x + 4] = PORTRAIT_KINDS.index("face")
    box = head_box(neck)
    assert box is not None
    assert box[3] <= figure.head[3] + 0.45 * (figure.head[3] - figure.head[1])
    assert box[3] < 60


def test_nobody_without_features_is_a_figure() -> None:
    pixels, classes = np.zeros((40, 40, 3), dtype=np.uint8), np.zeros((40, 40), dtype=np.uint8)
    assert make_figure(pixels, classes, 0.0, is_whole=True) is None


def test_large_pictures_are_kept_smaller_with_their_head_in_place(figure: Figure) -> None:
    large = figure.pixels.repeat(8, 0).repeat(8, 1), figure.classes.repeat(8, 0).repeat(8, 1)
    small = make_figure(*large, 0.0, is_whole=True, long_side_px=192)
    assert small is not None
    assert small.classes.shape == (192, 192)
    np.testing.assert_allclose(np.array(small.head), 2 * np.array(figure.head), atol=2)


def test_a_folder_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(UserInputError, match="data folder"):
        read_portraits(tmp_path, "train")
