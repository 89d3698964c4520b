"""Films of a picture being painted, so many strokes a second; and the same moments as a folder of frames."""

import math
from pathlib import Path

import numpy as np

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.core.part import Part, PartMap
from painttime.errors import ExportError
from painttime.exporters.frames import write_frames
from painttime.exporters.gif import write_gif
from painttime.exporters.options import ExportOptions
from painttime.exporters.process_frames import ProcessFrames, Writing
from painttime.exporters.strokes_drawing import GrowingCanvas
from painttime.exporters.strokes_options import DEFAULT_FILM_S, StrokesOptions
from painttime.exporters.video import write_mp4, write_webm

MAX_FILM_S = 3600.0

_STAGE = "strokes"


class StrokeFilm:
    """The pictures of a film (a core.frames.FrameSource): the bare ground first, all strokes last.

    Pictures asked for in their order cost one drawing of the whole; going back begins anew.
    """

    def __init__(self, brushwork: Brushwork, options: StrokesOptions) -> None:
        self.height_px, self.width_px = options.size_px(brushwork.height_px, brushwork.width_px)
        self.counts = stroke_counts(len(brushwork.strokes), options)
        self._canvas = GrowingCanvas(
            brushwork, height_px=self.height_px, width_px=self.width_px, num_threads=options.num_threads
        )

    @property
    def num_frames(self) -> int:
        return len(self.counts)

    def frame(self, index: int) -> RGB8:
        self._canvas.draw_to(self.counts[index])
        # The canvas is drawn on; who asked may keep his picture.
        return self._canvas.pixels.copy()


def stroke_counts(num_strokes: int, options: StrokesOptions) -> tuple[int, ...]:
    """Return how many strokes each picture of a film shows; raises ExportError where it is too long."""
    speed = options.strokes_per_second
    if speed is None:
        # A picture for each stroke is as slow as it gets.
        speed = max(num_strokes / DEFAULT_FILM_S, options.fps)
    if num_strokes / speed > MAX_FILM_S:
        raise ExportError(
            f"At {speed:g} strokes a second a film of {num_strokes:,} strokes takes longer than "
            f"{MAX_FILM_S / 60:g} minutes. Paint more strokes a second."
        )
    num_steps = math.ceil(num_strokes / speed * options.fps)
    counts = (round(step * speed / options.fps) for step in range(num_steps))
    return (*(min(num_strokes, count) for count in counts), num_strokes)


def write_strokes_mp4(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write the painting of the picture as H.264 in MP4; yields pictures done of all."""
    yield from write_mp4(_process(brushwork, options), out, _export_options(options))


def write_strokes_webm(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write the painting of the picture as VP9 in WebM; yields pictures done of all."""
    yield from write_webm(_process(brushwork, options), out, _export_options(options))


def write_strokes_gif(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write the painting of the picture as an animated GIF; yields pictures done of all."""
    yield from write_gif(_process(brushwork, options), out, _export_options(options))


def write_strokes_frames(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write the pictures of the film as numbered PNGs in a folder; yields pictures done of all."""
    yield from write_frames(_process(brushwork, options), out, _export_options(options))


def _process(brushwork: Brushwork, options: StrokesOptions) -> ProcessFrames:
    """Return the film as the exporters of processes take it; they ask for parts, a film shows none."""
    film = StrokeFilm(brushwork, options)
    whole = PartMap(labels=np.ones((1, 1), dtype=np.uint8), parts=(Part(id=1, name="whole picture"),))
    return ProcessFrames(frames=film, stages=(_STAGE,) * film.num_frames, parts=whole)


def _export_options(options: StrokesOptions) -> ExportOptions:
    return ExportOptions(
        fps=options.fps,
        hold_first_s=0,
        hold_last_s=options.hold_last_s,
        loop=options.loop,
        notice=options.notice,
    )
