"""All measures of one process that was read."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from painttime.core.counting import Counting
from painttime.core.image import RGB8, Float32, RGBColour
from painttime.evaluation.evaluation import Course, Measures
from painttime.evaluation.measures.course import backtrack, distances_to_end
from painttime.evaluation.measures.degrees import degree_error, degree_spearman
from painttime.evaluation.measures.detail import detail_curve
from painttime.evaluation.measures.differences import Mask
from painttime.evaluation.measures.distance import l1_best_match, l1_linear_time
from painttime.evaluation.measures.diversity import diversity, moments
from painttime.evaluation.measures.ends import final_max_levels, first_frame_paint
from painttime.evaluation.measures.looks import perceptual_distance
from painttime.evaluation.measures.settling import settle_map, settle_order_r
from painttime.evaluation.measures.steps import changed_sets, mean_iou, stalls, step_ious
from painttime.evaluation.perceptual import PerceptualDistance
from painttime.evaluation.reading import Reading
from painttime.evaluation.small_frames import resampled, resized
from painttime.evaluation.subject import Subject

NUM_STRIP_FRAMES = 9

NO_RECORDING = "There is no recording to compare with."
NO_NETWORK = "There is no network that says how different pictures look."
NO_PARTS = "The parts of the painting are not known."
NO_PLAN = "No degrees were asked for."
NOTHING_CHANGES = "All frames are the same."
NO_GROUND = "The colour of the ground is not given, and no colour covers a quarter of the first frame."
NO_PAINTING = "The painting is not given, only the frames."
OTHER_SIZE = "The last frame and the painting have different sizes."
NO_TAKES = "There are no takes with other seeds."
NO_WEIGHTS = "Its maker keeps no weights of the steps."
FLAT_PAINTING = "The painting has no detail at all."


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Truth:
    """What is known of a recording before a process is held against it.

    frames: (m, h, w, 3). last: at full size. changed: (m - 1, h, w), what its steps change. settled: (h, w).
    """

    frames: RGB8
    last: RGB8
    changed: Mask
    settled: Float32

    @classmethod
    def of(cls, reading: Reading) -> "Truth":
        """Return it for a recording that was read."""
        frames = reading.frames
        return cls(frames=frames, last=reading.last, changed=changed_sets(frames), settled=settle_map(frames))


class _Values:
    """Measures found so far, and why others are missing."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}
        self.missing: dict[str, str] = {}

    def put(self, key: str, value: object, reason: str) -> None:
        """Keep a value, or the reason why there is none."""
        if value is None:
            self.missing[key] = reason
        else:
            self.found[key] = value


def measure(
    subject: Subject,
    reading: Reading,
    truth: Truth | None,
    *,
    painting: RGB8,
    ground: RGBColour | None,
    perceptual: PerceptualDistance | None,
) -> Counting[tuple[Measures, Course]]:
    """Return all measures of a process and its course; yields (done, total) while a network looks.

    painting: at the measuring size. ground: None where nobody knows it.
    """
    values = _Values()
    distances, settled = distances_to_end(reading.frames), settle_map(reading.frames)
    detail = detail_curve(reading.frames, painting)
    ious = yield from _against(values, reading, settled, truth, perceptual)
    _alone(values, subject, reading, truth, ground)
    _by_plan(values, subject, reading)
    values.put("backtrack", backtrack(distances), NOTHING_CHANGES)
    curve = None if detail is None else tuple(float(value) for value in detail)
    values.put("detail_curve", curve, FLAT_PAINTING)
    course = Course(
        distances=distances,
        settle_map=settled,
        detail=detail,
        step_ious=ious,
        realised=reading.realised,
        strip=_strip(reading.frames),
    )
    return Measures(**values.found, missing=values.missing), course


def _against(
    values: _Values,
    reading: Reading,
    settled: Float32,
    truth: Truth | None,
    perceptual: PerceptualDistance | None,
) -> Generator[tuple[int, int], None, tuple[float | None, ...] | None]:
    """Measure against the recording; returns the intersection over union of every step."""
    if truth is None:
        for key in ("l1_linear_time", "l1_best_match", "step_iou", "settle_order_r", "perceptual"):
            values.put(key, None, NO_RECORDING)
        return None
    frames = reading.frames
    values.put("l1_linear_time", l1_linear_time(frames, truth.frames), "")
    values.put("l1_best_match", l1_best_match(frames, truth.frames), "")
    ious = step_ious(frames, truth.changed)
    values.put("step_iou", mean_iou(ious), "No step of the recording changes anything.")
    order = settle_order_r(settled, truth.settled)
    values.put("settle_order_r", order, "All places of the process or of the recording settle at once.")
    if perceptual is None:
        values.put("perceptual", None, NO_NETWORK)
    else:
        values.put("perceptual", (yield from perceptual_distance(frames, truth.frames, perceptual)), "")
    return ious


def _alone(
    values: _Values, subject: Subject, reading: Reading, truth: Truth | None, ground: RGBColour | None
) -> None:
    """Measure what needs no recording."""
    frames = reading.frames
    values.put("stalls", stalls(frames), "")
    values.put(
        "first_frame_paint", None if ground is None else first_frame_paint(frames[0], ground), NO_GROUND
    )
    painting = subject.painting
    if painting is None and truth is not None:
        painting = truth.last
    if painting is None:
        values.put("final_max_levels", None, NO_PAINTING)
    else:
        fits = painting.shape == reading.last.shape
        values.put("final_max_levels", final_max_levels(reading.last, painting) if fits else None, OTHER_SIZE)
    values.put("diversity", _diversity(subject, frames), NO_TAKES)


def _diversity(subject: Subject, frames: RGB8) -> float | None:
    height, width = frames.shape[1:3]
    takes = [[frames[index] for index in moments(len(frames))]]
    for take in subject.other_takes:
        takes.append([resized(take.frame(index), height, width) for index in moments(take.num_frames)])
    return diversity(takes)


def _by_plan(values: _Values, subject: Subject, reading: Reading) -> None:
    """Measure what depends on parts, on the degrees asked for and on the weights of the steps."""
    asked, realised = subject.asked, reading.realised
    if asked is None or realised is None:
        for key in ("degree_error", "degree_spearman", "leakage"):
            values.put(key, None, NO_PARTS if realised is None else NO_PLAN)
    else:
        values.put("degree_error", degree_error(asked, realised), NO_PLAN)
        same = "All degrees asked for, or all realised, are the same."
        values.put("degree_spearman", degree_spearman(asked, realised), same)
        values.put("leakage", reading.leakage, "No part was to rest in any step.")
    if subject.weight is None:
        values.put("stroke_likeness", None, NO_WEIGHTS)
    else:
        mean = float(np.mean(reading.half_laid)) if reading.half_laid else None
        values.put("stroke_likeness", mean, NOTHING_CHANGES)


def _strip(frames: RGB8) -> RGB8:
    """Return frames evenly over the time; all where there are few."""
    if len(frames) <= NUM_STRIP_FRAMES:
        return frames
    return np.asarray(frames[resampled(len(frames), NUM_STRIP_FRAMES)])
