"""The orders a picture can be painted in."""

import cv2
import numpy as np
import pytest

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.core.image import RGB8, Labels, luminance
from painttime.strokes.options import PaintOptions
from painttime.strokes.painter import painting
from painttime.strokes.proposals import StructureProposer

GROUND = (150, 140, 130)


def strokes_of(
    pixels: RGB8, labels: Labels | None = None, part_ids: tuple[int, ...] = (), **settings: object
) -> StrokeList:
    *_, last = painting(
        pixels,
        labels=labels,
        part_ids=part_ids,
        ground=GROUND,
        options=PaintOptions(**settings),
        predictor=StructureProposer(),
    )
    assert isinstance(last, Brushwork)
    return last.strokes


def middles(strokes: StrokeList, long_side_px: int) -> tuple[np.ndarray, np.ndarray]:
    """Return row and column of the middle of each stroke."""
    middle = (strokes.curves * np.array([0.25, 0.5, 0.25], dtype=np.float32)[:, None]).sum(axis=1)
    columns, rows = np.floor(middle * long_side_px).astype(int).T
    return rows, columns


@pytest.mark.parametrize("part_ids", [(3, 1, 9), (9, 3, 1)])
def test_parts_are_painted_in_the_order_given(
    part_ids: tuple[int, ...], scene_pixels: RGB8, scene_labels: Labels
) -> None:
    strokes = strokes_of(scene_pixels, scene_labels, part_ids, num_strokes=300, order="back-to-front")
    ranks = np.array([part_ids.index(part_id) for part_id in strokes.part_ids])
    turns = np.flatnonzero(np.diff(ranks) != 0) + 1
    # One turn a part, then the finishing touches everywhere.
    assert ranks[[0, *turns[:2]]].tolist() == [0, 1, 2]
    assert turns[1] > 0.5 * len(ranks)
    last_turn = np.argmax(ranks == 2) + (ranks[np.argmax(ranks == 2) :] != 2).argmax()
    assert last_turn > 0.7 * len(ranks)
    # A part's passes are its own, and passes follow one another.
    first_turn = slice(0, turns[0])
    assert not set(strokes.passes[first_turn].tolist()) & set(strokes.passes[turns[0] : turns[1]].tolist())
    assert (np.diff(strokes.passes.astype(int)) >= 0).all()


def test_strokes_lie_on_the_part_they_are_laid_for(scene_pixels: RGB8, scene_labels: Labels) -> None:
    strokes = strokes_of(scene_pixels, scene_labels, (3, 1, 9), num_strokes=300, order="back-to-front")
    rows, columns = middles(strokes, 128)
    found = scene_labels[np.clip(rows, 0, 95), np.clip(columns, 0, 127)]
    assert (found == strokes.part_ids).mean() > 0.93


def test_parts_that_are_not_there_are_passed_over(scene_pixels: RGB8, scene_labels: Labels) -> None:
    strokes = strokes_of(scene_pixels, scene_labels, (3, 77, 1, 9), num_strokes=100, order="back-to-front")
    assert set(strokes.part_ids.tolist()) == {1, 3, 9}


def test_without_parts_back_to_front_is_painted_from_coarse_to_fine(scene_pixels: RGB8) -> None:
    whole = strokes_of(scene_pixels, num_strokes=100, order="back-to-front")
    plain = strokes_of(scene_pixels, num_strokes=100)
    np.testing.assert_array_equal(whole.curves, plain.curves)
    assert not whole.part_ids.any()


def test_coarse_to_fine_begins_broad_and_ends_fine(scene_pixels: RGB8) -> None:
    strokes = strokes_of(scene_pixels, num_strokes=400)
    widths = strokes.widths.max(axis=1)
    means = [quarter.mean() for quarter in np.array_split(widths, 4)]
    assert means == sorted(means, reverse=True)
    assert means[0] > 2.5 * means[-1]


@pytest.mark.parametrize(("order", "sign"), [("dark-to-light", 1), ("light-to-dark", -1)])
def test_tones_are_painted_from_one_end_to_the_other(order: str, sign: int, scene_pixels: RGB8) -> None:
    strokes = strokes_of(scene_pixels, num_strokes=400, order=order)
    lightness = luminance(strokes.colours)[: int(0.8 * len(strokes))]
    quarters = [float(np.median(quarter)) for quarter in np.array_split(sign * lightness, 4)]
    assert (np.diff(quarters) > -15).all()
    assert quarters[-1] - quarters[0] > 30


def test_contours_come_first_thin_and_darker_than_the_picture(scene_pixels: RGB8) -> None:
    strokes = strokes_of(scene_pixels, num_strokes=400, order="contour-first")
    drawing = strokes.selected(np.flatnonzero(strokes.passes == 0))
    colours = strokes.selected(np.flatnonzero(strokes.passes == 1))
    assert 5 <= len(drawing) <= 0.08 * 400
    assert drawing.widths.max(axis=1).mean() < 0.2 * colours.widths.max(axis=1).mean()
    rows, columns = middles(drawing, 128)
    below = luminance(scene_pixels)[np.clip(rows, 0, 95), np.clip(columns, 0, 127)]
    assert (luminance(drawing.colours) < below).mean() > 0.8
    # Contours lie where the picture changes.
    change = np.hypot(*np.gradient(cv2.GaussianBlur(luminance(scene_pixels), (0, 0), 2.0)))
    assert np.median(change[np.clip(rows, 0, 95), np.clip(columns, 0, 127)]) > np.median(change)


def test_contour_first_goes_on_from_coarse_to_fine(scene_pixels: RGB8) -> None:
    strokes = strokes_of(scene_pixels, num_strokes=400, order="contour-first")
    widths = strokes.widths.max(axis=1)[strokes.passes > 0]
    means = [quarter.mean() for quarter in np.array_split(widths, 4)]
    assert means == sorted(means, reverse=True)
