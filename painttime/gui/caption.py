"""The line under the canvas: which canvas this is and what changed in it."""

from painttime.core.canvas import stage_name
from painttime.core.process import Take
from painttime.core.project import Project

MAX_PARTS_NAMED = 4
SEPARATOR = "  ·  "


def caption(project: Project, index: int) -> str:
    """Return the caption of canvas `index`, such as "canvas 23 of 40 · detail · changed: sky 12 %"."""
    if index == project.num_steps:
        return SEPARATOR.join(
            ("Painting", f"canvas {index} of {project.num_steps}", *_changes(project, index))
        )
    canvas = project.take.canvases[index] if project.take is not None else None
    if canvas is None:
        return SEPARATOR.join((f"Canvas {index} of {project.num_steps}", "not computed yet"))
    return SEPARATOR.join(
        (
            f"Predicted canvas {index} of {project.num_steps}",
            stage_name(canvas),
            *_changes(project, index),
        )
    )


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


def _changes(project: Project, index: int) -> tuple[str, ...]:
    if project.take is None or index == 0:
        return ()
    text = changed_in_step(project.take, project, index - 1)
    return (f"changed: {text}",) if text else ()
