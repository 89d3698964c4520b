"""The text of a recording in a data set: where it comes from, how it was made, what its frames show."""

import dataclasses
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from painttime.core.similarity import Similarity
from painttime.recordings.checks.split import SPLITS
from painttime.recordings.clean_recording import KeptFrame, Tally
from painttime.recordings.dataset.origin import Origin
from painttime.recordings.options import BringInOptions
from painttime.storage.json_fields import Fields
from painttime.storage.painting_file import MAX_SIDE_PX

FORMAT, VERSION = "painttime recording", 1

_MOST = 2**53
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What is kept of a recording beside its pictures.

    painting_id: recordings of one painting share it, and their split. split: one of SPLITS.
    parts_asked: how parts were to be found; None for the way nobody has to ask for. parts_source: the file
    they were given by; None where they were found.
    crop, tally, frames, dropped: as in CleanRecording. width_px, height_px: of its frames.
    files: checksums of all other files by their names relative to the recording's folder.
    """

    id: str
    painting_id: str
    split: str
    source: Origin
    options: BringInOptions
    parts_asked: str | None
    parts_source: Origin | None
    width_px: int
    height_px: int
    crop: tuple[int, int, int, int]
    tally: Tally
    frames: tuple[KeptFrame, ...]
    dropped: tuple[tuple[int, int, str], ...]
    files: Mapping[str, str]


def to_json(record: Record) -> str:
    """Return the record as JSON: the same record gives the same text, and nothing of when or where."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "id": record.id,
        "painting_id": record.painting_id,
        "split": record.split,
        "source": dataclasses.asdict(record.source),
        "options": dataclasses.asdict(record.options),
        "parts_asked": record.parts_asked,
        "parts_source": None if record.parts_source is None else dataclasses.asdict(record.parts_source),
        "width_px": record.width_px,
        "height_px": record.height_px,
        "crop": record.crop,
        "tally": dataclasses.asdict(record.tally),
        "frames": [dataclasses.asdict(frame) for frame in record.frames],
        "dropped": [{"first": first, "last": last, "why": why} for first, last, why in record.dropped],
        "files": dict(sorted(record.files.items())),
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def record_from_json(text: str) -> Record:
    """Return the record of a text that `to_json` gave; raises ValueError or RecursionError for others."""
    fields = Fields(json.loads(text))
    fields.choice("format", (FORMAT,))
    fields.integer("version", VERSION, VERSION)
    width_px, height_px = (fields.integer(name, 1, MAX_SIDE_PX) for name in ("width_px", "height_px"))
    parts_source = None if fields.get("parts_source") is None else _origin(fields.fields("parts_source"))
    return Record(
        id=plain_name(fields.text("id")),
        painting_id=fields.text("painting_id"),
        split=fields.choice("split", SPLITS),
        source=_origin(fields.fields("source")),
        options=_options(fields.fields("options")),
        parts_asked=None if fields.get("parts_asked") is None else fields.text("parts_asked"),
        parts_source=parts_source,
        width_px=width_px,
        height_px=height_px,
        crop=_four(fields.array("crop")),
        tally=_tally(fields.fields("tally")),
        frames=tuple(_kept_frame(Fields(entry)) for entry in fields.array("frames")),
        dropped=tuple(_dropped(Fields(entry)) for entry in fields.array("dropped")),
        files=_files(fields.get("files")),
    )


def plain_name(text: str) -> str:
    """Return the name of a folder that leads nowhere else; raises ValueError."""
    if not text or not text.isascii() or not all(letter.isalnum() or letter == "-" for letter in text):
        raise ValueError("an id is made of letters, digits and -")
    return text


def checksum(fields: Fields, name: str) -> str:
    """Return a SHA-256 in hexadecimal; raises ValueError."""
    text = fields.text(name)
    if len(text) != 64 or not set(text) <= _HEX:
        raise ValueError(f"{name} is no checksum")
    return text


def _origin(fields: Fields) -> Origin:
    return Origin(
        name=fields.text("name"),
        sha256=checksum(fields, "sha256"),
        size_bytes=fields.integer("size_bytes", 0, _MOST),
    )


def _options(fields: Fields) -> BringInOptions:
    crop = fields.get("crop")
    return BringInOptions(
        max_frames=fields.integer("max_frames", 2, _MOST),
        undo=fields.text("undo"),
        crop=crop if isinstance(crop, str) else _four(fields.array("crop")),
        repair_hands=fields.flag("repair_hands"),
        register=fields.flag("register"),
        even_light=fields.flag("even_light"),
        partial=fields.flag("partial"),
    )


def _four(values: list[Any]) -> tuple[int, int, int, int]:
    if len(values) != 4:
        raise ValueError("a rectangle is four numbers")
    fields = Fields(dict(zip("xywh", values, strict=True)))
    x, y = (fields.integer(name, 0, _MOST) for name in "xy")
    width, height = (fields.integer(name, 1, _MOST) for name in "wh")
    return x, y, width, height


def _tally(fields: Fields) -> Tally:
    names = [field.name for field in dataclasses.fields(Tally)]
    return Tally(**{name: fields.integer(name, 0, _MOST) for name in names})


def _kept_frame(fields: Fields) -> KeptFrame:
    move = fields.fields("to_last")
    return KeptFrame(
        source_index=fields.integer("source_index", 0, _MOST),
        time_s=_number(fields, "time_s"),
        to_last=Similarity(
            **{name: _number(move, name) for name in ("scale", "angle_deg", "dx_px", "dy_px")}
        ),
        repaired_share=_number(fields, "repaired_share"),
    )


def _dropped(fields: Fields) -> tuple[int, int, str]:
    return fields.integer("first", 0, _MOST), fields.integer("last", 0, _MOST), fields.text("why")


def _files(values: Any) -> dict[str, str]:
    if not isinstance(values, dict):
        raise ValueError("files is no object")
    fields = Fields(values)
    for name in values:
        # None may lead out of the folder.
        if name.startswith("/") or "\\" in name or any(piece in ("", ".", "..") for piece in name.split("/")):
            raise ValueError("a file has an odd name")
    return {name: checksum(fields, name) for name in values}


def _number(fields: Fields, name: str) -> float:
    value = fields.get(name)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{name} is no number")
    return float(value)
