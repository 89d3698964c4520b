"""Canvases as mixes of renditions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from painttime.core.canvas import NUM_RENDITIONS, RENDITION_NAMES, Canvas, Renditions, stage_name

STAGES = hnp.arrays(np.uint8, (5, 7), elements=st.integers(0, NUM_RENDITIONS - 1))
IMAGES = hnp.arrays(np.uint8, (NUM_RENDITIONS, 5, 7, 3))


@given(stages=STAGES)
def test_canvas_of_stages_gives_them_back(stages: np.ndarray) -> None:
    canvas = Canvas.from_stages(stages)
    np.testing.assert_array_equal(canvas.stages(), stages)
    np.testing.assert_array_equal(canvas.mix.sum(axis=2), 255)


@given(stages=STAGES, images=IMAGES)
def test_compose_is_exact_where_one_rendition_lies(stages: np.ndarray, images: np.ndarray) -> None:
    composed = Canvas.from_stages(stages).compose(Renditions(images=images))
    rows, columns = np.indices(stages.shape)
    np.testing.assert_array_equal(composed, images[stages, rows, columns])


def test_compose_mixes_by_the_shares_and_rounds() -> None:
    mix = np.zeros((1, 2, NUM_RENDITIONS), dtype=np.uint8)
    mix[0, 0, [0, 4]] = 51, 204
    mix[0, 1, [1, 2]] = 128, 127
    images = np.zeros((NUM_RENDITIONS, 1, 2, 3), dtype=np.uint8)
    images[0] = 100
    images[1] = 255
    images[4] = 201
    composed = Canvas(mix=mix).compose(Renditions(images=images))
    np.testing.assert_array_equal(composed[0, 0], 181)  # .2 * 100 + .8 * 201 = 180.8
    np.testing.assert_array_equal(composed[0, 1], 128)


def test_white_stays_white_in_any_mix() -> None:
    mix = np.full((3, 3, NUM_RENDITIONS), 51, dtype=np.uint8)
    images = np.full((NUM_RENDITIONS, 3, 3, 3), 255, dtype=np.uint8)
    np.testing.assert_array_equal(Canvas(mix=mix).compose(Renditions(images=images)), 255)


def test_first_uniform_canvas_is_the_ground_and_last_the_painting() -> None:
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (NUM_RENDITIONS, 4, 6, 3), dtype=np.uint8)
    renditions = Renditions(images=images)
    np.testing.assert_array_equal(Canvas.uniform(4, 6, 0).compose(renditions), images[0])
    np.testing.assert_array_equal(Canvas.uniform(4, 6, -1).compose(renditions), images[-1])


@pytest.mark.parametrize("rendition", range(NUM_RENDITIONS))
def test_completeness_goes_from_ground_to_finish(rendition: int) -> None:
    canvas = Canvas.uniform(4, 6, rendition)
    assert canvas.completeness() == pytest.approx(rendition / (NUM_RENDITIONS - 1), abs=1e-6)
    assert stage_name(canvas) == RENDITION_NAMES[rendition]


def test_canvas_barely_begun_is_no_longer_the_ground() -> None:
    stages = np.zeros((20, 20), dtype=np.uint8)
    stages[0, 0] = 1
    assert stage_name(Canvas.from_stages(stages)) == "block-in"


@pytest.mark.parametrize(
    "mix",
    [
        np.zeros((4, 4), dtype=np.uint8),
        np.zeros((4, 4, NUM_RENDITIONS + 1), dtype=np.uint8),
        np.zeros((4, 4, NUM_RENDITIONS), dtype=np.float32),
    ],
    ids=["flat", "one too many", "float"],
)
def test_canvas_refuses_another_shape(mix: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a mix is"):
        Canvas(mix=mix)


def test_renditions_refuse_another_count() -> None:
    with pytest.raises(ValueError, match="renditions are"):
        Renditions(images=np.zeros((NUM_RENDITIONS - 1, 4, 4, 3), dtype=np.uint8))


def test_canvas_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Canvas.uniform(4, 4, 0).mix[0, 0, 0] = 1
