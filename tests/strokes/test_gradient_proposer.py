"""Proposals moved downhill before they are tried."""

import numpy as np
import torch

from painttime.core.image import Float32
from painttime.networks.stroke_predictor import StrokePredictor
from painttime.networks.stroke_raster import coverage, laid_over
from painttime.strokes.cells import PATCH_PX, Cells, cut_cells, grid_corners
from painttime.strokes.predictor import GradientProposer, PredictedProposer, cell_tensors


def cells() -> Cells:
    rng = np.random.default_rng(3)
    target = np.kron(rng.integers(0, 256, (4, 4, 3)), np.ones((16, 16, 1))).astype(np.uint8)
    canvas = np.full_like(target, 230)
    weight = np.ones(target.shape[:2], dtype=np.float32)
    return cut_cells(target, canvas, weight, grid_corners(64, 64, 32.0, (0.0, 0.0)), 32.0)


def error_of(shapes: Float32) -> float:
    """Return the squared error that strokes (n, S, 8) leave in the cells."""
    target, canvas, weight, _ = cell_tensors(cells(), slice(None))
    painted, _ = laid_over(canvas, target, coverage(torch.from_numpy(shapes), PATCH_PX), weight)
    return float(((painted - target) ** 2).sum())


def network() -> StrokePredictor:
    torch.manual_seed(0)
    return StrokePredictor()


def test_steps_downhill_lower_the_error_of_what_the_network_proposes() -> None:
    rng = np.random.default_rng(0)
    start = GradientProposer(network(), 0).propose(cells(), rng)
    some = GradientProposer(network(), 5).propose(cells(), rng)
    more = GradientProposer(network(), 25).propose(cells(), rng)

    assert error_of(more) < error_of(some) < error_of(start)


def test_refined_strokes_keep_to_what_a_brush_can_make_and_are_repeatable() -> None:
    rng = np.random.default_rng(0)
    shapes = GradientProposer(network(), 10).propose(cells(), rng)
    again = GradientProposer(network(), 10).propose(cells(), rng)
    chord = np.linalg.norm(shapes[..., 4:6] - shapes[..., 0:2], axis=-1)

    assert shapes.shape == PredictedProposer(network()).propose(cells(), rng).shape
    assert (shapes[..., 6] <= 0.301 * chord).all()
    np.testing.assert_array_equal(shapes, again)
