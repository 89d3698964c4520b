"""From the network's scores to a change that keeps the plan exactly.

The network says which strokes go first and what they leave behind. How many go is the plan's: strokes are
taken in order of their score until the part has changed by the degree asked for, the last one in part. How
deep they go follows from what the plan still holds for the part, so that it arrives where it must.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.canvas import NUM_RENDITIONS, Canvas, Renditions
from painttime.core.change import CHANGE_THRESHOLD, Change, Direction
from painttime.core.image import Float32

LAST = NUM_RENDITIONS - 1

Stages = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Proposal:
    """What the network would do, (h, w) each.

    score: float32, higher changes first, one value a stroke. wanted: uint8, the rendition to leave.
    strokes: int64, the stroke each pixel belongs to, 0 for none. along: uint8, how far along its stroke.
    """

    score: Float32
    wanted: Stages
    strokes: npt.NDArray[np.int64]
    along: npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartOrder:
    """What the plan asks of one part in one step.

    degree: share of its area to change, 0..1. later: sum of the degrees in the steps after this one, in the
    direction of the step. arrive: this is the part's last step; whatever is left goes.
    """

    degree: float
    later: float
    arrive: bool


def select_change(
    canvas: Canvas,
    renditions: Renditions,
    masks: tuple[npt.NDArray[np.bool_], ...],
    orders: tuple[PartOrder, ...],
    proposal: Proposal,
    direction: Direction,
) -> Change:
    """Return the change that carries out the orders: masks (h, w) and orders one a part.

    Parts with degree 0 keep every pixel. The weight is 0 or 1: strokes, not veils.
    """
    stages = canvas.stages()
    following = stages.copy()
    shows = visible_passes(renditions).reshape(LAST, -1)
    for mask, order in zip(masks, orders, strict=True):
        if order.degree <= 0 or not mask.any():
            continue
        here = np.flatnonzero(mask)
        if order.arrive:
            following.flat[here] = 0 if direction is Direction.BACKWARD else LAST
        else:
            following.flat[here] = _next_stages(here, stages, renditions, shows, order, proposal, direction)
    weight = (following != stages).astype(np.float32)
    return Change(weight=weight, mix=Canvas.from_stages(following).mix)


def visible_passes(renditions: Renditions) -> npt.NDArray[np.bool_]:
    """Return where each rendition visibly differs from the one before it, (K - 1, h, w)."""
    images = renditions.images.astype(np.int16)
    return np.asarray(np.abs(np.diff(images, axis=0)).max(axis=3) >= CHANGE_THRESHOLD * 255)


def _next_stages(
    here: npt.NDArray[np.intp],
    stages: Stages,
    renditions: Renditions,
    shows: npt.NDArray[np.bool_],
    order: PartOrder,
    proposal: Proposal,
    direction: Direction,
) -> Stages:
    """Return the stages after the step for the pixels `here` of one part."""
    now = stages.flat[here]
    sign = -1 if direction is Direction.BACKWARD else 1
    end = 0 if sign < 0 else LAST
    near = np.clip(now.astype(np.int16) + sign, 0, LAST).astype(np.uint8)
    wanted = proposal.wanted.flat[here]
    wanted = np.minimum(wanted, near) if sign < 0 else np.maximum(wanted, near)
    ranking = _ranking(here, now, end, proposal, sign)
    visible = _visible_changes(
        renditions.images.reshape(NUM_RENDITIONS, -1, 3)[:, here].astype(np.int16), now
    )
    target = _first_visible(visible, near, order.degree, ranking, sign)
    chosen = ranking[: _count_to_degree(ranking, visible, target, order.degree)]
    left = _left_to_change(shows[:, here], sign)
    # After the step the part may have this much work left and still arrive in time.
    begun = float(left[now, np.arange(len(here))].mean())
    allowed = begun * order.later / max(order.later + order.degree, 1e-6)
    after = now.copy()
    after[chosen] = _deepened(target, wanted, chosen, now, left, visible, allowed, end)
    return after


def _ranking(
    here: npt.NDArray[np.intp], now: Stages, end: int, proposal: Proposal, sign: int
) -> npt.NDArray[np.intp]:
    """Return positions in `here` in the order they change: best stroke first, along each stroke."""
    score = proposal.score.flat[here]
    strokes = proposal.strokes.flat[here]
    # A stroke is laid from its beginning and taken away from its end.
    along = proposal.along.flat[here].astype(np.int16) * sign
    ranking = np.lexsort((along, strokes, -score))
    movable = now != end
    return np.asarray(ranking[movable[ranking]])


def _visible_changes(images: npt.NDArray[np.int16], now: Stages) -> npt.NDArray[np.bool_]:
    """Return whether going to each rendition would show, (K, n)."""
    present = images[now, np.arange(len(now))]
    return np.asarray(np.abs(images - present[None]).max(axis=2) >= CHANGE_THRESHOLD * 255)


def _left_to_change(shows: npt.NDArray[np.bool_], sign: int) -> npt.NDArray[np.int16]:
    """Return how many visible changes lie between each rendition and the end, (K, n)."""
    steps = shows.astype(np.int16)
    zero = np.zeros((1, steps.shape[1]), dtype=np.int16)
    if sign < 0:
        return np.concatenate([zero, np.cumsum(steps, axis=0)]).astype(np.int16)
    return np.concatenate([np.cumsum(steps[::-1], axis=0)[::-1], zero]).astype(np.int16)


def _first_visible(
    visible: npt.NDArray[np.bool_],
    near: Stages,
    degree: float,
    ranking: npt.NDArray[np.intp],
    sign: int,
) -> Stages:
    """Return the next rendition of every pixel, or, where too little of the part would show a change so, the
    first one that shows; what never shows stays at the next one."""
    every = np.arange(len(near))
    if visible[near[ranking], ranking].sum() >= round(degree * len(near)):
        return near
    moved = near.copy()
    for _ in range(LAST):
        further = np.clip(moved.astype(np.int16) + sign, 0, LAST).astype(np.uint8)
        moved = np.where(visible[moved, every], moved, further)
    return np.where(visible[moved, every], moved, near).astype(np.uint8)


def _count_to_degree(
    ranking: npt.NDArray[np.intp], visible: npt.NDArray[np.bool_], target: Stages, degree: float
) -> int:
    """Return how many pixels of the ranking change until the share of the part that shows is the degree."""
    seen = np.cumsum(visible[target[ranking], ranking])
    wanted = max(1, round(degree * len(target)))
    return min(len(ranking), int(np.searchsorted(seen, wanted)) + 1)


def _deepened(
    target: Stages,
    wanted: Stages,
    chosen: npt.NDArray[np.intp],
    now: Stages,
    left: npt.NDArray[np.int16],
    visible: npt.NDArray[np.bool_],
    allowed: float,
    end: int,
) -> Stages:
    """Return the stages of the chosen pixels, one pass deeper for as many as the plan has need of.

    First the strokes that the network itself would take further, in their order; then those nearest to the
    end: a painter lays detail on the bare ground here and there, but seldom the finish. None goes where it
    would begin or cease to show: the degree stays what was asked for.
    """
    stages = target[chosen]
    staying = np.ones(len(now), dtype=np.bool_)
    staying[chosen] = False
    elsewhere = int(left[now, np.arange(len(now))][staying].sum())
    budget = allowed * len(now) - elsewhere
    further = np.clip(stages.astype(np.int16) + (1 if end else -1), 0, LAST).astype(np.uint8)
    from_end = np.abs(stages.astype(np.int16) - end)
    willing = wanted[chosen] > stages if end else wanted[chosen] < stages
    for candidates in (np.flatnonzero(willing), np.argsort(from_end, kind="stable")):
        kept = left[stages, chosen].astype(np.int64)
        excess = kept.sum() - budget
        if excess <= 0:
            break
        alike = visible[further, chosen] == visible[stages, chosen]
        gain = np.where(alike & (stages != further), kept - left[further, chosen], 0)[candidates]
        moved = candidates[(gain > 0) & (np.cumsum(gain) - gain < excess)]
        stages[moved] = further[moved]
    return stages
