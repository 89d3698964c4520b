"""The members of a project file that hold a take: curves, and pictures of its canvases or its strokes."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import fields

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import Brushwork, StrokeCanvas, StrokeList
from painttime.core.canvas import NUM_RENDITIONS, AnyCanvas, Canvas
from painttime.core.image import Labels
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.storage.archive_members import read_array, read_floats, read_pixels
from painttime.storage.lossless_arrays import npy_bytes
from painttime.storage.take_json import (
    FINISHED,
    MISSING,
    OWN_LABELS,
    PART_LABELS,
    STAGES,
    StrokesRecord,
    TakeRecord,
    kept_as,
)

Pack = Callable[[npt.NDArray[np.uint8]], bytes]

# A thousand steps at model size need a sixth of it.
_MAX_TAKE_BYTES = 2**31


def take_members(take: Take, record: TakeRecord, folder: str, pack: Pack) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every member of a take, one at a time.

    folder: what the names begin with. pack: makes the PNG of a picture.
    """
    yield f"{folder}/degrees.npy", npy_bytes(take.plan.degrees)
    yield f"{folder}/realised.npy", npy_bytes(take.realised)
    for index, canvas in enumerate(take.canvases):
        if isinstance(canvas, Canvas):
            yield _canvas_name(folder, index), pack(_canvas_pixels(canvas))
    brushwork = take.brushwork
    if brushwork is None or record.strokes is None:
        return
    for name in _stroke_arrays(0):
        yield f"{folder}/strokes/{name}.npy", npy_bytes(getattr(brushwork.strokes, name))
    if brushwork.labels is not None and record.strokes.labels == OWN_LABELS:
        yield f"{folder}/strokes/labels.png", pack(brushwork.labels)


def num_members(take: Take, record: TakeRecord) -> int:
    """Return how many members a take has."""
    if record.strokes is None:
        return 2 + sum(take.computed)
    return 2 + len(_stroke_arrays(0)) + (record.strokes.labels == OWN_LABELS)


def read_take(archive: zipfile.ZipFile, record: TakeRecord, folder: str, part_labels: Labels) -> Take:
    """Return the take kept in a folder of the archive.

    part_labels: the project's. Raises ValueError, or what zipfile and Pillow raise for damaged files.
    """
    shape = (record.num_steps, len(record.part_ids))
    if len(set(record.part_ids)) != len(record.part_ids):
        raise ValueError("a part is planned twice")
    canvases: tuple[AnyCanvas | None, ...]
    if record.strokes is None:
        canvases = _model_canvases(archive, record, folder)
    else:
        canvases = _stroke_canvases(archive, record, record.strokes, folder, part_labels)
    return Take(
        plan=Plan(
            degrees=read_floats(archive, f"{folder}/degrees.npy", shape),
            part_ids=record.part_ids,
            habit=record.habit,
        ),
        seed=record.seed,
        locked=record.locked,
        canvases=canvases,
        realised=read_floats(archive, f"{folder}/realised.npy", shape),
    )


def _canvas_name(folder: str, index: int) -> str:
    return f"{folder}/canvas-{index:04d}.png"


def _canvas_pixels(canvas: Canvas) -> npt.NDArray[np.uint8]:
    """Return a canvas as one picture, (h, w) of stages or (K * h, w) of shares."""
    if kept_as(canvas) == STAGES:
        return canvas.stages()
    height, width, _ = canvas.mix.shape
    return np.moveaxis(canvas.mix, 2, 0).reshape(NUM_RENDITIONS * height, width)


def _model_canvases(archive: zipfile.ZipFile, record: TakeRecord, folder: str) -> tuple[Canvas | None, ...]:
    if len(record.canvases) * record.height_px * record.width_px * NUM_RENDITIONS > _MAX_TAKE_BYTES:
        raise ValueError("the take is larger than any that painttime makes")
    return tuple(_model_canvas(archive, record, folder, index) for index in range(len(record.canvases)))


def _model_canvas(archive: zipfile.ZipFile, record: TakeRecord, folder: str, index: int) -> Canvas | None:
    kind, height, width = record.canvases[index], record.height_px, record.width_px
    if kind == MISSING:
        return None
    name = _canvas_name(folder, index)
    if kind == STAGES:
        stages = read_pixels(archive, name, (height, width))
        if stages.max() >= NUM_RENDITIONS:
            raise ValueError("a canvas shows a rendition that does not exist")
        return Canvas.from_stages(stages)
    planes = read_pixels(archive, name, (NUM_RENDITIONS * height, width))
    mix = np.moveaxis(planes.reshape(NUM_RENDITIONS, height, width), 0, 2)
    if (mix.sum(axis=2, dtype=np.uint16) != 255).any():
        raise ValueError("the shares of a canvas do not sum to the whole")
    return Canvas(mix=mix)


def _stroke_canvases(
    archive: zipfile.ZipFile, record: TakeRecord, strokes: StrokesRecord, folder: str, part_labels: Labels
) -> tuple[StrokeCanvas | None, ...]:
    labels = None
    if strokes.labels == PART_LABELS:
        labels = part_labels
    elif strokes.labels_size is not None:
        labels = read_pixels(archive, f"{folder}/strokes/labels.png", strokes.labels_size)
    brushwork = Brushwork(
        strokes=StrokeList(
            **{
                name: read_array(archive, f"{folder}/strokes/{name}.npy", shape, dtype)
                for name, (shape, dtype) in _stroke_arrays(strokes.num_strokes).items()
            }
        ),
        ground=strokes.ground,
        height_px=record.height_px,
        width_px=record.width_px,
        labels=labels,
    )
    return tuple(
        None
        if kind == MISSING
        else StrokeCanvas(
            brushwork=brushwork,
            count=count,
            is_finished=kind == FINISHED,
            finished_parts=strokes.finished_parts,
        )
        for kind, count in zip(record.canvases, strokes.counts, strict=True)
    )


def _stroke_arrays(num_strokes: int) -> dict[str, tuple[tuple[int, ...], npt.DTypeLike]]:
    """Return shape and type of every array of a stroke list, by name."""
    empty = StrokeList.empty()
    arrays = {field.name: getattr(empty, field.name) for field in fields(StrokeList)}
    return {name: ((num_strokes, *array.shape[1:]), array.dtype) for name, array in arrays.items()}
