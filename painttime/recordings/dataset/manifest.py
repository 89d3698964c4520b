"""The manifest of a data set: one line a recording, derived from what lies there complete."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from painttime.core.counting import Counting
from painttime.errors import DatasetError
from painttime.files.atomic import replacing_file
from painttime.files.presence import is_there
from painttime.recordings.checks.split import SPLITS
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.record import checksum, plain_name
from painttime.recordings.dataset.stored_recording import WRITE_ANEW, parse_record, read_text, text_sha256
from painttime.storage.json_fields import Fields
from painttime.storage.painting_file import MAX_SIDE_PX

FORMAT, VERSION = "painttime data set", 1

_MOST = 2**53


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What the manifest says of a recording; record_sha256 is that of its recording.json."""

    id: str
    painting_id: str
    split: str
    source_name: str
    source_sha256: str
    num_frames: int
    width_px: int
    height_px: int
    record_sha256: str


def entry_of(dataset: Path, recording_id: str) -> Entry:
    """Return the entry of a recording that lies there complete; raises DatasetError."""
    path = layout.recording_folder(dataset, recording_id) / layout.RECORD_NAME
    text = read_text(path)
    record = parse_record(text, path)
    return Entry(
        id=record.id,
        painting_id=record.painting_id,
        split=record.split,
        source_name=record.source.name,
        source_sha256=record.source.sha256,
        num_frames=len(record.frames),
        width_px=record.width_px,
        height_px=record.height_px,
        record_sha256=text_sha256(text),
    )


def complete_recordings(dataset: Path) -> Counting[dict[str, Entry]]:
    """Return what lies there complete, by id; yields (read, of all).

    A recording whose text is damaged is as the manifest knows it, if it does: nothing is forgotten because a
    disk failed. Raises DatasetError where the folder cannot be read.
    """
    known = {entry.id: entry for entry in _readable_entries(dataset)}
    folder = dataset / layout.RECORDINGS_NAME
    try:
        names = sorted(path.name for path in folder.iterdir() if layout.is_stored_recording(path))
    except FileNotFoundError:
        names = []
    except OSError as error:
        raise DatasetError(f'"{folder}" cannot be read: {error.strerror}.') from error
    found = {}
    for done, name in enumerate(names):
        try:
            found[name] = entry_of(dataset, name)
        except DatasetError:
            if name in known:
                found[name] = known[name]
        yield done + 1, len(names)
    return found


def write_manifest(dataset: Path, entries: Iterable[Entry]) -> None:
    """Write the manifest: the same recordings give the same bytes. Raises ExportError."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "recordings": [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.id)],
    }
    with replacing_file(dataset / layout.MANIFEST_NAME) as partial:
        partial.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(dataset: Path) -> tuple[Entry, ...]:
    """Return what the manifest says, sorted by id. Raises DatasetError."""
    path = dataset / layout.MANIFEST_NAME
    if not is_there(path):
        raise DatasetError(
            f'"{dataset}" is no data set: it holds no {layout.MANIFEST_NAME}. Give a folder that painttime '
            "dataset add has made."
        )
    text = read_text(path)
    try:
        fields = Fields(json.loads(text))
        fields.choice("format", (FORMAT,))
        if fields.integer("version", 1, _MOST) > VERSION:
            raise DatasetError(f'"{path}" was written by a later painttime. Install that to use it.')
        entries = tuple(_entry(Fields(value)) for value in fields.array("recordings"))
        ids = [entry.id for entry in entries]
        if ids != sorted(set(ids)):
            raise ValueError("recordings are out of order")
    except (ValueError, TypeError, RecursionError) as error:
        raise DatasetError(f'"{path}" is damaged or incomplete. {WRITE_ANEW}') from error
    return entries


def _readable_entries(dataset: Path) -> tuple[Entry, ...]:
    try:
        return read_manifest(dataset)
    except DatasetError:
        return ()


def _entry(fields: Fields) -> Entry:
    return Entry(
        id=plain_name(fields.text("id")),
        painting_id=fields.text("painting_id"),
        split=fields.choice("split", SPLITS),
        source_name=fields.text("source_name"),
        source_sha256=checksum(fields, "source_sha256"),
        num_frames=fields.integer("num_frames", 2, _MOST),
        width_px=fields.integer("width_px", 1, MAX_SIDE_PX),
        height_px=fields.integer("height_px", 1, MAX_SIDE_PX),
        record_sha256=checksum(fields, "record_sha256"),
    )
