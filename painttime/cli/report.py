"""What a command tells about the process it made."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from painttime.core.project import Project


def process_json(project: Project, results: Sequence[Path], *, seconds: float, device: str) -> str:
    """Return a predicted process as JSON: what made it, where it lies, what each step did."""
    take = project.take
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
        "seconds": round(seconds, 3),
        "parts": parts,
        # One row a step, one column a part in the order of part_ids; null where a step was not computed.
        "part_ids": list(take.plan.part_ids),
        "degrees_planned": np.round(take.plan.degrees.astype(float), 4).tolist(),
        "degrees_realised": _without_nan(take.realised),
        "results": [str(path) for path in results],
    }
    return json.dumps(values, indent=2, ensure_ascii=False)


def _without_nan(rows: np.ndarray) -> list[list[float | None]]:
    return [[None if np.isnan(value) else round(float(value), 4) for value in row] for row in rows]
