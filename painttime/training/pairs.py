"""Pairs of canvases cut from simulated processes: what the step model is trained on.

B  batch   K = 5 renditions   h = w = crop_px
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from painttime.core.canvas import NUM_RENDITIONS
from painttime.core.change import CHANGE_THRESHOLD
from painttime.core.image import Float32
from painttime.errors import UserInputError
from painttime.prediction.fragments import stroke_fragments
from painttime.simulation.painter import SimulatedProcess, simulate
from painttime.training.subjects import read_subject

MAX_PARTS_IN_CROP = 24
CROPS_PER_PROCESS = 4
SHORTEST_STEP, LONGEST_STEP = 0.006, 0.2
"""Share of a whole process that one step covers; 40 even steps are .025 each."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Pair:
    """One step of a simulated painter, seen through a square window.

    renditions: (K, h, w, 3) uint8. parts: (h, w) int64, place in depth. num_parts: of the whole picture.
    stages, next_stages: (h, w) uint8. strokes: (h, w) int64, the strokes a step may take, from 1; 0 none.
    degrees, completeness, shares: (MAX_PARTS_IN_CROP,) float32; the degree realised, the completeness after
    the step, and the share of pixels whose stage changes, of each part within the window.
    direction: -1 backward, +1 forward.
    """

    renditions: npt.NDArray[np.uint8]
    parts: npt.NDArray[np.int64]
    num_parts: int
    stages: npt.NDArray[np.uint8]
    next_stages: npt.NDArray[np.uint8]
    strokes: npt.NDArray[np.int64]
    degrees: Float32
    completeness: Float32
    shares: Float32
    direction: int


def cut_pair(process: SimulatedProcess, crop_px: int, rng: np.random.Generator) -> Pair | None:
    """Cut one pair from a process, None where the window happens to hold next to no change."""
    direction = -1 if rng.random() < 0.7 else 1
    span = float(np.exp(rng.uniform(np.log(SHORTEST_STEP), np.log(LONGEST_STEP))))
    later = min(1.0, float(rng.uniform(0, 1.06)))
    earlier = max(0.0, later - span)
    moments = (later, earlier) if direction < 0 else (earlier, later)
    window = _window(process.times.shape[1:], crop_px, rng)
    stages, next_stages = (process.stages(moment)[window] for moment in moments)
    if (stages != next_stages).mean() < 0.004:
        return None
    renditions = process.subject.renditions.images[(slice(None), *window)]
    ids = process.subject.maps.ids[(slice(None), *window)]
    labels = process.subject.labels[window]
    if rng.random() < 0.5:
        renditions, ids = renditions[:, :, ::-1], ids[:, :, ::-1]
        labels, stages, next_stages = labels[:, ::-1], stages[:, ::-1], next_stages[:, ::-1]
    order = np.zeros(256, dtype=np.int64)
    order[list(process.subject.part_ids)] = np.arange(len(process.subject.part_ids))
    parts = order[labels]
    degrees, completeness, shares = _measure(renditions, parts, stages, next_stages)
    return Pair(
        renditions=renditions,
        parts=parts,
        num_parts=len(process.subject.part_ids),
        stages=stages,
        next_stages=next_stages,
        strokes=stroke_fragments(stages, ids, direction),
        degrees=degrees,
        completeness=completeness,
        shares=shares,
        direction=direction,
    )


def _window(shape: tuple[int, ...], crop_px: int, rng: np.random.Generator) -> tuple[slice, slice]:
    top, left = (int(rng.integers(0, max(1, side - crop_px + 1))) for side in shape)
    return slice(top, top + crop_px), slice(left, left + crop_px)


def _measure(
    renditions: npt.NDArray[np.uint8],
    parts: npt.NDArray[np.int64],
    stages: npt.NDArray[np.uint8],
    next_stages: npt.NDArray[np.uint8],
) -> tuple[Float32, Float32, Float32]:
    """Return degrees, completeness after the step and shares of changed stage, of each part of a window."""
    before, after = (
        np.take_along_axis(renditions, kept[None, ..., None], axis=0)[0].astype(np.int16)
        for kept in (stages, next_stages)
    )
    changed = np.abs(after - before).max(axis=2) >= CHANGE_THRESHOLD * 255
    flat = parts.ravel()
    area = np.maximum(np.bincount(flat, minlength=MAX_PARTS_IN_CROP), 1)

    def mean_by_part(values: npt.NDArray[np.float64]) -> Float32:
        totals = np.bincount(flat, weights=values.ravel(), minlength=MAX_PARTS_IN_CROP)
        return np.asarray(totals / area, dtype=np.float32)

    return (
        mean_by_part(changed.astype(np.float64)),
        mean_by_part(next_stages / (NUM_RENDITIONS - 1)),
        mean_by_part((stages != next_stages).astype(np.float64)),
    )


def pair_stream(cache: Path, crop_px: int, seed: int, *, reload_every: int = 2000) -> Iterator[Pair]:
    """Yield pairs without end from the subjects in a cache, deterministic by seed and the cache's files.

    The cache is looked at again every `reload_every` processes, so that training can begin while it fills.
    """
    rng = np.random.default_rng(seed)
    subjects = {}
    count = 0
    while True:
        if count % reload_every == 0:
            for path in sorted(cache.glob("*.npz")):
                if path.name not in subjects and not path.name.endswith(".partial.npz"):
                    subjects[path.name] = read_subject(path)
            names = sorted(name for name, s in subjects.items() if min(s.labels.shape) >= crop_px)
            if not names:
                raise UserInputError(
                    f"{cache} holds no subject of at least {crop_px} px a side. Make some with "
                    "`python -m painttime.training.subjects DATA CACHE`."
                )
        count += 1
        subject = subjects[names[int(rng.integers(len(names)))]]
        process = simulate(subject, int(rng.integers(2**31)))
        for _ in range(CROPS_PER_PROCESS):
            pair = cut_pair(process, crop_px, rng)
            if pair is not None:
                yield pair
