"""The trained predictor at work: however it turns a cell, strokes come back the right way round."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from painttime.core.image import Float32
from painttime.errors import ModelError
from painttime.networks.checkpoint import WEIGHTS_NAME, save_weights
from painttime.networks.stroke_predictor import StrokePredictor
from painttime.networks.stroke_raster import coverage, laid_over
from painttime.strokes.cells import MARGIN_PX, PATCH_PX, Cells, cut_cells
from painttime.strokes.predictor import (
    MODEL_NAME,
    GradientProposer,
    PredictedProposer,
    cell_tensors,
    load_network,
    load_predictor,
)
from painttime.strokes.proposals import NUM_PER_CELL, StructureProposer

WHOLE_PX = PATCH_PX + 2 * MARGIN_PX


class BrightestSpot(StrokePredictor):
    """Sees where the target is red, green and blue; a stroke goes from red through green to blue."""

    def forward(self, patches: Tensor) -> Tensor:
        count = len(patches)
        spots = [divmod(int(channel.argmax()), PATCH_PX) for patch in patches for channel in patch[:3]]
        places = torch.tensor(spots, dtype=torch.float32).reshape(count, 3, 2).flip(2)
        places = (places + 0.5) / PATCH_PX
        centre, along = places[:, 1], places[:, 2] - places[:, 0]
        raw = torch.zeros(count, NUM_PER_CELL, 8)
        raw[..., :2] = (((centre + 0.1) / 1.2).logit())[:, None]
        raw[..., 2:4] = along[:, None]
        return raw


class Turns(np.random.Generator):
    """Gives the turns and mirrorings asked for."""

    def __init__(self, quarter_turns: int, is_mirrored: bool) -> None:
        super().__init__(np.random.PCG64(0))
        self.values = [quarter_turns, int(is_mirrored)]

    def integers(self, *_: object) -> int:
        return self.values.pop(0)


def marked_cell() -> Cells:
    """A cell with a red, a green and a blue spot, in (x, y): (6, 20), (12, 17), (18, 14)."""
    target = np.zeros((1, WHOLE_PX, WHOLE_PX, 3), dtype=np.uint8)
    for channel, (x, y) in enumerate([(6, 20), (12, 17), (18, 14)]):
        target[0, MARGIN_PX + y, MARGIN_PX + x, channel] = 255
    return Cells(
        corners=np.zeros((1, 2), dtype=np.float32),
        side_px=float(PATCH_PX),
        target=target,
        canvas=np.zeros((1, PATCH_PX, PATCH_PX, 3), dtype=np.uint8),
        weight=np.ones((1, PATCH_PX, PATCH_PX), dtype=np.float32),
    )


@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("quarter_turns", range(4))
def test_strokes_are_turned_back_to_where_the_network_saw_them(quarter_turns: int, is_mirrored: bool) -> None:
    proposer = PredictedProposer(BrightestSpot())
    strokes = proposer.propose(marked_cell(), Turns(quarter_turns, is_mirrored))
    middle = 0.5 * (strokes[0, 0, 0:2] + strokes[0, 0, 4:6]) * PATCH_PX
    assert middle == pytest.approx((12.5, 17.5), abs=0.01)
    run = strokes[0, 0, 4:6] - strokes[0, 0, 0:2]
    assert run[0] > 0, "the stroke runs the wrong way"
    assert run[1] / run[0] == pytest.approx(-0.5, abs=0.01)
    # With no bend the control point lies half way.
    np.testing.assert_allclose(strokes[0, 0, 2:4] * PATCH_PX, middle, atol=0.01)
    assert strokes[0, 0, 6] > strokes[0, 0, 7] > 0


def bent(strokes: Float32) -> float:
    """Return on which side of its chord a stroke bends."""
    run, away = strokes[4:6] - strokes[0:2], strokes[2:4] - strokes[0:2]
    return float(run[0] * away[1] - run[1] * away[0])


class Bent(BrightestSpot):
    """The same with a bend to the right as the network sees it."""

    def forward(self, patches: Tensor) -> Tensor:
        raw = super().forward(patches)
        raw[..., 5] = 1.0
        return raw


@pytest.mark.parametrize("quarter_turns", range(4))
def test_bends_turn_with_the_cell_and_change_sides_in_the_mirror(quarter_turns: int) -> None:
    proposer = PredictedProposer(Bent())
    plain, mirrored = (
        proposer.propose(marked_cell(), Turns(quarter_turns, is_mirrored))[0, 0]
        for is_mirrored in (False, True)
    )
    assert bent(plain) > 0.01
    assert bent(mirrored) == pytest.approx(-bent(plain), rel=1e-3)


@pytest.fixture
def network() -> StrokePredictor:
    torch.manual_seed(0)
    return StrokePredictor()


def picture_cells(count: int) -> Cells:
    rng = np.random.default_rng(5)
    target = rng.integers(0, 256, (90, 120, 3), dtype=np.uint8)
    corners = rng.uniform(-10, 100, (count, 2)).astype(np.float32)
    return cut_cells(target, target[::-1].copy(), np.ones((90, 120), dtype=np.float32), corners, 20.0)


def test_the_network_sees_target_canvas_weight_and_structure(network: StrokePredictor) -> None:
    seen: list[Tensor] = []
    network.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    cells = picture_cells(5)
    PredictedProposer(network).propose(cells, Turns(0, False))
    patches = seen[0].permute(0, 2, 3, 1).numpy()
    inner = cells.target[:, MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX] / 255
    np.testing.assert_allclose(patches[..., 0:3], inner, atol=1e-6)
    np.testing.assert_allclose(patches[..., 3:6], cells.canvas / 255, atol=1e-6)
    np.testing.assert_allclose(patches[..., 6:9], inner - cells.canvas / 255, atol=1e-6)
    np.testing.assert_allclose(patches[..., 9], cells.weight)
    assert patches[..., 10:].any()


def test_many_cells_give_what_they_give_alone(network: StrokePredictor) -> None:
    cells = picture_cells(150)
    proposer = PredictedProposer(network)
    together = proposer.propose(cells, np.random.default_rng(1))
    assert together.shape == (150, NUM_PER_CELL, 8)
    assert together.dtype == np.float32
    few = Cells(
        corners=cells.corners[140:143],
        side_px=cells.side_px,
        target=cells.target[140:143],
        canvas=cells.canvas[140:143],
        weight=cells.weight[140:143],
    )
    np.testing.assert_allclose(proposer.propose(few, np.random.default_rng(1)), together[140:143], atol=1e-4)


def test_no_cells_give_no_strokes(network: StrokePredictor) -> None:
    assert PredictedProposer(network).propose(picture_cells(0), np.random.default_rng(0)).size == 0


def test_strokes_lie_about_their_cell(network: StrokePredictor) -> None:
    strokes = PredictedProposer(network).propose(picture_cells(30), np.random.default_rng(1))
    middles = 0.5 * (strokes[..., 0:2] + strokes[..., 4:6])
    assert middles.min() >= -0.1
    assert middles.max() <= 1.1


def test_a_saved_predictor_proposes_what_it_did(network: StrokePredictor, tmp_path: Path) -> None:
    save_weights(network, tmp_path / "strokes", MODEL_NAME, {})
    loaded = PredictedProposer(load_network(tmp_path / "strokes"))
    cells = picture_cells(4)
    expected = PredictedProposer(network).propose(cells, np.random.default_rng(1))
    np.testing.assert_allclose(loaded.propose(cells, np.random.default_rng(1)), expected, atol=5e-3)


@pytest.mark.parametrize("gradient_steps", [0, 2])
def test_the_network_is_asked_about_broad_strokes_and_the_structure_about_all(
    gradient_steps: int, network: StrokePredictor, tmp_path: Path
) -> None:
    save_weights(network, tmp_path / "strokes", MODEL_NAME, {})
    proposer = load_predictor(tmp_path / "strokes", gradient_steps=gradient_steps)
    fine, broad = picture_cells(3), replace(picture_cells(3), side_px=80.0)
    assert proposer.propose(fine, np.random.default_rng(1)).shape == (3, NUM_PER_CELL, 8)
    proposed = proposer.propose(broad, np.random.default_rng(1))
    assert proposed.shape == (3, 2 * NUM_PER_CELL, 8)
    along = StructureProposer().propose(broad, np.random.default_rng(1))
    np.testing.assert_array_equal(proposed[:, NUM_PER_CELL:], along)


def test_missing_and_damaged_weights_are_named(network: StrokePredictor, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match='"strokes" is not there'):
        load_predictor(tmp_path / "nowhere")
    folder = tmp_path / "strokes"
    save_weights(network, folder, MODEL_NAME, {})
    data = bytearray((folder / WEIGHTS_NAME).read_bytes())
    data[-9] ^= 1
    (folder / WEIGHTS_NAME).write_bytes(data)
    with pytest.raises(ModelError, match="damaged"):
        load_predictor(folder)


def squared_error_of(strokes: Float32, cells: Cells) -> float:
    """Return the squared error that strokes leave in their cells, each in the mean colour under it."""
    target, canvas, weight, _ = cell_tensors(cells, slice(None))
    painted, _ = laid_over(canvas, target, coverage(torch.from_numpy(strokes), PATCH_PX), weight)
    return float(((painted - target) ** 2 * weight).sum())


def test_steps_along_the_gradient_better_what_the_network_proposes(network: StrokePredictor) -> None:
    cells = smooth_cells(6)
    errors = []
    for steps in (1, 4, 16):
        proposer = GradientProposer(network, steps)
        strokes = proposer.propose(cells, np.random.default_rng(0))
        assert strokes.shape == (6, NUM_PER_CELL, 8)
        assert strokes.dtype == np.float32
        errors.append(squared_error_of(strokes, cells))
        np.testing.assert_array_equal(proposer.propose(cells, np.random.default_rng(1)), strokes)
    assert errors[0] > errors[1] > errors[2]
    assert proposer.propose(smooth_cells(0), np.random.default_rng(0)).size == 0


def smooth_cells(count: int) -> Cells:
    rows, columns = np.mgrid[:90, :120]
    target = np.stack([2 * rows, 2 * columns, 255 - rows - columns], axis=2).astype(np.uint8)
    corners = np.random.default_rng(6).uniform(0, 60, (count, 2)).astype(np.float32)
    bare = np.full_like(target, 200)
    return cut_cells(target, bare, np.ones((90, 120), dtype=np.float32), corners, 30.0)
