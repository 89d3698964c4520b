"""Painting a picture by changing actions until their strokes, as a neural painter sees them, look like it.

Then the same actions are laid by the real brush: what the neural painter had wrong shows there.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from painttime.core.brushwork import UInt8
from painttime.core.image import Float32
from painttime.networks.brush_action import (
    ACTION_LENGTH,
    BEGIN,
    COLOUR,
    CONTROL,
    END,
    PRESSURES,
    SIZE,
    NeuralPainter,
)
from painttime.training.neural_painters.cells import Cells, pyramid_loss

RenderActions = Callable[[Float32], UInt8]
"""The real brush: (n, 12) to (n, 64, 64, 3), as painttime.strokes.mypaint_actions.render_actions."""

_EDGE = 0.02
_BATCH = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """What every painter gets alike. has_colours: False keeps all strokes black."""

    strokes_per_cell: int
    iterations: int
    learning_rate: float = 0.08
    has_colours: bool = True
    seed: int = 0


def optimised_actions(
    painter: NeuralPainter, target: Tensor, ground: Tensor, cells: Cells, budget: Budget
) -> Tensor:
    """Return actions (K, R, C, 12) whose strokes on the ground come close to the target, both (3, H, W)."""
    start = _first_actions(target, cells, budget)
    logits = start.clamp(_EDGE, 1 - _EDGE).logit().requires_grad_()
    optimiser = torch.optim.Adam([logits], lr=budget.learning_rate, betas=(0.9, 0.99))
    for iteration in range(budget.iterations):
        for group in optimiser.param_groups:
            group["lr"] = budget.learning_rate * (1 - 0.9 * iteration / budget.iterations)
        actions = _within(logits, budget)
        with torch.autocast("cpu", torch.bfloat16):
            alphas = painter.alpha(actions.flatten(0, 2)).float()
        canvas = cells.painted(ground, alphas.reshape(*actions.shape[:3], *alphas.shape[2:]), actions)
        optimiser.zero_grad(set_to_none=True)
        pyramid_loss(canvas, target).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return _within(logits.detach(), budget)


@torch.inference_mode()
def neural_canvas(painter: NeuralPainter, actions: Tensor, ground: Tensor, cells: Cells) -> Tensor:
    """Return the canvas (3, H, W) as the neural painter believes it to be."""
    parts = [painter.alpha(part) for part in torch.split(actions.flatten(0, 2), _BATCH)]
    alphas = torch.cat(parts)
    return cells.painted(ground, alphas.reshape(*actions.shape[:3], *alphas.shape[2:]), actions)


def real_canvas(render: RenderActions, actions: Tensor, ground: Tensor, cells: Cells) -> Tensor:
    """Return the canvas (3, H, W) as the real brush paints it.

    The cover is that of the same stroke in black on white.
    """
    black = actions.flatten(0, 2).numpy().astype(np.float32)
    black[:, COLOUR] = 0
    alphas = 1 - torch.from_numpy(render(black)).float().mean(dim=-1) / 255
    return cells.painted(ground, alphas.reshape(*actions.shape[:3], *alphas.shape[1:]), actions)


def _within(logits: Tensor, budget: Budget) -> Tensor:
    actions = logits.sigmoid()
    if budget.has_colours:
        return actions
    keep = torch.ones(ACTION_LENGTH)
    keep[COLOUR] = 0
    return actions * keep


def _first_actions(target: Tensor, cells: Cells, budget: Budget) -> Tensor:
    """Return strokes anywhere in their cells, from large to small, in the target's colour at their middle."""
    generator = torch.Generator().manual_seed(budget.seed)
    shape = (budget.strokes_per_cell, cells.rows, cells.columns)
    actions = torch.rand(*shape, ACTION_LENGTH, generator=generator)
    middle = 0.1 + 0.8 * actions[..., CONTROL]
    reach = 0.5 * (actions[..., END] - 0.5)
    actions[..., CONTROL] = middle
    actions[..., END], actions[..., BEGIN] = middle + reach, middle - reach
    actions[..., PRESSURES] = 0.6 + 0.3 * actions[..., PRESSURES]
    actions[..., SIZE] = torch.linspace(0.9, 0.4, budget.strokes_per_cell)[:, None, None]
    corner_rows = cells.stride_px * torch.arange(cells.rows)[None, :, None]
    corner_columns = cells.stride_px * torch.arange(cells.columns)[None, None, :]
    columns = corner_columns + (64 * middle[..., 0]).long()
    rows = corner_rows + (64 * middle[..., 1]).long()
    actions[..., COLOUR] = target[:, rows, columns].permute(1, 2, 3, 0)
    return actions
