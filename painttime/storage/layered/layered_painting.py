"""Files with layers of the artist's own (PSD, ORA, KRA): a painting, and its parts, which are the layers."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.errors import PaintingError, PartsError
from painttime.storage.file_bytes import read_file_bytes
from painttime.storage.layered.layered_kra import KraFile
from painttime.storage.layered.layered_ora import OraFile
from painttime.storage.layered.layered_psd import PsdFile
from painttime.storage.layered.layered_stack import LayeredDocument, PartsRead, Reading, parts_of_layers
from painttime.storage.parts_fitting import fitted_parts


class _LayeredFile(Protocol):
    """A file that is open."""

    def picture(self) -> RGB8: ...

    def document(self) -> LayeredDocument: ...


_OPENERS: dict[str, Callable[[bytes, str], _LayeredFile]] = {
    ".psd": PsdFile,
    ".psb": PsdFile,
    ".ora": OraFile,
    ".kra": KraFile,
}


def read_layered_painting(path: Path) -> Painting:
    """Return what all layers of a file show together; raises PaintingError with a sentence for the user."""
    return Painting(pixels=_opened(path, PaintingError).picture(), source=path.absolute())


def read_layered_parts(path: Path, *, height_px: int, width_px: int) -> Reading[PartsRead]:
    """Read the layers of a file as the parts of a painting of this size; yields layers read of all.

    Files of another size with the same proportions are fitted. Raises PartsError with a sentence.
    """
    try:
        document = _opened(path, PartsError).document()
        read = yield from parts_of_layers(document)
    except PaintingError as error:
        raise PartsError(str(error)) from error
    parts = fitted_parts(read.parts, path.name, height_px=height_px, width_px=width_px)
    return PartsRead(parts=parts, notes=read.notes)


def _opened(path: Path, error: type[PaintingError] | type[PartsError]) -> _LayeredFile:
    data = read_file_bytes(path, kind="picture file", error=error)
    return _OPENERS[path.suffix.lower()](data, path.name)
