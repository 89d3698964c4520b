"""The canvas while it is painted."""

import numpy as np
import pytest

from painttime.core.brushwork import BRUSH_NAMES
from painttime.core.image import RGB8, Float32, Labels
from painttime.strokes.cells import Cells
from painttime.strokes.easel import Easel, with_widths
from painttime.strokes.engine import paint
from painttime.strokes.options import PaintOptions
from painttime.strokes.proposals import StructureProposer
from painttime.strokes.rounds import Bout, Round
from painttime.strokes.trial_kernels import SHORTEST_IN_WIDTHS

GROUND = (246, 241, 230)


class Watching(StructureProposer):
    """Keeps the cells it is asked about."""

    def __init__(self) -> None:
        self.seen: list[Cells] = []

    def propose(self, cells: Cells, rng: np.random.Generator) -> Float32:
        self.seen.append(cells)
        return super().propose(cells, rng)


def easel_of(pixels: RGB8, labels: Labels | None = None, **settings: object) -> tuple[Easel, Watching]:
    watching = Watching()
    options = PaintOptions(**settings)
    return Easel(pixels, labels, GROUND, options, watching), watching


def bout_on(own: np.ndarray, part_id: int = 0) -> Bout:
    return Bout(own=own, weight=own.astype(np.float32), num_strokes=500, part_id=part_id)


def everywhere(pixels: RGB8) -> Bout:
    return bout_on(np.ones(pixels.shape[:2], dtype=np.bool_))


def round_of(side_px: float, num_strokes: int, level: int = 0) -> Round:
    return Round(side_px=side_px, num_strokes=num_strokes, level=level, num_levels=3)


def test_no_two_rounds_lie_on_one_grid(scene_pixels: RGB8) -> None:
    easel, watching = easel_of(scene_pixels)
    for _ in range(6):
        easel.paint_round(everywhere(scene_pixels), round_of(20.0, 15), 0)
    offsets = np.array([cells.corners[0] % 20.0 for cells in watching.seen])
    apart = np.abs(offsets[:, None] - offsets[None]) % 20.0
    apart = np.minimum(apart, 20.0 - apart).max(axis=2) + 20 * np.eye(len(offsets))
    assert apart.min() > 0.1
    assert offsets.std(axis=0).min() > 2


def test_a_round_lays_what_it_was_asked_for_and_says_so(scene_pixels: RGB8) -> None:
    easel, _ = easel_of(scene_pixels, num_strokes=30)
    assert easel.paint_round(everywhere(scene_pixels), round_of(30.0, 12), 4) == 12
    assert (easel.num_strokes, easel.num_left) == (12, 18)
    assert easel.paint_round(everywhere(scene_pixels), round_of(30.0, 100), 4) == 18
    assert easel.paint_round(everywhere(scene_pixels), round_of(30.0, 100), 4) == 0
    work = easel.brushwork(960, 1280)
    assert len(work.strokes) == 30
    assert set(work.strokes.passes.tolist()) == {4}
    assert (work.height_px, work.width_px, work.ground) == (960, 1280, GROUND)


def test_what_was_painted_so_far_does_not_change(scene_pixels: RGB8) -> None:
    easel, _ = easel_of(scene_pixels)
    easel.paint_round(everywhere(scene_pixels), round_of(30.0, 12), 0)
    before = easel.brushwork(96, 128)
    picture = paint(before)
    easel.paint_round(everywhere(scene_pixels), round_of(20.0, 30), 1)
    assert len(before.strokes) == 12
    np.testing.assert_array_equal(paint(easel.brushwork(96, 128), count=12), picture)


def test_the_worst_cells_are_looked_at() -> None:
    pixels = np.empty((96, 128, 3), dtype=np.uint8)
    pixels[:] = GROUND
    pixels[60:90, 90:120] = (20, 30, 90)
    easel, watching = easel_of(pixels)
    easel.paint_round(everywhere(pixels), round_of(12.0, 4), 0)
    corners = watching.seen[0].corners
    assert (corners[:, 0] > 90 - 12).all()
    assert (corners[:, 1] > 60 - 12).all()


def test_strokes_of_a_part_carry_its_id_and_others_that_of_their_middle(
    scene_pixels: RGB8, scene_labels: Labels
) -> None:
    easel, _ = easel_of(scene_pixels, scene_labels)
    easel.paint_round(bout_on(scene_labels == 9, part_id=9), round_of(15.0, 10), 0)
    assert set(easel.brushwork(96, 128).strokes.part_ids.tolist()) == {9}
    laid = easel.paint_round(everywhere(scene_pixels), round_of(15.0, 60), 1)
    strokes = easel.brushwork(96, 128).strokes
    later = strokes.selected(slice(len(strokes) - laid, None))
    middle = (later.curves * np.array([0.25, 0.5, 0.25], dtype=np.float32)[:, None]).sum(axis=1) * 128
    rows, columns = np.clip(middle[:, 1], 0, 95).astype(int), np.clip(middle[:, 0], 0, 127).astype(int)
    np.testing.assert_array_equal(later.part_ids, scene_labels[rows, columns])
    assert len(set(later.part_ids.tolist())) > 1


def test_each_stage_has_its_brush_where_brushes_are_mixed(scene_pixels: RGB8) -> None:
    easel, _ = easel_of(scene_pixels, brush="mixed")
    for level in range(3):
        easel.paint_round(everywhere(scene_pixels), round_of(24.0 / (level + 1), 10, level), level)
    strokes = easel.brushwork(96, 128).strokes
    names = [{BRUSH_NAMES[index] for index in strokes.brushes[strokes.passes == level]} for level in range(3)]
    assert names == [{"flat"}, {"bristle"}, {"round"}]


def test_bare_ground_is_covered_before_what_is_only_wrong() -> None:
    pixels = np.full((64, 64, 3), 150, dtype=np.uint8)
    easel, _ = easel_of(pixels, brush="round", refine=False)
    left = np.zeros((64, 64), dtype=np.bool_)
    left[:, :32] = True
    easel.paint_round(bout_on(left), round_of(24.0, 12), 0)
    first = paint(easel.brushwork(64, 64))
    bare = (first == GROUND).all(axis=2)
    laid = easel.paint_round(everywhere(pixels), round_of(12.0, 6), 1)
    assert laid > 0
    changed = (paint(easel.brushwork(64, 64)) != first).any(axis=2)
    assert (changed & bare).sum() > 0.7 * changed.sum()


@pytest.mark.parametrize(("smallest", "largest"), [(0.05, 0.08), (0.2, 0.2), (0.0, 0.01)])
def test_widths_are_held_and_stubs_lengthened(smallest: float, largest: float) -> None:
    rng = np.random.default_rng(0)
    points = rng.random((50, 1, 2)) + rng.normal(0, 0.05, (50, 3, 2))
    geometry = np.concatenate([points.reshape(50, 6), rng.uniform(0.001, 0.3, (50, 2))], axis=1)
    geometry = geometry.astype(np.float32)
    held = with_widths(geometry, smallest, largest)
    widths = held[:, 6:].max(axis=1)
    assert widths.min() >= smallest * 0.9999
    assert widths.max() <= largest * 1.0001
    np.testing.assert_allclose(held[:, 6] / held[:, 7], geometry[:, 6] / geometry[:, 7], rtol=1e-4)
    chords = np.linalg.norm(held[:, 4:6] - held[:, 0:2], axis=1)
    assert (chords >= SHORTEST_IN_WIDTHS * widths * 0.999).all()
    np.testing.assert_allclose(held[:, 0:2] + held[:, 4:6], geometry[:, 0:2] + geometry[:, 4:6], atol=1e-5)
    before = np.linalg.norm(geometry[:, 4:6] - geometry[:, 0:2], axis=1)
    assert (chords >= before * 0.999).all(), "a stroke was shortened"


def test_widths_that_are_allowed_stay() -> None:
    geometry = np.array([(0.1, 0.2, 0.4, 0.5, 0.9, 0.3, 0.05, 0.02)], dtype=np.float32)
    np.testing.assert_allclose(with_widths(geometry, 0.01, 0.3), geometry, rtol=1e-6)
