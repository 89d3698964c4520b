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
    STROKE_PX,
    NeuralPainter,
)
from painttime.training.neural_painters.cells import Cells, pyramid_loss

RenderActions = Callable[[Float32], UInt8]
"""The real brush: (n, 12) to (n, 64, 64, 3), as painttime.strokes.mypaint_actions.render_actions."""

_EDGE = 0.02
_LEAST_CHANCE = 0.002
_BATCH = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """What every painter gets alike.

    sizes: of the first and the last stroke of a cell at the start, as the action counts them. has_colours:
    False keeps all strokes black.
    """

    strokes_per_cell: int
    iterations: int
    learning_rate: float = 0.08
    sizes: tuple[float, float] = (0.9, 0.4)
    has_colours: bool = True
    seed: int = 0


def optimised_actions(
    painter: NeuralPainter, target: Tensor, ground: Tensor, cells: Cells, budget: Budget
) -> Tensor:
    """Return actions (K, R, C, 12) whose strokes on the ground come close to the target, both (3, H, W)."""
    start = _first_actions(target, ground, cells, budget)
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


def _first_actions(target: Tensor, ground: Tensor, cells: Cells, budget: Budget) -> Tensor:
    """Return short strokes where the ground is not yet right, from large to small, in its colour."""
    generator = torch.Generator().manual_seed(budget.seed)
    shape = (budget.strokes_per_cell, cells.rows, cells.columns)
    actions = torch.rand(*shape, ACTION_LENGTH, generator=generator)
    wrong = (target - ground).abs().mean(dim=0).clamp(min=_LEAST_CHANCE)
    windows = wrong.unfold(0, STROKE_PX, cells.stride_px).unfold(1, STROKE_PX, cells.stride_px)
    places = torch.multinomial(windows.flatten(0, 1).flatten(1), shape[0], generator=generator)
    places = places.T.reshape(shape)
    rows, columns = places // STROKE_PX, places % STROKE_PX
    middle = (torch.stack([columns, rows], dim=-1) + 0.5) / STROKE_PX
    reach = 0.4 * (actions[..., END] - 0.5)
    actions[..., CONTROL] = middle
    actions[..., END], actions[..., BEGIN] = middle + reach, middle - reach
    actions[..., PRESSURES] = 0.6 + 0.3 * actions[..., PRESSURES]
    actions[..., SIZE] = torch.linspace(*budget.sizes, budget.strokes_per_cell)[:, None, None]
    rows = rows + cells.stride_px * torch.arange(cells.rows)[None, :, None]
    columns = columns + cells.stride_px * torch.arange(cells.columns)[None, None, :]
    actions[..., COLOUR] = target[:, rows, columns].permute(1, 2, 3, 0)
    return actions
