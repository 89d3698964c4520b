"""Measuring a process, alone or against a recording of the same painting, beside trivial baselines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from painttime.core.counting import Counting, translated
from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, RGBColour
from painttime.core.part import PartMap
from painttime.evaluation.baselines import BASELINE_TITLES, baselines
from painttime.evaluation.evaluation import PROCESS, RECORDING, Course, Evaluation, Measures
from painttime.evaluation.ground import MIN_SHARE, densest_colour
from painttime.evaluation.measures.looks import looked_at
from painttime.evaluation.measuring import Truth, measure
from painttime.evaluation.perceptual import PerceptualDistance
from painttime.evaluation.reading import Reading, read
from painttime.evaluation.small_frames import measuring_size, resized
from painttime.evaluation.subject import Subject

Result = TypeVar("Result")


def evaluate(
    subject: Subject,
    recording: FrameSource | None = None,
    *,
    perceptual: PerceptualDistance | None = None,
    with_baselines: bool = True,
    seed: int = 0,
) -> Counting[Evaluation]:
    """Return the measures of a process; yields (done, total) in frames read and looked at.

    recording: of the same painting, of any size and at least 2 frames; None measures the process by itself.
    perceptual: the network of the perceptual measure. seed: of the random tiles among the baselines.
    Each frame at full size is asked for once, in order. What does not need full size is measured at the
    recording's size (alone: the process's own) brought to a short side of 256 pixels; a process of another
    shape is stretched to it.
    """
    if recording is not None and recording.num_frames < 2:
        raise ValueError("a recording has at least 2 frames")
    leading = subject.frames if recording is None else recording
    height, width = measuring_size(leading.height_px, leading.width_px)
    looks = perceptual is not None and recording is not None
    count = _Count(total=_num_units(subject, recording, looks=looks, with_baselines=with_baselines))

    reading = yield from count.along(read(subject, height, width))
    truth, recorded = yield from _read_recording(recording, height, width, count)
    ground = _ground(subject, reading, truth)
    painting = _painting(subject, reading, truth)
    known = ground.colour if ground.is_known else None
    measures, course = yield from count.along(
        measure(subject, reading, truth, painting=painting, ground=known, perceptual=perceptual)
    )
    trivial = _baselines(subject, leading.num_frames, painting, ground.colour, seed) if with_baselines else ()
    beside = yield from _measured_beside(trivial, truth, painting, perceptual, count)
    courses = {PROCESS: course} if recorded is None else {PROCESS: course, RECORDING: recorded[1]}
    return Evaluation(
        name=subject.name,
        num_frames=subject.frames.num_frames,
        size_px=(subject.frames.width_px, subject.frames.height_px),
        measured_size_px=(width, height),
        ground=ground.colour,
        is_ground_given=subject.ground is not None,
        perceptual_network=perceptual.name if perceptual is not None and looks else None,
        measures=measures,
        recording=None if recorded is None else recorded[0],
        baselines={name: measures for name, (measures, _) in beside.items()},
        courses=courses | {name: course for name, (_, course) in beside.items()},
        asked=subject.asked,
    )


def _measured_beside(
    trivial: Sequence[Subject],
    truth: Truth | None,
    painting: RGB8,
    perceptual: PerceptualDistance | None,
    count: "_Count",
) -> Counting[dict[str, tuple[Measures, Course]]]:
    """Return the measures of baselines and their courses, by name. painting: at the measuring size."""
    height, width = painting.shape[:2]
    found = {}
    for baseline in trivial:
        reading = yield from count.along(read(baseline, height, width))
        found[baseline.name] = yield from count.along(
            measure(
                baseline, reading, truth, painting=painting, ground=baseline.ground, perceptual=perceptual
            )
        )
    return found


@dataclass(slots=True)
class _Count:
    """How far the whole has come while one piece of work after the other is done."""

    total: int
    done: int = 0

    def along(self, work: Counting[Result]) -> Counting[Result]:
        """Do a piece of work, yielding how far the whole is."""
        before = self.done

        def so_far(step: tuple[int, int]) -> tuple[int, int]:
            self.done = before + step[0]
            return self.done, self.total

        return (yield from translated(work, so_far))


def _num_units(subject: Subject, recording: FrameSource | None, *, looks: bool, with_baselines: bool) -> int:
    """Return how many frames are read, and looked at by a network, in all."""
    leading = subject.frames if recording is None else recording
    num_baselines = len(BASELINE_TITLES) - (subject.parts is None) if with_baselines else 0
    num_looks = len(looked_at(leading.num_frames)) if looks else 0
    num_recorded = 0 if recording is None else recording.num_frames
    own = subject.frames.num_frames + num_recorded + num_looks
    return own + num_baselines * (leading.num_frames + num_looks)


def _read_recording(
    recording: FrameSource | None, height_px: int, width_px: int, count: _Count
) -> Counting[tuple[Truth | None, tuple[Measures, Course] | None]]:
    """Return what a process is held against, and the recording measured by itself."""
    if recording is None:
        return None, None
    recorded = Subject(name=RECORDING, frames=recording)
    reading = yield from count.along(read(recorded, height_px, width_px))
    # Its own ground: the one a prediction was made with need not be the painter's.
    colour, share = densest_colour(reading.frames[0])
    ground = colour if share >= MIN_SHARE else None
    by_itself = yield from measure(
        recorded, reading, None, painting=reading.frames[-1], ground=ground, perceptual=None
    )
    return Truth.of(reading), by_itself


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ground:
    """The colour of the ground; not known where no first frame shows one, and then the likeliest."""

    colour: RGBColour
    is_known: bool


def _ground(subject: Subject, reading: Reading, truth: Truth | None) -> _Ground:
    """Return the ground: as given, else as the first frame of the process or of the recording shows it."""
    if subject.ground is not None:
        return _Ground(colour=subject.ground, is_known=True)
    firsts = [reading.frames[0], *([] if truth is None else [truth.frames[0]])]
    found = [densest_colour(frame) for frame in firsts]
    clear = [colour for colour, share in found if share >= MIN_SHARE]
    if clear:
        return _Ground(colour=clear[0], is_known=True)
    return _Ground(colour=found[-1][0], is_known=False)


def _painting(subject: Subject, reading: Reading, truth: Truth | None) -> RGB8:
    """Return the finished painting at the measuring size: the recording's own, where there is one."""
    if truth is not None:
        return np.asarray(truth.frames[-1], dtype=np.uint8)
    height, width = reading.frames.shape[1:3]
    return reading.frames[-1] if subject.painting is None else resized(subject.painting, height, width)


def _baselines(
    subject: Subject, num_frames: int, painting: RGB8, ground: RGBColour, seed: int
) -> tuple[Subject, ...]:
    """Return the baselines, with the parts and the degrees of the process where they fit."""
    parts = subject.parts
    if parts is not None:
        parts = PartMap(labels=parts.resized(*painting.shape[:2]), parts=parts.parts)
    # Degrees are asked for step by step: with another number of steps they say nothing.
    asked = subject.asked if num_frames == subject.frames.num_frames else None
    return baselines(painting, ground, num_frames, parts=parts, asked=asked, seed=seed)
