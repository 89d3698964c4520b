"""Writes what painttime strokes has painted, and tells about it."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from painttime.cli.progress import run_job
from painttime.cli.strokes_request import Painted, StrokesRequest, is_project
from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.exporters.strokes_options import StrokesOptions
from painttime.workflow import mypaint_painting, saving, stroke_exporting


def write_strokes(request: StrokesRequest, painted: Painted, options: StrokesOptions) -> list[Path]:
    """Write every result, one after the other; returns where they lie."""
    return [_write(request, painted, target, options) for target in request.targets]


def _write(request: StrokesRequest, painted: Painted, target: Path, options: StrokesOptions) -> Path:
    from painttime.exporters.strokes_picture import PICTURE_SUFFIXES

    if painted.project is not None and is_project(target):
        return run_job(saving.save_project(painted.project, target))
    if request.with_mypaint and target.suffix.lower() in PICTURE_SUFFIXES:
        job = mypaint_painting.paint_with_mypaint_job(painted.brushwork, long_side_px=options.long_side_px)
        return run_job(stroke_exporting.export_picture(run_job(job), target))
    return run_job(stroke_exporting.export_strokes(painted.brushwork, target, options))


def strokes_json(
    request: StrokesRequest, painted: Painted, results: Sequence[Path], *, seconds: float
) -> str:
    """Return painted strokes as JSON: what was asked for, what was laid, how near it comes, where it lies."""
    brushwork, project = painted.brushwork, painted.project
    values: dict[str, Any] = {
        "source": str(request.source),
        "width_px": brushwork.width_px,
        "height_px": brushwork.height_px,
        "strokes": len(brushwork.strokes),
        "passes": brushwork.num_passes,
        "engine": "mypaint" if request.with_mypaint else "painttime",
        "seconds": round(seconds, 3),
    }
    if project is not None:
        settings = project.brush
        values |= {
            "strokes_asked": settings.num_strokes,
            "brush": settings.brush,
            "order": settings.order,
            "palette": settings.palette_size,
            "seed": project.seed,
            **_error(brushwork, project.painting.pixels),
        }
    values["results"] = [str(path) for path in results]
    return json.dumps(values, indent=2, ensure_ascii=False)


def _error(brushwork: Brushwork, painting: RGB8) -> dict[str, float | None]:
    """Return how far the strokes are from the painting: mean absolute difference, 0..1, and PSNR in dB."""
    from painttime.strokes.engine import paint

    painted = paint(brushwork, num_threads=os.cpu_count() or 1)
    absolute, squared = 0.0, 0.0
    # Row by row: the differences of a large painting would take several times its memory.
    for row, original in zip(painted, painting, strict=True):
        difference = row.astype(np.float32) - original
        absolute += float(np.abs(difference).sum())
        squared += float(np.square(difference).sum())
    mean_square = squared / painting.size
    return {
        "l1": round(absolute / painting.size / 255, 5),
        "psnr_db": round(10 * float(np.log10(255**2 / mean_square)), 2) if mean_square else None,
    }
