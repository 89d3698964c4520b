"""Films of small paintings as recordings in memory, with the truth about their frames."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from painttime.recordings import bringing_in
from painttime.recordings.options import BringInOptions
from painttime.recordings.source import SourceFrame
from painttime.recordings.survey.findings import INTERFACE, WORK, Moment, Stretch, Survey
from painttime.simulation.filming.film import INTERFACE as FILMED_INTERFACE
from painttime.simulation.filming.film import FilmOptions
from painttime.simulation.filming.filming import Film
from painttime.simulation.filming.procedural import procedural_canvases

SIZE = 384, 216


class MemorySource:
    """A recording of frames that lie in memory."""

    kind = "video"

    def __init__(self, pictures, name="film.mp4"):
        self.path = Path(name)
        self.pictures = pictures
        self.num_frames = len(pictures)
        self.height_px, self.width_px = pictures[0].shape[:2]

    def frames(self, *, wanted=None, long_side_px=None):
        for index, pixels in enumerate(self.pictures):
            if wanted is None or wanted(index):
                yield SourceFrame(index=index, time_s=index / 30, pixels=pixels)


@dataclass(frozen=True)
class Filmed:
    """A film as a source, its frames with the truth, and a survey that has found everything."""

    film: Film
    frames: tuple
    source: MemorySource
    survey: Survey

    def truth(self, index):
        """Return the canvas of frame `index` as the last frame shows it."""
        return self.film.clear_view(self.frames[index].canvas, len(self.frames) - 1)

    def bring_in(self, work, monkeypatch, **options):
        """Bring the film in, with the survey that has found everything."""

        def survey(source, options):
            yield 1, 1
            return self.survey

        monkeypatch.setattr(bringing_in, "survey", survey)
        return run(bringing_in.bring_in(self.source, BringInOptions(**options), work))


def run(counting):
    try:
        while True:
            next(counting)
    except StopIteration as stop:
        return stop.value


def surveyed(frames):
    """Return the survey of a film's frames: a moment for every run of frames of one canvas."""
    runs, stretches = [], []
    for index, frame in enumerate(frames):
        is_interface = frame.kind == FILMED_INTERFACE
        kind = INTERFACE if is_interface else WORK
        if stretches and stretches[-1].kind == kind:
            stretches[-1] = Stretch(first=stretches[-1].first, last=index, kind=kind)
        else:
            stretches.append(Stretch(first=index, last=index, kind=kind))
        if is_interface:
            continue
        if runs and runs[-1][-1] == index - 1 and frames[runs[-1][-1]].canvas == frame.canvas:
            runs[-1].append(index)
        else:
            runs.append([index])
    moments = [Moment(index=run[-1], window=tuple(run[-9:]), view=0) for run in runs]
    return Survey(num_frames=len(frames), stretches=tuple(stretches), moments=tuple(moments))


@pytest.fixture(scope="session")
def filmed():
    """Return a function that films a small painting of eight canvases; each film is made once."""
    made = {}

    def make(*, num_canvases=8, seed=1, **options):
        key = num_canvases, seed, tuple(sorted(options.items()))
        if key not in made:
            table_share = options.pop("table_share", 0.08)
            inner = tuple(round(length * (1 - 2 * table_share)) for length in SIZE)
            canvases = procedural_canvases(inner, num_canvases=num_canvases, seed=seed)
            film = Film(canvases, FilmOptions(table_share=table_share, **options), size_px=SIZE, seed=seed)
            frames = tuple(film.frames())
            source = MemorySource([frame.pixels for frame in frames])
            made[key] = Filmed(film=film, frames=frames, source=source, survey=surveyed(frames))
        return made[key]

    return make


@pytest.fixture
def memory_source():
    return MemorySource


@pytest.fixture
def run_counting():
    return run


@pytest.fixture(scope="session")
def textured():
    """A picture with strokes and edges, (216, 384, 3) uint8."""
    return np.ascontiguousarray(procedural_canvases(SIZE, num_canvases=6, seed=4).frame(5))
