"""Strokes proposed without a network."""

import numpy as np
import pytest

from painttime.strokes.cells import MARGIN_PX, PATCH_PX, Cells
from painttime.strokes.proposals import NUM_PER_CELL, Proposer, RandomProposer, StructureProposer

WHOLE_PX = PATCH_PX + 2 * MARGIN_PX


def cells_of(target: np.ndarray, canvas: np.ndarray, weight: np.ndarray | None = None) -> Cells:
    count = len(target)
    return Cells(
        corners=np.zeros((count, 2), dtype=np.float32),
        side_px=float(PATCH_PX),
        target=target.astype(np.uint8),
        canvas=canvas.astype(np.uint8),
        weight=np.ones((count, PATCH_PX, PATCH_PX), dtype=np.float32) if weight is None else weight,
    )


def stripes(angle_deg: float, count: int = 6) -> np.ndarray:
    """Cells of stripes that run at an angle to the right, y down."""
    rows, columns = np.mgrid[:WHOLE_PX, :WHOLE_PX]
    angle = np.deg2rad(angle_deg)
    across = columns * -np.sin(angle) + rows * np.cos(angle)
    picture = 128 + 90 * np.sin(across * 2 * np.pi / 8)
    return np.broadcast_to(picture[None, ..., None], (count, WHOLE_PX, WHOLE_PX, 3))


@pytest.mark.parametrize("angle_deg", [0, 30, 90, 135, 170])
def test_strokes_run_along_the_structure(angle_deg: float) -> None:
    cells = cells_of(stripes(angle_deg), np.zeros((6, PATCH_PX, PATCH_PX, 3)))
    strokes = StructureProposer().propose(cells, np.random.default_rng(0))
    run = strokes[..., 4:6] - strokes[..., 0:2]
    run /= np.linalg.norm(run, axis=2, keepdims=True)
    angle = np.deg2rad(angle_deg)
    agreement = np.abs(run @ np.array([np.cos(angle), np.sin(angle)]))
    assert np.median(agreement) > 0.97


def test_strokes_begin_where_the_canvas_is_wrong() -> None:
    canvas = np.full((5, PATCH_PX, PATCH_PX, 3), 80)
    canvas[:, :8, 20:] = 200
    cells = cells_of(np.full((5, WHOLE_PX, WHOLE_PX, 3), 80), canvas)
    strokes = StructureProposer().propose(cells, np.random.default_rng(0))
    middles = 0.5 * (strokes[..., 0:2] + strokes[..., 4:6]) * PATCH_PX
    inside = (middles[..., 0] >= 20) & (middles[..., 1] <= 8)
    assert inside.mean() > 0.85


def test_strokes_begin_where_errors_count() -> None:
    weight = np.zeros((5, PATCH_PX, PATCH_PX), dtype=np.float32)
    weight[:, 24:, :6] = 1
    cells = cells_of(
        np.full((5, WHOLE_PX, WHOLE_PX, 3), 80), np.full((5, PATCH_PX, PATCH_PX, 3), 150), weight
    )
    strokes = StructureProposer().propose(cells, np.random.default_rng(0))
    middles = 0.5 * (strokes[..., 0:2] + strokes[..., 4:6]) * PATCH_PX
    assert ((middles[..., 0] <= 6) & (middles[..., 1] >= 24)).mean() > 0.95


@pytest.mark.parametrize("proposer", [StructureProposer(), RandomProposer()], ids=["structure", "random"])
def test_proposals_are_strokes_of_their_cell(proposer: Proposer) -> None:
    rng = np.random.default_rng(3)
    cells = cells_of(
        rng.integers(0, 256, (30, WHOLE_PX, WHOLE_PX, 3)), rng.integers(0, 256, (30, PATCH_PX, PATCH_PX, 3))
    )
    strokes = proposer.propose(cells, np.random.default_rng(1))
    assert strokes.shape == (30, NUM_PER_CELL, 8)
    assert strokes.dtype == np.float32
    middles = 0.5 * (strokes[..., 0:2] + strokes[..., 4:6])
    assert middles.min() >= 0
    assert middles.max() <= 1
    lengths = np.linalg.norm(strokes[..., 4:6] - strokes[..., 0:2], axis=2)
    assert (strokes[..., 6:].max(axis=2) <= 0.3001 * lengths).all()
    assert lengths.max() <= 1.0001
    np.testing.assert_array_equal(proposer.propose(cells, np.random.default_rng(1)), strokes)
    assert (proposer.propose(cells, np.random.default_rng(2)) != strokes).any()
