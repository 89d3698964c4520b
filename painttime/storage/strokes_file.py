"""Reads strokes from JSON lines (core.stroke_lines says what they look like), whatever the file holds."""

import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import NoReturn

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.core.image import Labels, RGBColour
from painttime.core.stroke_lines import FORMAT, MAX_STROKES, VERSION
from painttime.errors import StrokesFileError
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.json_fields import Fields
from painttime.storage.painting_file import MAX_PIXELS, MAX_SIDE_PX
from painttime.storage.stroke_columns import StrokeColumns, colour_from_code, labels_from_fields

Reading = Generator[tuple[int, int], None, Brushwork]
"""Yields (bytes read, bytes in all), returns the strokes."""

STROKES_AT_ONCE = 4096

_MAX_HEADER_BYTES = 2**26
_MAX_LINE_BYTES = 2**14
_LINE_END = b"\r\n \t"


class _NewerVersion(ValueError):
    """The file was written by a later painttime."""


class _WrongCount(ValueError):
    """The file holds more or fewer strokes than it should."""


def read_strokes(path: Path) -> Brushwork:
    """Read a file of strokes; raises StrokesFileError with a sentence for the user."""
    reading = reading_strokes(path)
    while True:
        try:
            next(reading)
        except StopIteration as stop:
            brushwork: Brushwork = stop.value
            return brushwork


def reading_strokes(path: Path) -> Reading:
    """Read a file of strokes, some thousands at a time; raises StrokesFileError with a sentence."""
    data = read_file_bytes(path, kind="file of strokes", error=StrokesFileError)
    lines = _Lines(data)
    try:
        head = _Head(lines.next_object(_MAX_HEADER_BYTES))
        lists: list[StrokeList] = []
        num_strokes = 0
        while columns := _some_strokes(lines):
            num_strokes += len(columns)
            head.check_count_so_far(num_strokes)
            lists.append(columns.strokes())
            yield lines.position, len(data)
        head.check_count(num_strokes)
        return head.brushwork(StrokeList.joined(lists))
    except _NewerVersion:
        raise StrokesFileError(
            f'"{path.name}" was written by a newer version of painttime. Update painttime to read it.'
        ) from None
    except MemoryError:
        raise StrokesFileError(
            f'There is not enough memory to read "{path.name}". Close other programs and try again.'
        ) from None
    except ValueError as error:
        raise _refusal(path, lines.number, error) from error


def _some_strokes(lines: "_Lines") -> StrokeColumns | None:
    """Return the next strokes as columns, None at the end of the file."""
    columns = StrokeColumns()
    while len(columns) < STROKES_AT_ONCE and not lines.at_end():
        columns.add(lines.next_object(_MAX_LINE_BYTES))
    return columns if len(columns) else None


class _Lines:
    """The lines of a file, one JSON object each. number: of the line read last, from 1."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)
        self._num_bytes = len(data.rstrip(_LINE_END))
        self.number = 0

    @property
    def position(self) -> int:
        return self._file.tell()

    def at_end(self) -> bool:
        return self._file.tell() >= self._num_bytes

    def next_object(self, max_bytes: int) -> Fields:
        """Return the object on the next line; raises ValueError where there is none."""
        line = self._file.readline(max_bytes + 1)
        self.number += 1
        if len(line) > max_bytes:
            raise ValueError("the line is too long")
        try:
            return Fields(json.loads(line, parse_constant=_no_number))
        except RecursionError:
            raise ValueError("it is nested too deeply") from None


class _Head:
    """What the first line of a file says; raises ValueError where anything in it is wrong."""

    def __init__(self, fields: Fields) -> None:
        if fields.get("format") != FORMAT:
            raise ValueError(f'the "format" of its first line is not "{FORMAT}"')
        if fields.integer("version", 1, 2**31) > VERSION:
            raise _NewerVersion
        self.height_px = fields.integer("height_px", 1, MAX_SIDE_PX)
        self.width_px = fields.integer("width_px", 1, MAX_SIDE_PX)
        if self.height_px * self.width_px > MAX_PIXELS:
            raise ValueError("the picture is too large")
        self.ground: RGBColour = colour_from_code(fields.get("ground"))
        self.num_strokes: int | None = None
        if fields.get("num_strokes") is not None:
            self.num_strokes = fields.integer("num_strokes", 0, MAX_STROKES)
        self.labels: Labels | None = None
        if fields.get("labels") is not None:
            self.labels = labels_from_fields(
                fields.fields("labels"), height_px=self.height_px, width_px=self.width_px
            )

    def check_count_so_far(self, num_strokes: int) -> None:
        if self.num_strokes is not None and num_strokes > self.num_strokes:
            raise _WrongCount(f"it holds more strokes than the {self.num_strokes:,} it announces")
        if num_strokes > MAX_STROKES:
            raise _WrongCount(f"it holds more than {MAX_STROKES:,} strokes")

    def check_count(self, num_strokes: int) -> None:
        if self.num_strokes is not None and num_strokes < self.num_strokes:
            raise _WrongCount(f"it ends after {num_strokes:,} of {self.num_strokes:,} strokes")

    def brushwork(self, strokes: StrokeList) -> Brushwork:
        return Brushwork(
            strokes=strokes,
            ground=self.ground,
            height_px=self.height_px,
            width_px=self.width_px,
            labels=self.labels,
        )


def _no_number(_name: str) -> NoReturn:
    # NaN and Infinity are no JSON, but Python reads them.
    raise ValueError("a number was expected")


def _refusal(path: Path, line: int, error: ValueError) -> StrokesFileError:
    reason: str = str(error)
    if isinstance(error, json.JSONDecodeError):
        reason = "it is not JSON"
    elif isinstance(error, UnicodeDecodeError):
        reason = "it is not a text in UTF-8"
    if isinstance(error, _WrongCount):
        return StrokesFileError(f'"{path.name}" is damaged: {reason}. Copy or write the file again.')
    if line <= 1:
        return StrokesFileError(
            f'"{path.name}" is damaged or is no file of strokes: {reason}. '
            "painttime strokes writes them, with the ending .jsonl."
        )
    return StrokesFileError(
        f'"{path.name}" is damaged: line {line:,}, {reason}. Mend it, or copy or write the file again.'
    )
