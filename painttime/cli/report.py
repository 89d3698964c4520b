"""What a command tells about the process it made."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from painttime.core.brushwork import StrokeCanvas
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.workflow.stroke_pictures import StrokePictures

STALLED_DEGREE = 0.01
"""A step that changes no part by more than this stands still."""


def process_json(project: Project, results: Sequence[Path], *, seconds: float, device: str) -> str:
    """Return a predicted process as JSON: what made it, where it lies, what each step did."""
    take = project.shown_take
    if take is None:
        raise ValueError("the project has no process")
    painting = project.painting
    areas_px = project.parts.areas_px()
    parts = [
        {"id": part.id, "name": part.name, "area_px": areas_px[part.id], "locked": part.id in take.locked}
        for part in project.parts.parts
    ]
    values = {
        "painting": str(painting.source) if painting.source else None,
        "width_px": painting.width_px,
        "height_px": painting.height_px,
        "steps": take.num_steps,
        "seed": take.seed,
        "habit": take.plan.habit,
        "device": device,
        "render": project.render,
        "seconds": round(seconds, 3),
        "parts": parts,
        # One row a step, one column a part in the order of part_ids; null where a step was not computed.
        "part_ids": list(take.plan.part_ids),
        "degrees_planned": np.round(take.plan.degrees.astype(float), 4).tolist(),
        "degrees_realised": _without_nan(take.realised),
        "measures": _measures(take),
        **_strokes(project),
        "results": [str(path) for path in results],
    }
    return json.dumps(values, indent=2, ensure_ascii=False)


def _measures(take: Take) -> dict[str, float | None]:
    """Return how well the steps keep to the plan: the mean miss where it asks for a change, the share of
    steps that change next to nothing."""
    planned, realised = take.plan.degrees, take.realised
    misses = np.abs(planned - realised)[(planned > 0) & ~np.isnan(realised)]
    stalled = np.nan_to_num(realised).max(axis=1) <= STALLED_DEGREE
    return {
        "degree_error": round(float(misses.mean()), 4) if misses.size else None,
        "stalls": round(float(stalled.mean()), 4),
    }


def _strokes(project: Project) -> dict[str, Any]:
    """Return what is known of the strokes of the process shown: how many lie on each canvas, and the mean
    difference, 0..1, of all of them from the painting."""
    take = project.shown_take
    if take is None or take.brushwork is None:
        return {}
    canvases = [canvas for canvas in take.canvases if isinstance(canvas, StrokeCanvas)]
    laid = StrokePictures(project).frame(replace(canvases[-1], is_finished=False))
    difference = np.abs(laid.astype(np.float32) - project.painting.pixels)
    return {
        "strokes": len(take.brushwork.strokes),
        "stroke_counts": [canvas.count for canvas in canvases],
        "l1": round(float(difference.mean()) / 255, 5),
    }


def _without_nan(rows: np.ndarray) -> list[list[float | None]]:
    return [[None if np.isnan(value) else round(float(value), 4) for value in row] for row in rows]
