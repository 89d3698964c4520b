"""Writes a recording into a folder, from the frames to the text that makes it whole."""

import io
import json
import os
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from painttime.core.counting import translated
from painttime.core.image import RGB8
from painttime.core.part import PartMap
from painttime.files.atomic import flush_folder
from painttime.recordings.clean_recording import CleanRecording
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.frame_store import FrameWriter, StoredFrames
from painttime.recordings.dataset.origin import Origin, sha256_of
from painttime.recordings.dataset.record import Record, to_json
from painttime.recordings.labelling.labelling import label
from painttime.recordings.labelling.labels import RecordingLabels, SettledMap
from painttime.recordings.options import BringInOptions
from painttime.storage.parts_document import parts_json, parts_png

FindParts = Callable[[RGB8], PartMap]
"""Says which parts a finished painting (H, W, 3) has; picklable, since it is called in other processes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What a recording is in its data set; the fields are those of Record."""

    id: str
    painting_id: str
    split: str
    source: Origin
    options: BringInOptions
    parts_asked: str | None
    parts_source: Origin | None


Step = tuple[int, int, str]
"""(done, total, what is being done)."""


def write_recording(
    clean: CleanRecording, identity: Identity, find_parts: FindParts, folder: Path
) -> Generator[Step, None, None]:
    """Write a recording into a new folder. Raises what `find_parts` raises, and OSError.

    Frames are read and written one by one. When it is done everything lies on the disk, not in its cache.
    """
    folder.mkdir(parents=True)
    frames = yield from _write_frames(clean, folder / layout.FRAMES_NAME)
    yield 0, 1, "Finding parts"
    parts = find_parts(frames.frame(frames.num_frames - 1))
    (folder / layout.PARTS_PICTURE_NAME).write_bytes(parts_png(parts))
    (folder / layout.PARTS_LIST_NAME).write_text(parts_json(parts), encoding="utf-8")
    labels = yield from translated(label(frames, parts), lambda step: (*step, "Labelling"))
    _write_labels(labels, folder)
    record = Record(
        id=identity.id,
        painting_id=identity.painting_id,
        split=identity.split,
        source=identity.source,
        options=identity.options,
        parts_asked=identity.parts_asked,
        parts_source=identity.parts_source,
        width_px=frames.width_px,
        height_px=frames.height_px,
        crop=clean.crop,
        tally=clean.tally,
        frames=clean.frames,
        dropped=clean.dropped,
        files=_checksums(frames, folder),
    )
    (folder / layout.RECORD_NAME).write_text(to_json(record), encoding="utf-8")
    _flush(folder)


def _write_frames(clean: CleanRecording, folder: Path) -> Generator[Step, None, StoredFrames]:
    writer = FrameWriter(folder)
    num_frames = clean.pictures.num_frames
    for index in range(num_frames):
        yield index, num_frames, "Storing frames"
        writer.append(clean.pictures.frame(index))
    return writer.finish()


def _write_labels(labels: RecordingLabels, folder: Path) -> None:
    text = json.dumps(labels.to_json(), ensure_ascii=False, allow_nan=False)
    (folder / layout.LABELS_NAME).write_text(text + "\n", encoding="utf-8")
    (folder / layout.SETTLED_NAME).write_bytes(_settled_png(labels.settled))


def _settled_png(settled: SettledMap) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(settled)).save(buffer, format="PNG")
    return buffer.getvalue()


def _checksums(frames: StoredFrames, folder: Path) -> dict[str, str]:
    names = [f"{layout.FRAMES_NAME}/{name}" for name in frames.files()]
    names += [layout.PARTS_PICTURE_NAME, layout.PARTS_LIST_NAME, layout.LABELS_NAME, layout.SETTLED_NAME]
    return {name: sha256_of(folder / name) for name in names}


def _flush(folder: Path) -> None:
    """Make sure that nothing of a folder is lost when the machine stops after it has got its name."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            flush_folder(path)
        else:
            with path.open("r+b") as file:
                os.fsync(file.fileno())
