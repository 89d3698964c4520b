"""Where strokes are tried: where the canvas is wrong, where the stage allows it, in the order of a hand."""

import numpy as np
import pytest

from painttime.core.image import Labels
from painttime.strokes.carrying_seeds import ANYWHERE, BARE, IN_PLACE, in_patches, seeds_for, specks_of
from painttime.strokes.carrying_shapes import StepView


@pytest.fixture
def view(scene_labels: Labels) -> StepView:
    """A grey canvas to become black but for its right quarter, which is black; the step's place is the upper
    half, the left half is painted, and the last ten rows are not meant to be painted."""
    shape = scene_labels.shape
    rows, columns = np.indices(shape)
    canvas = np.full((*shape, 3), 120, dtype=np.uint8)
    canvas[columns >= 96] = 0
    return StepView(
        canvas=canvas,
        before=canvas.copy(),
        target=np.zeros((*shape, 3), dtype=np.uint8),
        place=rows < 48,
        meant=(rows < 86).astype(np.float32),
        painted=columns < 64,
        labels=scene_labels.copy(),
    )


@pytest.mark.parametrize("stage", [BARE, IN_PLACE, ANYWHERE])
def test_seeds_lie_where_something_is_due(view: StepView, stage: int) -> None:
    moving = np.zeros(256, dtype=np.bool_)
    moving[[1, 3]] = True
    seeds = seeds_for(view, moving, stage, 4.0, specks_of(view.labels), np.random.default_rng(1))
    x, y = seeds.T
    assert len(seeds) > 50
    assert (y < 86).all()
    assert (x < 96 + 2).all()
    assert set(np.unique(view.labels[y, x])) == ({3} if stage == IN_PLACE else {1, 3})
    assert (x >= 64).all() == (stage == BARE)
    assert (y < 48).all() == (stage == IN_PLACE)


def test_broad_brushes_begin_at_fewer_places(view: StepView) -> None:
    moving = np.ones(256, dtype=np.bool_)
    none = np.zeros((0, 2), dtype=np.int64)
    counts = [
        len(seeds_for(view, moving, ANYWHERE, width, none, np.random.default_rng(1))) for width in (3, 6, 12)
    ]
    assert counts[0] > 3 * counts[1] > 6 * counts[2] > 0


def test_small_parts_are_not_missed(view: StepView) -> None:
    view.labels[10, 20] = 200
    np.testing.assert_array_equal(specks_of(view.labels), [[20, 10]])
    moving = np.zeros(256, dtype=np.bool_)
    moving[200] = True
    seeds = seeds_for(view, moving, IN_PLACE, 30.0, specks_of(view.labels), np.random.default_rng(1))
    assert [20, 10] in seeds.tolist()


def test_the_hand_goes_patch_by_patch() -> None:
    pixels = np.random.default_rng(2).integers(0, 512, (1000, 2))
    ordered = in_patches(pixels, 64.0)
    assert sorted(map(tuple, ordered.tolist())) == sorted(map(tuple, pixels.tolist()))
    assert {*map(tuple, ordered[:400].tolist())} == {*map(tuple, pixels[:400].tolist())}
    ways = [np.linalg.norm(np.diff(path, axis=0), axis=1).mean() for path in (ordered, pixels)]
    assert ways[0] < 0.4 * ways[1]
