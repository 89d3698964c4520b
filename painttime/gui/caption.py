"""The line under the canvas: which canvas or stroke this is and what changed in it."""

from painttime.core.brushwork import Stroke, StrokeCanvas
from painttime.core.canvas import AnyCanvas, stage_name
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.gui.recording_control import RecordedFrame

MAX_PARTS_NAMED = 4
SEPARATOR = "  ·  "


def caption(project: Project, index: int) -> str:
    """Return the caption of canvas `index`, such as "canvas 23 of 40 · detail · changed: sky 12 %"."""
    if index == project.num_steps:
        return SEPARATOR.join(
            ("Painting", f"canvas {index} of {project.num_steps}", *_changes(project, index))
        )
    canvas = project.shown_take.canvases[index] if project.shown_take is not None else None
    if canvas is None:
        return SEPARATOR.join((f"Canvas {index} of {project.num_steps}", "not computed yet"))
    return SEPARATOR.join(
        (
            f"{made_by(project, canvas)} canvas {index} of {project.num_steps}",
            *_stage(canvas, is_unfinished=not (project.shown_take and project.shown_take.is_complete)),
            *_changes(project, index),
        )
    )


def stroke_caption(project: Project, stroke: Stroke | None, position: int, num_strokes: int) -> str:
    """Return the caption after `position` strokes: "stroke 1,241 of 4,000 · pass 3 · bristle · sky".

    stroke: the last one laid, None on the bare ground.
    """
    is_predicted = project.take is not project.shown_take
    name = f"{'Predicted stroke' if is_predicted else 'Stroke'} {position:,} of {num_strokes:,}"
    if stroke is None:
        return SEPARATOR.join((name, "the bare ground"))
    known = stroke.part_id in project.parts.ids
    part = (project.parts.part(stroke.part_id).name,) if known else ()
    return SEPARATOR.join((name, f"pass {stroke.pass_number + 1}", stroke.brush, *part))


def recording_caption(recorded: RecordedFrame, beside: str | None) -> str:
    """Return the caption of a frame of a recording; beside: that of the canvas left of it."""
    if beside is None:
        return SEPARATOR.join(("Recording", recorded.name, recorded.words))
    # Before what a narrow window cuts off.
    name, separator, rest = beside.partition(SEPARATOR)
    return SEPARATOR.join((name, f"right: recording, {recorded.words}")) + separator + rest


def made_by(project: Project, canvas: AnyCanvas) -> str:
    """Return the word for where a canvas comes from: "Painted" by the brush, "Predicted" by the model."""
    is_brush = isinstance(canvas, StrokeCanvas) and project.take is project.shown_take
    return "Painted" if is_brush else "Predicted"


def changed_in_step(take: Take, project: Project, step: int) -> str:
    """Return what a step changed, "sky 12 %; hair 8 %", most changed first; "" where it is not known."""
    named = []
    for part_id in take.changed_parts(step):
        degree = float(take.realised[step, take.plan.part_ids.index(part_id)])
        if degree >= 0.005 and part_id in project.parts.ids:
            named.append(f"{project.parts.part(part_id).name} {degree:.0%}".replace("%", " %"))
    more = len(named) - MAX_PARTS_NAMED
    # Names of parts have commas of their own.
    return "; ".join(named[:MAX_PARTS_NAMED]) + (f" and {more} more" if more > 0 else "")


def _stage(canvas: AnyCanvas, *, is_unfinished: bool) -> tuple[str, ...]:
    """Return how far a canvas is; of strokes still being laid nobody knows yet how many are to come."""
    if not isinstance(canvas, StrokeCanvas):
        return (stage_name(canvas),)
    if is_unfinished:
        return (f"{canvas.count:,} strokes",)
    return f"{canvas.count:,} of {len(canvas.brushwork.strokes):,} strokes", stage_name(canvas)


def _changes(project: Project, index: int) -> tuple[str, ...]:
    take = project.shown_take
    if take is None or index == 0:
        return ()
    text = changed_in_step(take, project, index - 1)
    return (f"changed: {text}",) if text else ()
