"""In which order a simulated painter lays the strokes."""

from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.image import Float32, luminance
from painttime.core.strokes import StrokePass

_NOISE_SIZE = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class SimulatedHabit:
    """How one simulated painter works; shares and weights without unit.

    by_part: 0 = everything coarse first, then finer; 1 = each part finished before the next is begun.
    part_ranks: by part id, 0 = painted first, 1 = painted last.
    overlap: how far neighbouring bouts of work run into each other, in bouts.
    patch_weight: how much a bout spreads patch by patch instead of all over.
    sweep: (x, y) how much a bout runs across the picture.
    dark_first: how much dark strokes come before light ones; negative turns it round.
    scatter: how much chance there is in the order of single strokes.
    """

    by_part: float
    part_ranks: dict[int, float]
    overlap: float
    patch_weight: float
    sweep: tuple[float, float]
    dark_first: float
    scatter: float


def random_habit(part_ids: tuple[int, ...], rng: np.random.Generator) -> SimulatedHabit:
    """Draw a habit; part_ids are back to front, and two painters in three keep to that order."""
    count = max(1, len(part_ids))
    ranks = np.arange(count) / count
    order = rng.random()
    if order < 0.67:
        ranks = ranks + rng.normal(0, 0.12, count)
    elif order < 0.85:
        ranks = rng.permutation(ranks)
    else:
        ranks = ranks[::-1] + rng.normal(0, 0.12, count)
    ranks = (ranks - ranks.min()) / max(float(np.ptp(ranks)), 1e-6)
    return SimulatedHabit(
        by_part=float(np.clip(rng.beta(1.2, 1.2), 0.05, 0.97)),
        part_ranks=dict(zip(part_ids, ranks.tolist(), strict=True)),
        overlap=float(rng.uniform(1.0, 3.5)),
        patch_weight=float(rng.uniform(0.3, 1.2)),
        sweep=(float(rng.normal(0, 0.5)), float(rng.normal(0, 0.5))),
        dark_first=float(rng.normal(0.2, 0.6)),
        scatter=float(rng.uniform(0.05, 0.4)),
    )


def stroke_times(
    passes: tuple[StrokePass, ...],
    areas_px: tuple[Float32, ...],
    habit: SimulatedHabit,
    rng: np.random.Generator,
) -> tuple[Float32, ...]:
    """Return when each stroke of each pass is laid, (n,) in 0..1, even in painted area.

    areas_px: visible area of each stroke, (n,): time runs with the paint laid, so that steps of equal time
    lay equal areas wherever in the process they fall.
    """
    num_passes, num_parts = len(passes), max(1, len(habit.part_ranks))
    raw = []
    for number, strokes in enumerate(passes):
        ranks = np.array([habit.part_ranks[int(part)] for part in strokes.part_ids], dtype=np.float32)
        depth = number / num_passes
        begin = habit.by_part * (ranks + depth / num_parts) + (1 - habit.by_part) * (
            depth + ranks / num_passes
        )
        bout = habit.overlap / (num_parts * num_passes)
        raw.append(begin + bout * _order_within(strokes, habit, rng))
    together = np.concatenate(raw) if raw else np.zeros(0, dtype=np.float32)
    weights = np.concatenate(areas_px) + 1e-3
    order = np.argsort(together, kind="stable")
    elapsed = np.empty(len(together), dtype=np.float32)
    elapsed[order] = np.cumsum(weights[order]) / weights.sum()
    return tuple(np.split(elapsed, np.cumsum([len(strokes) for strokes in passes])[:-1]))


def _order_within(strokes: StrokePass, habit: SimulatedHabit, rng: np.random.Generator) -> Float32:
    """Return a score per stroke, about 0..1, by which the strokes of one part and pass follow each other."""
    middle = strokes.points[:, 0].astype(np.float32)
    noise = rng.standard_normal((_NOISE_SIZE, _NOISE_SIZE), dtype=np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), float(rng.uniform(1.0, 3.0))).astype(np.float32)
    patches = smooth / max(float(smooth.std()), 1e-6)
    cells = np.clip((middle * _NOISE_SIZE).astype(np.intp), 0, _NOISE_SIZE - 1)
    score: Float32 = (
        habit.patch_weight * patches[cells[:, 1], cells[:, 0]]
        + habit.sweep[0] * (middle[:, 0] * 4 - 2)
        + habit.sweep[1] * (middle[:, 1] * 4 - 2)
        + habit.dark_first * (luminance(strokes.colours) / 64 - 2)
        + habit.scatter * rng.standard_normal(len(strokes))
    )
    spread = max(float(np.ptp(score)), 1e-6) if len(score) else 1.0
    return np.asarray((score - score.min(initial=np.inf)) / spread, dtype=np.float32)
