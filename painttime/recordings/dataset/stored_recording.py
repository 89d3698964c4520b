"""One recording of a data set: its frames, parts and labels as they lie on the disk."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image

from painttime.core.frames import FrameSource
from painttime.core.part import PartMap
from painttime.errors import DatasetError, PartsError
from painttime.recordings.clean_recording import KeptFrame, Tally
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.frame_store import StoredFrames, damaged
from painttime.recordings.dataset.origin import Origin, sha256_of
from painttime.recordings.dataset.record import Record, record_from_json
from painttime.recordings.labelling.labels import RecordingLabels, SettledMap, labels_from_json
from painttime.recordings.options import BringInOptions
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.painting_file import DAMAGED
from painttime.storage.parts_file import read_parts

WRITE_ANEW = "Copy the data set again, or run painttime dataset add on it, which writes the manifest anew."
"""What to do where the manifest does not fit what is there."""

_MAX_TEXT_BYTES = 2**28
_SLACK_BYTES = 2**20


@dataclass(frozen=True, kw_only=True, eq=False)
class StoredRecording:
    """A recording of a data set; each thing is read when it is asked for, and then kept.

    id, painting_id, split ("train" or "val"), source_name, record_sha256: as the manifest has them. All
    others raise DatasetError, which names the file, where a file is missing or damaged.
    """

    folder: Path
    id: str
    painting_id: str
    split: str
    source_name: str
    record_sha256: str

    @classmethod
    def open(cls, folder: Path) -> "StoredRecording":
        """Open the folder of a recording; raises DatasetError where there is none or its text is damaged."""
        path = folder / layout.RECORD_NAME
        text = read_text(path)
        record = parse_record(text, path)
        return cls(
            folder=folder,
            id=record.id,
            painting_id=record.painting_id,
            split=record.split,
            source_name=record.source.name,
            record_sha256=text_sha256(text),
        )

    @cached_property
    def record(self) -> Record:
        path = self.folder / layout.RECORD_NAME
        text = read_text(path)
        if text_sha256(text) != self.record_sha256:
            raise DatasetError(f'"{path}" is not what the manifest says. {WRITE_ANEW}')
        return parse_record(text, path)

    @property
    def source(self) -> Origin:
        return self.record.source

    @property
    def options(self) -> BringInOptions:
        return self.record.options

    @property
    def frames(self) -> tuple[KeptFrame, ...]:
        return self.record.frames

    @property
    def tally(self) -> Tally:
        return self.record.tally

    @property
    def crop(self) -> tuple[int, int, int, int]:
        return self.record.crop

    @property
    def dropped(self) -> tuple[tuple[int, int, str], ...]:
        return self.record.dropped

    @property
    def sha256(self) -> Mapping[str, str]:
        """Checksums of the files, by names relative to the folder."""
        return self.record.files

    @cached_property
    def pictures(self) -> FrameSource:
        frames = StoredFrames(self.folder / layout.FRAMES_NAME)
        record = self.record
        found = (frames.num_frames, frames.width_px, frames.height_px)
        if found != (len(record.frames), record.width_px, record.height_px):
            raise damaged(frames.folder)
        return frames

    @cached_property
    def parts(self) -> PartMap:
        path = self.folder / layout.PARTS_LIST_NAME
        try:
            return read_parts(path, height_px=self.record.height_px, width_px=self.record.width_px)
        except PartsError as error:
            raise DatasetError(f'The parts in "{self.folder}" cannot be read. {error}') from error

    @cached_property
    def labels(self) -> RecordingLabels:
        path = self.folder / layout.LABELS_NAME
        text, settled = read_text(path), self._settled()
        try:
            labels = labels_from_json(json.loads(text), settled)
            if labels.num_frames != len(self.record.frames):
                raise ValueError("there is not a label for every frame")
        except (ValueError, RecursionError) as error:
            raise damaged(path) from error
        return labels

    def damaged_files(self) -> tuple[str, ...]:
        """Return the files that are missing or not what was written, by names relative to the folder."""
        try:
            files = self.sha256
        except DatasetError:
            return (layout.RECORD_NAME,)
        return tuple(name for name, wanted in files.items() if not _is_as(self.folder / name, wanted))

    def _settled(self) -> SettledMap:
        path = self.folder / layout.SETTLED_NAME
        size = (self.record.width_px, self.record.height_px)
        max_bytes = size[0] * size[1] * 2 * 9 // 8 + _SLACK_BYTES
        data = read_file_bytes(path, kind="data set", error=DatasetError, max_bytes=max_bytes)
        try:
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            if image.size != size or image.mode != "I;16":
                raise ValueError("it is another picture")
            return np.asarray(image, dtype=np.uint16)
        except (*DAMAGED, Image.DecompressionBombError) as error:
            raise damaged(path) from error


def read_text(path: Path) -> str:
    """Return the text of a file of a data set; raises DatasetError."""
    data = read_file_bytes(path, kind="data set", error=DatasetError, max_bytes=_MAX_TEXT_BYTES)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise damaged(path) from error


def parse_record(text: str, path: Path) -> Record:
    """Return the record in the text of a file; raises DatasetError, which names the file."""
    try:
        record = record_from_json(text)
        if record.id != path.parent.name or len(record.frames) < 2:
            raise ValueError("it belongs to another recording")
    except (ValueError, TypeError, RecursionError) as error:
        raise damaged(path) from error
    return record


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _is_as(path: Path, wanted: str) -> bool:
    try:
        return sha256_of(path) == wanted
    except OSError:
        return False
