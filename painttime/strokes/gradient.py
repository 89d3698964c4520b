"""Proposals made better by gradient, through the differentiable drawing of strokes, before they are tried."""

import numpy as np
import torch

from painttime.core.image import Float32
from painttime.networks.stroke_predictor import StrokePredictor
from painttime.networks.stroke_raster import coverage, laid_over, shapes_from_raw
from painttime.strokes.cells import PATCH_PX, Cells
from painttime.strokes.predictor import cell_tensors

_RATE = 0.08
_CELLS_AT_ONCE = 64


class GradientProposer:
    """What the trained network proposes, moved downhill on the squared error of each cell.

    A strokes.proposals.Proposer; optimising strokes through a renderer is the source's way (Nakano, "Neural
    Painters", 2019), here from a good start and for a few steps only.
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
