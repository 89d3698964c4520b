"""What the text of a project file says of a take."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from painttime.core.brushwork import Brushwork, StrokeCanvas
from painttime.core.canvas import AnyCanvas, Canvas
from painttime.core.image import Labels, RGBColour
from painttime.core.part import MAX_PARTS
from painttime.core.process import Take
from painttime.storage.json_fields import Fields, checked_integer
from painttime.storage.painting_file import MAX_PIXELS, MAX_SIDE_PX

MAX_STEPS = 10_000
MAX_SEED = 2**64
MAX_STROKES = 2_000_000

MISSING, STAGES, MIXED = "missing", "stages", "mixed"
STROKES, FINISHED = "strokes", "finished"
"""How a canvas is kept: not at all, as one rendition a pixel, or as shares; as a number of strokes, or as the
painting at the end of them."""

NO_LABELS, PART_LABELS, OWN_LABELS = "none", "parts", "own"
"""What clips strokes: nothing, the part map of the project, or labels kept with them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StrokesRecord:
    """What the text says of the strokes of a take.

    counts: strokes laid on each canvas, 0 for one that is missing. labels: NO_LABELS, PART_LABELS or
    OWN_LABELS; labels_size: (height, width) of own labels.
    """

    num_strokes: int
    ground: RGBColour
    counts: tuple[int, ...]
    finished_parts: frozenset[int]
    labels: str
    labels_size: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeRecord:
    """What the text says of a take.

    height_px, width_px: of the model's canvases, or the size the strokes were painted at. canvases: MISSING,
    STAGES or MIXED for each, or MISSING, STROKES or FINISHED where there are strokes.
    """

    habit: str
    part_ids: tuple[int, ...]
    seed: int
    locked: frozenset[int]
    height_px: int
    width_px: int
    canvases: tuple[str, ...]
    strokes: StrokesRecord | None

    @property
    def num_steps(self) -> int:
        return len(self.canvases) - 1


def record_of_take(take: Take, part_labels: Labels) -> TakeRecord:
    """Return what the text says of a take. part_labels: those of the project."""
    brushwork = take.brushwork
    if brushwork is None:
        height_px, width_px = take.model_canvas(-1).mix.shape[:2]
    else:
        height_px, width_px = brushwork.height_px, brushwork.width_px
    return TakeRecord(
        habit=take.plan.habit,
        part_ids=take.plan.part_ids,
        seed=take.seed,
        locked=take.locked,
        height_px=height_px,
        width_px=width_px,
        canvases=tuple(kept_as(canvas) for canvas in take.canvases),
        strokes=None if brushwork is None else _record_of_strokes(take, brushwork, part_labels),
    )


def kept_as(canvas: AnyCanvas | None) -> str:
    """Return how a canvas is kept."""
    if canvas is None:
        return MISSING
    if isinstance(canvas, StrokeCanvas):
        return FINISHED if canvas.is_finished else STROKES
    return STAGES if np.array_equal(Canvas.from_stages(canvas.stages()).mix, canvas.mix) else MIXED


def take_to_json(record: TakeRecord) -> dict[str, Any]:
    """Return the record as JSON values."""
    strokes = record.strokes
    values: dict[str, Any] = {
        "habit": record.habit,
        "part_ids": record.part_ids,
        "seed": record.seed,
        "locked": sorted(record.locked),
        "height_px": record.height_px,
        "width_px": record.width_px,
        "canvases": record.canvases,
    }
    if strokes is not None:
        values["strokes"] = {
            "num_strokes": strokes.num_strokes,
            "ground": strokes.ground,
            "counts": strokes.counts,
            "finished_parts": sorted(strokes.finished_parts),
            "labels": strokes.labels,
            "labels_size": strokes.labels_size,
        }
    return values


def take_from_json(fields: Fields) -> TakeRecord:
    """Return the record in JSON values; raises ValueError where anything is wrong."""
    has_strokes = fields.get("strokes") is not None
    kinds = (MISSING, STROKES, FINISHED) if has_strokes else (MISSING, STAGES, MIXED)
    canvases = tuple(fields.array("canvases"))
    if not 2 <= len(canvases) <= MAX_STEPS + 1 or not all(kind in kinds for kind in canvases):
        raise ValueError("canvases are kept in an unknown way")
    return TakeRecord(
        habit=fields.text("habit"),
        part_ids=tuple(checked_integer(part_id, 1, MAX_PARTS) for part_id in fields.array("part_ids")),
        seed=fields.integer("seed", -MAX_SEED, MAX_SEED),
        locked=fields.ids("locked"),
        height_px=fields.integer("height_px", 1, MAX_SIDE_PX),
        width_px=fields.integer("width_px", 1, MAX_SIDE_PX),
        canvases=canvases,
        strokes=_strokes_from_json(fields.fields("strokes"), len(canvases)) if has_strokes else None,
    )


def _record_of_strokes(take: Take, brushwork: Brushwork, part_labels: Labels) -> StrokesRecord:
    canvases = [canvas for canvas in take.canvases if isinstance(canvas, StrokeCanvas)]
    labels = brushwork.labels
    kind, size = NO_LABELS, None
    if labels is not None:
        is_same = labels is part_labels or np.array_equal(labels, part_labels)
        kind, size = (PART_LABELS, None) if is_same else (OWN_LABELS, (labels.shape[0], labels.shape[1]))
    return StrokesRecord(
        num_strokes=len(brushwork.strokes),
        ground=brushwork.ground,
        counts=tuple(canvas.count if isinstance(canvas, StrokeCanvas) else 0 for canvas in take.canvases),
        finished_parts=canvases[-1].finished_parts,
        labels=kind,
        labels_size=size,
    )


def _strokes_from_json(fields: Fields, num_canvases: int) -> StrokesRecord:
    num_strokes = fields.integer("num_strokes", 0, MAX_STROKES)
    counts = tuple(checked_integer(count, 0, num_strokes) for count in fields.array("counts"))
    if len(counts) != num_canvases:
        raise ValueError("strokes are counted for other canvases than there are")
    labels = fields.choice("labels", (NO_LABELS, PART_LABELS, OWN_LABELS))
    size = None
    if labels == OWN_LABELS:
        height_px, width_px = (checked_integer(side, 1, MAX_SIDE_PX) for side in fields.array("labels_size"))
        if height_px * width_px > MAX_PIXELS:
            raise ValueError("the labels of the strokes are too large")
        size = height_px, width_px
    return StrokesRecord(
        num_strokes=num_strokes,
        ground=fields.colour("ground"),
        counts=counts,
        finished_parts=fields.ids("finished_parts"),
        labels=labels,
        labels_size=size,
    )
