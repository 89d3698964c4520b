"""A finished picture, taken apart into strokes and put together again in a painter's order."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.canvas import NUM_RENDITIONS, Renditions
from painttime.core.image import RGB8, Float32, Labels, RGBColour, read_only
from painttime.core.strokes import StrokeMaps, StrokePass
from painttime.simulation.habits import random_habit, stroke_times
from painttime.strokes.drawing import draw_renditions, stroke_maps
from painttime.strokes.placing import lay_strokes

STROKE_DURATION = 0.004
"""How much of the whole process (0..1) a single stroke takes from end to end."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Subject:
    """A picture ready to be painted by simulation.

    labels: (h, w) part ids. part_ids: back to front. maps, renditions: at the same size.
    areas_px: per pass, the visible area of each stroke, (n,).
    """

    labels: Labels
    part_ids: tuple[int, ...]
    passes: tuple[StrokePass, ...]
    maps: StrokeMaps
    renditions: Renditions
    areas_px: tuple[Float32, ...]


def make_subject(
    pixels: RGB8, labels: Labels, part_ids: tuple[int, ...], *, ground: RGBColour, seed: int
) -> Subject:
    """Lay a picture's strokes and draw its renditions; deterministic by seed."""
    passes = lay_strokes(pixels, labels, ground=ground, seed=seed)
    maps = stroke_maps(passes, labels)
    *_, renditions = draw_renditions(passes, pixels, labels, ground=ground)
    if not isinstance(renditions, Renditions):
        raise TypeError("draw_renditions ends with the renditions")
    areas = tuple(
        np.bincount(ids[ids >= 0], minlength=len(strokes)).astype(np.float32)
        for ids, strokes in zip(maps.ids, passes, strict=True)
    )
    return Subject(
        labels=labels, part_ids=part_ids, passes=passes, maps=maps, renditions=renditions, areas_px=areas
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SimulatedProcess:
    """One painter's run over a subject, to be looked at at any moment.

    times: (P, h, w) float32; when pass p arrives at a pixel, 2 where it never does.
    """

    subject: Subject
    times: Float32

    def stages(self, moment: float) -> npt.NDArray[np.uint8]:
        """Return the rendition of every pixel at a moment in 0..1, (h, w); 0 = all ground, 1 = finished."""
        if moment >= 1.0:
            return np.full(self.times.shape[1:], NUM_RENDITIONS - 1, dtype=np.uint8)
        stages = np.zeros(self.times.shape[1:], dtype=np.uint8)
        if moment > 0.0:
            for number, arrival in enumerate(self.times):
                stages[arrival <= moment] = number + 1
        return stages

    def frame(self, moment: float) -> RGB8:
        """Return the canvas at a moment in 0..1, (h, w, 3)."""
        stages = self.stages(moment)[None, ..., None]
        return np.asarray(
            np.take_along_axis(self.subject.renditions.images, stages, axis=0)[0], dtype=np.uint8
        )


def simulate(subject: Subject, seed: int) -> SimulatedProcess:
    """Paint a subject by a randomly drawn habit; deterministic by seed."""
    rng = np.random.default_rng(seed)
    habit = random_habit(subject.part_ids, rng)
    by_stroke = stroke_times(subject.passes, subject.areas_px, habit, rng)
    times = np.full(subject.maps.ids.shape, 2.0, dtype=np.float32)
    for number, (ids, along) in enumerate(zip(subject.maps.ids, subject.maps.along, strict=True)):
        laid = ids >= 0
        times[number][laid] = by_stroke[number][ids[laid]] + STROKE_DURATION * along[laid] / 255
    return SimulatedProcess(subject=subject, times=read_only(times))
