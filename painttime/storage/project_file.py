"""The project file: a zip of one JSON text, PNG pictures and .npy curves.

    project.json          see painttime.storage.project_json
    painting.png          the painting, lossless
    labels.png            the part map, the value of a pixel is the id of its part
    take/degrees.npy      the plan, (num_steps, num_parts) float32
    take/realised.npy     what was measured, same shape, NaN where not computed
    take/canvas-NNNN.png  canvas NNNN: the rendition of each pixel, or the shares of the K renditions as K
                          pictures below one another; missing where not computed
    take/strokes/*.npy    of a take painted with strokes: the arrays of painttime.core.brushwork.StrokeList
    take/strokes/labels.png   what clips the strokes, where that is not the part map
    painted/...           the take carried out in strokes, kept like the take

Members are read by these names only and never unpacked to the disk; nothing in the file is code.
"""

import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.process import PaintedTake, Take
from painttime.core.project import Project
from painttime.errors import ProjectFileError
from painttime.files.atomic import replacing_file
from painttime.storage import project_json
from painttime.storage.archive_members import read_member, read_pixels
from painttime.storage.lossless_arrays import png_bytes
from painttime.storage.project_json import NewerVersion, ProjectRecord
from painttime.storage.take_json import TakeRecord
from painttime.storage.take_members import Pack, num_members, read_take, take_members

SUFFIX = ".painttime"

_MAX_JSON_BYTES = 2**24
_TAKE, _PAINTED = "take", "painted"

# What damaged archives, pictures and texts raise, in the words of the libraries that read them.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    SyntaxError,
    RuntimeError,
    OverflowError,
)


def write_project(project: Project, path: Path) -> None:
    """Write the project; an older file is replaced when the new one is complete. Raises ExportError."""
    for _ in writing_project(project, path):
        pass


def writing_project(
    project: Project, path: Path, pack: Pack = png_bytes
) -> Generator[tuple[int, int], None, None]:
    """Write the project step by step, yielding (done, total); closing it leaves the older file as it was.

    pack: makes the PNG of a picture.
    """
    record = project_json.record_of(project)
    kept = tuple(_kept_takes(project, record))
    total = 3 + sum(num_members(take, of_take) for take, of_take, _ in kept)
    with (
        replacing_file(path) as partial,
        zipfile.ZipFile(partial, "w", compression=zipfile.ZIP_DEFLATED) as archive,
    ):
        for done, (name, data) in enumerate(_members(project, record, kept, pack)):
            # A fixed date: the same project gives the same bytes. PNG is packed already.
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
            yield done + 1, total


def read_project(path: Path) -> Project:
    """Read a project file. Raises ProjectFileError with a sentence for the user.

    The painting's source is its file name alone: where it lay on another computer means nothing here.
    """
    try:
        if path.is_dir():
            raise ProjectFileError(f'"{path}" is a folder. Choose a project file in it.')
        if path.exists() and not path.is_file():
            # A pipe or a device would be waited for, perhaps for ever.
            raise ProjectFileError(f'"{path}" is not a file. Choose a project file.')
        with path.open("rb") as file:
            return _read(file)
    except ProjectFileError:
        raise
    except FileNotFoundError:
        raise ProjectFileError(f'There is no file "{path}". Check the name and the folder.') from None
    except PermissionError:
        raise ProjectFileError(
            f'You may not read "{path}". Change its permissions or copy it elsewhere.'
        ) from None
    except NewerVersion:
        raise ProjectFileError(
            f'"{path.name}" was saved by a newer version of painttime. Update painttime to open it.'
        ) from None
    except MemoryError:
        raise ProjectFileError(
            f'There is not enough memory to open "{path.name}". Close other programs and try again.'
        ) from None
    except _DAMAGED as error:
        raise ProjectFileError(
            f'"{path.name}" is damaged or is not a painttime project. Open an older copy of it.'
        ) from error


def _kept_takes(project: Project, record: ProjectRecord) -> Iterator[tuple[Take, TakeRecord, str]]:
    """Yield the takes to keep, what the text says of them, and the folders they go to."""
    if project.take is not None and record.take is not None:
        yield project.take, record.take, _TAKE
    if project.painted is not None and record.painted is not None:
        yield project.painted.take, record.painted, _PAINTED


def _members(
    project: Project, record: ProjectRecord, kept: tuple[tuple[Take, TakeRecord, str], ...], pack: Pack
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every member, one at a time."""
    yield "project.json", project_json.to_json(record).encode()
    yield "painting.png", pack(project.painting.pixels)
    yield "labels.png", pack(project.parts.labels)
    for take, of_take, folder in kept:
        yield from take_members(take, of_take, folder, pack)


def _read(file: IO[bytes]) -> Project:
    with zipfile.ZipFile(file) as archive:
        record = project_json.from_json(read_member(archive, "project.json", _MAX_JSON_BYTES).decode())
        size = (record.height_px, record.width_px)
        pixels = read_pixels(archive, "painting.png", (*size, 3))
        parts = PartMap(labels=read_pixels(archive, "labels.png", size), parts=record.parts)
        takes = [
            None if of_take is None else _take(archive, record, of_take, folder, parts)
            for of_take, folder in ((record.take, _TAKE), (record.painted, _PAINTED))
        ]
    take, painted = takes
    if painted is not None and take is None:
        raise ValueError("a take is carried out that is not there")
    return Project(
        painting=Painting(pixels=pixels, source=_source(record.name)),
        parts=parts,
        num_steps=record.num_steps,
        seed=record.seed,
        habit=record.habit,
        ground=record.ground,
        degrees=record.degrees,
        locked=record.locked,
        hidden=record.hidden,
        take=take,
        engine=record.engine,
        brush=record.brush,
        render=record.render,
        painted=None if painted is None or take is None else PaintedTake(source=take, take=painted),
    )


def _take(
    archive: zipfile.ZipFile, record: ProjectRecord, of_take: TakeRecord, folder: str, parts: PartMap
) -> Take:
    if of_take.num_steps != record.num_steps:
        raise ValueError("the take has another number of steps than the project")
    if set(of_take.part_ids) != set(parts.ids):
        raise ValueError("the take plans other parts than the project has")
    return read_take(archive, of_take, folder, parts.labels)


def _source(name: str | None) -> Path | None:
    """Return the name without any folder, whichever system wrote it; None where nothing is left."""
    bare = PurePosixPath(PureWindowsPath(name or "").name).name
    printable = "".join(character for character in bare if character.isprintable())
    return Path(printable) if printable not in ("", ".", "..") else None
