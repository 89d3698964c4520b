"""The trained predictor at work: cells in, strokes out."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from painttime.core.image import Float32
from painttime.networks.checkpoint import load_weights
from painttime.networks.stroke_predictor import StrokePredictor
from painttime.networks.stroke_raster import coverage, laid_over, shapes_from_raw
from painttime.networks.structure import structure
from painttime.strokes.cells import MARGIN_PX, PATCH_PX, Cells
from painttime.strokes.proposals import JoinedProposer, Proposer, StructureProposer

MODEL_NAME = "strokes"
_CELLS_AT_ONCE = 64
_RATE = 0.08


class PredictedProposer:
    """Strokes as the trained network sees them (painttime.strokes.proposals.Proposer)."""

    def __init__(self, network: StrokePredictor) -> None:
        self._network = network.eval()

    def propose(self, cells: Cells, rng: np.random.Generator) -> Float32:
        """Return strokes in units of the cell, (n, S, 8); rng turns and mirrors what the network looks at."""
        quarter_turns, is_mirrored = int(rng.integers(4)), bool(rng.integers(2))
        found = [
            self._propose(cells, slice(first, first + _CELLS_AT_ONCE), quarter_turns, is_mirrored)
            for first in range(0, len(cells), _CELLS_AT_ONCE)
        ]
        return np.concatenate(found) if found else np.zeros((0, 0, 8), dtype=np.float32)

    @torch.inference_mode()
    def _propose(self, cells: Cells, chosen: slice, quarter_turns: int, is_mirrored: bool) -> Float32:
        patches = cell_tensors(cells, chosen, quarter_turns, is_mirrored)[-1]
        shapes: Float32 = shapes_from_raw(self._network(patches)).numpy()
        return _turned_back(shapes, quarter_turns, is_mirrored)


class GradientProposer:
    """What the network proposes, moved downhill on the squared error of each cell (a Proposer).

    Optimising strokes through a renderer is the source's way (Nakano, "Neural Painters", 2019), here from a
    good start and for a few steps only.
    """

    def __init__(self, network: StrokePredictor, num_steps: int) -> None:
        self._network = network.eval()
        self._num_steps = num_steps

    def propose(self, cells: Cells, _rng: np.random.Generator) -> Float32:
        """Return strokes in units of the cell, (n, S, 8)."""
        found = [
            self._refined(cells, slice(first, first + _CELLS_AT_ONCE))
            for first in range(0, len(cells), _CELLS_AT_ONCE)
        ]
        return np.concatenate(found) if found else np.zeros((0, 0, 8), dtype=np.float32)

    def _refined(self, cells: Cells, chosen: slice) -> Float32:
        target, canvas, weight, patches = cell_tensors(cells, chosen)
        with torch.inference_mode():
            start = self._network(patches)
        # Made outside inference mode: gradients are needed from here on.
        raw = start.clone().requires_grad_(True)
        optimiser = torch.optim.Adam([raw], lr=_RATE)
        for _ in range(self._num_steps):
            painted, _ = laid_over(canvas, target, coverage(shapes_from_raw(raw), PATCH_PX), weight)
            loss = ((painted - target) ** 2 * weight).sum(dim=(1, 2, 3)).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        shapes: Float32 = shapes_from_raw(raw.detach()).numpy()
        return shapes


def load_network(folder: Path) -> StrokePredictor:
    """Load the trained network of a model folder. Raises ModelError for missing or damaged weights."""
    network = StrokePredictor()
    load_weights(network, folder, MODEL_NAME)
    return network


def load_predictor(folder: Path, *, gradient_steps: int = 0) -> Proposer:
    """Load what proposes strokes: the trained network for broad ones, the structure for all.

    gradient_steps: with some, proposals of the network are refined. Raises ModelError as load_network.
    """
    network = load_network(folder)
    if gradient_steps > 0:
        return JoinedProposer(GradientProposer(network, gradient_steps), StructureProposer())
    return JoinedProposer(PredictedProposer(network), StructureProposer())


def cell_tensors(
    cells: Cells, chosen: slice, quarter_turns: int = 0, is_mirrored: bool = False
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return target, canvas (n, 3, p, p), weight (n, 1, p, p) and the network's input (n, 12, p, p).

    All in 0..1, mirrored, then turned counter-clockwise.
    """
    whole = torch.from_numpy(cells.target[chosen]).permute(0, 3, 1, 2).float() / 255
    canvas = torch.from_numpy(cells.canvas[chosen]).permute(0, 3, 1, 2).float() / 255
    weight = torch.from_numpy(cells.weight[chosen])[:, None]
    if is_mirrored:
        whole, canvas, weight = whole.flip(3), canvas.flip(3), weight.flip(3)
    whole, canvas, weight = (part.rot90(quarter_turns, (2, 3)) for part in (whole, canvas, weight))
    inner = slice(MARGIN_PX, MARGIN_PX + PATCH_PX)
    target = whole[:, :, inner, inner]
    directions = structure(whole)[:, :, inner, inner]
    patches = torch.cat([target, canvas, target - canvas, weight, directions], dim=1)
    return target, canvas, weight, patches


def _turned_back(shapes: Float32, quarter_turns: int, is_mirrored: bool) -> Float32:
    """Undo quarter turns (counter-clockwise, as rot90) and mirroring of the cells, (n, S, 8)."""
    points = shapes[..., :6].reshape(*shapes.shape[:2], 3, 2)
    x, y = points[..., 0], points[..., 1]
    for _ in range(quarter_turns):
        x, y = 1 - y, x
    if is_mirrored:
        x = 1 - x
    turned = np.stack([x, y], axis=-1).reshape(*shapes.shape[:2], 6)
    return np.concatenate([turned, shapes[..., 6:]], axis=-1).astype(np.float32)
