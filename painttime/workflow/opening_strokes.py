"""Opening a file of strokes: the picture they paint, with the process they are."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from painttime.core.image import Labels
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import BRUSH_ENGINE, Project
from painttime.errors import StrokesFileError
from painttime.workflow.finding_parts import ANY_PARTS, PartsWanted, find_parts_of
from painttime.workflow.job import Job, Progress
from painttime.workflow.stroke_exporting import open_strokes
from painttime.workflow.stroke_pictures import StrokePictures
from painttime.workflow.stroke_takes import measured_take, step_counts

_STEPS = 3


def open_strokes_project(path: Path, wanted: PartsWanted = ANY_PARTS) -> Job[Project]:
    """Open a file of strokes as a project whose painting is what all of them paint.

    wanted: the parts looked for where the file holds none. Raises StrokesFileError with a sentence for the
    user.
    """
    brushwork = yield from open_strokes(path)
    if not len(brushwork.strokes):
        raise StrokesFileError(f"{path.name} holds no strokes. Choose another file.")
    yield Progress(done=0, total=_STEPS, message="Painting the strokes")
    from painttime.strokes.engine import paint

    pixels = paint(brushwork)
    painting = Painting(pixels=pixels, source=path)
    if brushwork.labels is not None:
        parts = _named_parts(brushwork.labels, *pixels.shape[:2])
    else:
        parts = yield from find_parts_of(painting, wanted)
        # Whatever parts the strokes were laid for, those found now are others.
        nobody = np.zeros_like(brushwork.strokes.part_ids)
        brushwork = replace(brushwork, strokes=replace(brushwork.strokes, part_ids=nobody))
    project = Project(
        painting=painting,
        parts=parts,
        ground=brushwork.ground,
        engine=BRUSH_ENGINE,
    )
    yield Progress(done=2, total=_STEPS, message="Dividing the strokes into steps")
    pictures = StrokePictures(project)
    counts = step_counts(brushwork, project.num_steps, pictures)
    return replace(project, take=measured_take(project, brushwork, counts, pictures))


def _named_parts(labels: Labels, height_px: int, width_px: int) -> PartMap:
    from painttime.segmentation.description.naming import marking_colour
    from painttime.strokes.engine import labels_at

    full = labels_at(labels, height_px, width_px)
    if full is None:
        raise LookupError("there are no labels")
    ids = np.unique(full)
    if ids[0] == 0:
        # Pixels of no part become one of their own: every pixel of a painting belongs to a part.
        free = np.setdiff1d(np.arange(1, 256), ids)
        full = np.where(full == 0, free[0] if len(free) else ids[1], full).astype(np.uint8)
        ids = np.unique(full)
    parts = tuple(
        Part(id=part_id, name=f"part {part_id}", colour=marking_colour(index))
        for index, part_id in enumerate(ids.tolist())
    )
    return PartMap(labels=full, parts=parts)
