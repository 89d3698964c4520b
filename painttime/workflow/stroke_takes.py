"""Dividing strokes into the steps of a process, and measuring what each step does."""

import itertools

import numpy as np

from painttime.core.brushwork import Brushwork, StrokeCanvas
from painttime.core.change import changed_pixels, realised_degrees
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.workflow.stroke_pictures import StrokePictures

CHANGE_SHARE = 0.45
"""How far steps are cut by what they change, the rest by the square root of the strokes laid.

By change alone half of the steps would show the first dozens of broad strokes; by strokes alone one would,
and most steps would change too little to be seen.
"""

_MIN_PROBES, _MAX_PROBES = 200, 1500
_PROBES_PER_STEP = 8


def step_counts(
    brushwork: Brushwork,
    num_steps: int,
    pictures: StrokePictures,
    *,
    finished_parts: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    """Return how many strokes each canvas of a process shows, num_steps + 1 numbers from 0 to all of them.

    Steps are cut by what they change and by the strokes they take (CHANGE_SHARE): the ground is covered in
    fewer and larger steps, details take their time. The last but one canvas shows all strokes: the last step
    leads from them to the painting itself.
    """
    total = len(brushwork.strokes)
    if num_steps == 1:
        return 0, total
    # Few strokes lie between probes early on, where each changes much.
    num_probes = min(max(_MIN_PROBES, _PROBES_PER_STEP * num_steps), _MAX_PROBES)
    probes = np.unique(np.rint(total * np.linspace(0, 1, num_probes) ** 2).astype(np.intp))
    canvases = (
        StrokeCanvas(brushwork=brushwork, count=int(count), finished_parts=finished_parts) for count in probes
    )
    frames = (pictures.preview(canvas) for canvas in canvases)
    changes = [float(changed_pixels(before, after).mean()) for before, after in itertools.pairwise(frames)]
    changed = np.concatenate([[0.0], np.cumsum(changes)])
    laid = np.sqrt(probes / max(total, 1))
    progress = CHANGE_SHARE * changed / max(changed[-1], 1e-9) + (1 - CHANGE_SHARE) * laid
    ends = np.linspace(0, progress[-1], num_steps)[1:]
    counts = np.rint(np.interp(ends, progress, probes)).astype(np.intp)
    rising = np.arange(1, num_steps)
    # At least one stroke a step, as long as there are enough.
    counts = np.maximum.accumulate(np.maximum(counts - rising, 0)) + rising
    counts = np.minimum(counts, total - (num_steps - 1 - rising)).clip(0, total)
    counts[-1] = total
    return 0, *counts.tolist(), total


def measured_take(
    project: Project,
    brushwork: Brushwork,
    counts: tuple[int, ...],
    pictures: StrokePictures,
    *,
    finished_parts: frozenset[int] = frozenset(),
    part_ids: tuple[int, ...] | None = None,
) -> Take:
    """Return the take of strokes in which canvas i shows the first counts[i], the last one the painting.

    Its plan is what was measured, at the size of previews as for any take. finished_parts: those that stand
    finished from the first canvas on. part_ids: the parts of the columns; None for those of the project,
    back to front.
    """
    canvases = _canvases(brushwork, counts, finished_parts)
    ids = project.parts.ids if part_ids is None else part_ids
    labels = project.parts.resized(*pictures.preview(canvases[-1]).shape[:2])
    frames = (pictures.preview(canvas) for canvas in canvases)
    realised = np.stack(
        [realised_degrees(before, after, labels, ids) for before, after in itertools.pairwise(frames)]
    )
    return Take(
        plan=Plan(degrees=realised, part_ids=ids, habit=project.brush.order),
        seed=project.seed,
        locked=project.locked,
        canvases=canvases,
        realised=realised,
    )


def partial_take(project: Project, brushwork: Brushwork, share: float, former: Take | None) -> Take:
    """Return the take of a painting in progress: the ground, how it has grown so far, and the painting.

    share: of the work done, 0..1, says how far along the timeline the strokes so far have come. former: the
    take before these strokes came.
    """
    num_steps = project.num_steps
    index = min(num_steps - 1, max(1, int(share * num_steps)))
    counts: list[int | None] = [None] * num_steps
    for known, canvas in enumerate(former.canvases[:index] if former is not None else ()):
        if isinstance(canvas, StrokeCanvas):
            counts[known] = min(canvas.count, len(brushwork.strokes))
    counts[0] = 0
    if index > 0:
        counts[index] = len(brushwork.strokes)
    canvases = [None if count is None else _canvas(brushwork, count, project.locked) for count in counts]
    degrees = np.zeros((num_steps, len(project.parts.ids)), dtype=np.float32)
    return Take(
        plan=Plan(degrees=degrees, part_ids=project.parts.ids, habit=project.brush.order),
        seed=project.seed,
        locked=project.locked,
        canvases=(*canvases, _canvas(brushwork, len(brushwork.strokes), project.locked, is_finished=True)),
        realised=np.full_like(degrees, np.nan),
    )


def _canvases(
    brushwork: Brushwork, counts: tuple[int, ...], finished_parts: frozenset[int]
) -> tuple[StrokeCanvas, ...]:
    *before, last = counts
    return (
        *(_canvas(brushwork, count, finished_parts) for count in before),
        _canvas(brushwork, last, finished_parts, is_finished=True),
    )


def _canvas(
    brushwork: Brushwork, count: int, finished_parts: frozenset[int], *, is_finished: bool = False
) -> StrokeCanvas:
    return StrokeCanvas(
        brushwork=brushwork, count=count, finished_parts=finished_parts, is_finished=is_finished
    )
