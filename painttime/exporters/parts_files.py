"""The parts of a painting as files other programs read: one table for the window and the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.errors import ExportError
from painttime.exporters.cutouts import DEFAULT_EDGE_PX
from painttime.exporters.parts_layers import write_parts_ora, write_parts_psd
from painttime.exporters.process_frames import Writing
from painttime.files.atomic import replacing_file
from painttime.storage.parts_document import parts_json, parts_png


@dataclass(frozen=True, kw_only=True, slots=True)
class PartsFormat:
    """One kind of file for parts.

    suffix: the file name's ending. name: for dialogs and help. is_layered: whether the parts are cut out,
    which is when their edges can be soft. write: yields (done, total) while it writes; its target appears
    whole or not at all.
    """

    suffix: str
    name: str
    is_layered: bool
    write: Callable[[Painting, PartMap, Path, int], Writing]


def writing_parts(
    painting: Painting, parts: PartMap, out: Path, *, edge_px: int = DEFAULT_EDGE_PX
) -> Writing:
    """Write the parts in the form the ending of `out` asks for; yields (done, total).

    .png: one channel, 8 bits, the value of a pixel is the id of its part. .json: the list of parts. .psd,
    .ora: a layer for each part, cut out with soft edges `edge_px` wide and continued behind what hides it.
    Raises ExportError for another ending or a target that cannot be written.
    """
    yield from parts_format_of(out).write(painting, parts, out, edge_px)


def write_parts(painting: Painting, parts: PartMap, out: Path, *, edge_px: int = DEFAULT_EDGE_PX) -> None:
    """Write the parts as `writing_parts` does, in one go."""
    for _ in writing_parts(painting, parts, out, edge_px=edge_px):
        pass


def parts_format_of(out: Path) -> PartsFormat:
    """Return the format the name of a target asks for; raises ExportError that lists the known endings."""
    suffix = out.suffix.lower()
    for known in PARTS_FORMATS:
        if known.suffix == suffix:
            return known
    endings = ", ".join(PARTS_SUFFIXES)
    raise ExportError(f'Parts cannot be written as "{out.name}". Use a name that ends in {endings}.')


def _write_label_map(_painting: Painting, parts: PartMap, out: Path, _edge_px: int) -> Writing:
    yield 0, 1
    with replacing_file(out) as partial:
        partial.write_bytes(parts_png(parts))
    yield 1, 1


def _write_list(_painting: Painting, parts: PartMap, out: Path, _edge_px: int) -> Writing:
    yield 0, 1
    with replacing_file(out) as partial:
        partial.write_text(parts_json(parts), encoding="utf-8")
    yield 1, 1


def _write_psd(painting: Painting, parts: PartMap, out: Path, edge_px: int) -> Writing:
    yield from write_parts_psd(painting, parts, out, edge_px=edge_px)


def _write_ora(painting: Painting, parts: PartMap, out: Path, edge_px: int) -> Writing:
    yield from write_parts_ora(painting, parts, out, edge_px=edge_px)


PARTS_FORMATS = (
    PartsFormat(suffix=".png", name="Picture of parts", is_layered=False, write=_write_label_map),
    PartsFormat(suffix=".json", name="List of parts", is_layered=False, write=_write_list),
    PartsFormat(suffix=".psd", name="Layered PSD", is_layered=True, write=_write_psd),
    PartsFormat(suffix=".ora", name="OpenRaster", is_layered=True, write=_write_ora),
)

PARTS_SUFFIXES = tuple(known.suffix for known in PARTS_FORMATS)
