"""A recording of somebody painting becomes a sequence of clean frames."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from painttime.core.change import changed_pixels
from painttime.core.counting import Counting
from painttime.core.frames import FrameSource
from painttime.core.image import RGB8
from painttime.errors import RecordingError
from painttime.recordings.clean_recording import CleanRecording, KeptFrame, Tally
from painttime.recordings.dataset.frame_store import FrameWriter
from painttime.recordings.dataset.kept_survey import kept_survey
from painttime.recordings.options import DROP_UNDO, BringInOptions
from painttime.recordings.settling.cropping import crop_box
from painttime.recordings.settling.hand_colours import HandColours
from painttime.recordings.settling.picked_frames import PickedFrames
from painttime.recordings.settling.picture_store import PictureStore
from painttime.recordings.settling.second_look import look_again
from painttime.recordings.settling.selecting import Selection, select, taken_back
from painttime.recordings.settling.tracing_back import BackTracer, Origin
from painttime.recordings.source import RecordingSource
from painttime.recordings.survey.findings import ELSEWHERE, INTERFACE, WORK, Moment, Survey
from painttime.recordings.survey.surveying import survey

Result = TypeVar("Result")

STEPS = 1000
"""Units the progress is counted in."""
SURVEYED, SETTLED, TRACED = 350, 650, 1000
"""Units done after the first look, after the second, and after the way back."""

COLOUR_STEP_PX = 24
"""Every so many pixels of a settled picture one is counted among the colours that stay."""


def bring_in(
    source: RecordingSource, options: BringInOptions, work: Path, *, is_resumable: bool = False
) -> Counting[CleanRecording]:
    """Return a recording's frames that differ, without hands, in the view and light of the last one.

    work: a folder of the caller's own; what is made lies in it, and `pictures` of the result are read from
    there as long as they are needed. Yields (done, total). Memory is bounded whatever the length: a window of
    frames and a few canvases. The same recording and options give the same pictures, byte by byte.
    is_resumable: leave the survey in `work`, and take the one an earlier attempt at this recording has left.
    Raises RecordingError where the recording is damaged or shows nothing being painted, OSError where the
    folder cannot be written.
    """
    looking = survey(source, options)
    if is_resumable:
        looking = kept_survey(work, options, looking)
    surveyed = yield from _part(looking, 0, SURVEYED)
    if len(surveyed.moments) < 2:
        raise _nothing_painted(source)
    moments = _seen_from_the_end(surveyed.moments)
    settled = yield from _settled(source, moments, options, work / "settled")
    traced = yield from _traced(settled, moments, options, work / "canvases")
    if traced.canvases.num_frames < 2:
        raise _nothing_painted(source)
    undone = tuple(taken_back(traced.canvases)) if options.undo == DROP_UNDO else ()
    selection = select(traced.changes_px, undone, options.max_frames)
    crop = crop_box(options.crop, traced.painted)
    kept = selection.kept
    return CleanRecording(
        pictures=PickedFrames(traced.canvases, kept, crop),
        frames=tuple(_kept_frame(traced.origins[place], moments, settled.times_s) for place in kept),
        crop=crop,
        tally=_tally(surveyed, selection, traced.num_hidden),
        dropped=_dropped(surveyed, [moments[origin.number].index for origin in traced.origins], undone),
    )


def _seen_from_the_end(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Return the moments with the last one standing for the last frame that shows the painting."""
    *others, last = moments
    return (*others, replace(last, index=max(last.window)))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Settled:
    """The settled pictures of all moments, what is known of the hand, and when each moment is."""

    store: PictureStore
    colours: HandColours
    times_s: tuple[float, ...]


def _settled(
    source: RecordingSource, moments: Sequence[Moment], options: BringInOptions, folder: Path
) -> Counting[_Settled]:
    store = PictureStore(folder, num_px=len(moments) * source.width_px * source.height_px)
    colours = HandColours()
    times_s: list[float] = []
    num_frames = moments[-1].window[-1] + 1
    half = COLOUR_STEP_PX // 2
    with closing(look_again(source, moments, options, store)) as looked:
        for seen in looked:
            staying = seen.settled.pixels[half::COLOUR_STEP_PX, half::COLOUR_STEP_PX].reshape(-1, 3)
            colours.learn(moving=seen.settled.moved, staying=staying)
            times_s.append(seen.time_s)
            yield SURVEYED + (SETTLED - SURVEYED) * min(seen.num_read, num_frames) // num_frames, STEPS
    return _Settled(store=store, colours=colours, times_s=tuple(times_s))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Traced:
    """The canvases that differ, earliest first.

    origins: what each comes from. changes_px: by how many pixels each differs from the one before; first 0.
    painted: (h, w) bool, what changes at all. num_hidden: moments that were hidden too much.
    """

    canvases: FrameSource
    origins: tuple[Origin, ...]
    changes_px: tuple[int, ...]
    painted: npt.NDArray[np.bool_]
    num_hidden: int


def _traced(
    settled: _Settled, moments: Sequence[Moment], options: BringInOptions, folder: Path
) -> Counting[_Traced]:
    tracer = BackTracer(settled.store, moments, options, settled.colours)
    writer = FrameWriter(folder, is_temporary=True)
    origins: list[Origin] = []
    changes_px, num_hidden = [0], 0
    painted: npt.NDArray[np.bool_] | None = None
    after: RGB8 | None = None
    for done, traced in enumerate(tracer.canvases(), 1):
        if after is None or painted is None:
            painted = np.zeros(traced.pixels.shape[:2], dtype=np.bool_)
        elif traced.is_new:
            painted |= changed_pixels(traced.pixels, after)
        num_hidden += traced.is_hidden
        if traced.is_new:
            writer.append(traced.pixels)
            origins.append(traced.origin)
            changes_px.append(traced.num_changed_px)
            after = traced.pixels
        yield SETTLED + (TRACED - SETTLED) * done // len(moments), STEPS
    stored = writer.finish()
    whole = (0, 0, stored.width_px, stored.height_px)
    return _Traced(
        canvases=PickedFrames(stored, range(stored.num_frames - 1, -1, -1), whole),
        origins=tuple(reversed(origins)),
        changes_px=(0, *reversed(changes_px[2:])),
        painted=np.zeros((1, 1), dtype=np.bool_) if painted is None else painted,
        num_hidden=num_hidden,
    )


def _part(work: Counting[Result], begin: int, end: int) -> Counting[Result]:
    """Carry out work as a part of all that is done: from `begin` to `end` of STEPS."""
    try:
        while True:
            done, total = next(work)
            yield begin + ((end - begin) * min(done, total) // total if total > 0 else 0), STEPS
    except StopIteration as stop:
        result: Result = stop.value
        return result
    finally:
        work.close()


def _kept_frame(origin: Origin, moments: Sequence[Moment], times_s: Sequence[float]) -> KeptFrame:
    return KeptFrame(
        source_index=moments[origin.number].index,
        time_s=times_s[origin.number],
        to_last=origin.to_last,
        repaired_share=origin.repaired_share,
    )


def _tally(surveyed: Survey, selection: Selection, num_hidden: int) -> Tally:
    num_interface = sum(
        stretch.last - stretch.first + 1
        for stretch in surveyed.stretches
        if stretch.kind in (INTERFACE, ELSEWHERE)
    )
    num_kept, num_undone, num_thinned = (
        len(numbers) for numbers in (selection.kept, selection.undone, selection.thinned)
    )
    others = num_interface + num_kept + num_undone + num_thinned + num_hidden
    return Tally(
        num_frames=surveyed.num_frames,
        num_kept=num_kept,
        num_static=surveyed.num_frames - others,
        num_interface=num_interface,
        num_hidden=num_hidden,
        num_undone=num_undone,
        num_thinned=num_thinned,
    )


def _dropped(
    surveyed: Survey, indices: Sequence[int], undone: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int, str], ...]:
    """Return the stretches left out whole, in order; indices: of the frames the canvases come from."""
    stretches = [(part.first, part.last, part.kind) for part in surveyed.stretches if part.kind != WORK]
    stretches += [(indices[first], indices[last], "undone") for first, last in undone]
    return tuple(sorted(stretches))


def _nothing_painted(source: RecordingSource) -> RecordingError:
    return RecordingError(
        f'"{source.path.name}" shows nothing being painted: no two of its frames differ by paint. '
        "Choose a recording that shows a painting at work."
    )
