"""The project file: a zip of one JSON text, PNG pictures and .npy curves.

    project.json          see painttime.storage.project_json
    painting.png          the painting, lossless
    labels.png            the part map, the value of a pixel is the id of its part
    take/degrees.npy      the plan, (num_steps, num_parts) float32
    take/realised.npy     what was measured, same shape, NaN where not computed
    take/canvas-NNNN.png  canvas NNNN: the rendition of each pixel, or the shares of the K renditions as K
                          pictures below one another; missing where not computed

Members are read by these names only and never unpacked to the disk; nothing in the file is code.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

import numpy as np
import numpy.typing as npt

from painttime.core.canvas import NUM_RENDITIONS, Canvas
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.errors import ProjectFileError
from painttime.files.atomic import replacing_file
from painttime.storage import project_json
from painttime.storage.lossless_arrays import floats_from_npy, npy_bytes, pixels_from_png, png_bytes
from painttime.storage.project_json import MISSING, MIXED, STAGES, NewerVersion, ProjectRecord, TakeRecord

SUFFIX = ".painttime"

Pack = Callable[[npt.NDArray[np.uint8]], bytes]

_MAX_JSON_BYTES = 2**24
# What a member may need beyond its raw values: headers, filter bytes, incompressible noise.
_SLACK_BYTES = 2**20

# A thousand steps at model size need a sixth of it.
_MAX_TAKE_BYTES = 2**31

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
    total = 3 if project.take is None else 3 + 2 + sum(project.take.computed)
    with (
        replacing_file(path) as partial,
        zipfile.ZipFile(partial, "w", compression=zipfile.ZIP_DEFLATED) as archive,
    ):
        for done, (name, data) in enumerate(_members(project, pack)):
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


def _members(project: Project, pack: Pack) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every member, one at a time."""
    take = project.take
    canvases = () if take is None else tuple(_kept_as(canvas) for canvas in take.canvases)
    yield "project.json", project_json.to_json(project_json.record_of(project, canvases)).encode()
    yield "painting.png", pack(project.painting.pixels)
    yield "labels.png", pack(project.parts.labels)
    if take is None:
        return
    yield "take/degrees.npy", npy_bytes(take.plan.degrees)
    yield "take/realised.npy", npy_bytes(take.realised)
    for index, canvas in enumerate(take.canvases):
        if canvas is not None:
            yield _canvas_name(index), pack(_canvas_pixels(canvas))


def _kept_as(canvas: Canvas | None) -> str:
    if canvas is None:
        return MISSING
    return STAGES if np.array_equal(Canvas.from_stages(canvas.stages()).mix, canvas.mix) else MIXED


def _canvas_name(index: int) -> str:
    return f"take/canvas-{index:04d}.png"


def _canvas_pixels(canvas: Canvas) -> npt.NDArray[np.uint8]:
    """Return a canvas as one picture, (h, w) of stages or (K * h, w) of shares."""
    if _kept_as(canvas) == STAGES:
        return canvas.stages()
    height, width, _ = canvas.mix.shape
    return np.moveaxis(canvas.mix, 2, 0).reshape(NUM_RENDITIONS * height, width)


def _read(file: IO[bytes]) -> Project:
    with zipfile.ZipFile(file) as archive:
        record = project_json.from_json(_member(archive, "project.json", _MAX_JSON_BYTES).decode())
        size = (record.height_px, record.width_px)
        pixels = _pixels(archive, "painting.png", (*size, 3))
        parts = PartMap(labels=_pixels(archive, "labels.png", size), parts=record.parts)
        take = None if record.take is None else _take(archive, record.take)
    if take is not None and take.num_steps != record.num_steps:
        raise ValueError("the take has another number of steps than the project")
    if take is not None and set(take.plan.part_ids) != set(parts.ids):
        raise ValueError("the take plans other parts than the project has")
    return _project(record, Painting(pixels=pixels, source=_source(record.name)), parts, take)


def _project(record: ProjectRecord, painting: Painting, parts: PartMap, take: Take | None) -> Project:
    return Project(
        painting=painting,
        parts=parts,
        num_steps=record.num_steps,
        seed=record.seed,
        habit=record.habit,
        ground=record.ground,
        degrees=record.degrees,
        locked=record.locked,
        hidden=record.hidden,
        take=take,
    )


def _take(archive: zipfile.ZipFile, record: TakeRecord) -> Take:
    shape = (record.num_steps, len(record.part_ids))
    if len(set(record.part_ids)) != len(record.part_ids):
        raise ValueError("a part is planned twice")
    if len(record.canvases) * record.height_px * record.width_px * NUM_RENDITIONS > _MAX_TAKE_BYTES:
        raise ValueError("the take is larger than any that painttime makes")
    return Take(
        plan=Plan(
            degrees=_floats(archive, "take/degrees.npy", shape), part_ids=record.part_ids, habit=record.habit
        ),
        seed=record.seed,
        locked=record.locked,
        canvases=tuple(_canvas(archive, record, index) for index in range(len(record.canvases))),
        realised=_floats(archive, "take/realised.npy", shape),
    )


def _canvas(archive: zipfile.ZipFile, record: TakeRecord, index: int) -> Canvas | None:
    kind, height, width = record.canvases[index], record.height_px, record.width_px
    if kind == MISSING:
        return None
    if kind == STAGES:
        stages = _pixels(archive, _canvas_name(index), (height, width))
        if stages.max() >= NUM_RENDITIONS:
            raise ValueError("a canvas shows a rendition that does not exist")
        return Canvas.from_stages(stages)
    planes = _pixels(archive, _canvas_name(index), (NUM_RENDITIONS * height, width))
    mix = np.moveaxis(planes.reshape(NUM_RENDITIONS, height, width), 0, 2)
    if (mix.sum(axis=2, dtype=np.uint16) != 255).any():
        raise ValueError("the shares of a canvas do not sum to the whole")
    return Canvas(mix=mix)


def _pixels(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    # PNG may grow what it cannot pack, by a filter byte a row and little more.
    most = int(np.prod(shape)) * 9 // 8 + _SLACK_BYTES
    return pixels_from_png(_member(archive, name, most), shape)


def _floats(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    return floats_from_npy(_member(archive, name, 4 * int(np.prod(shape)) + _SLACK_BYTES), shape)


def _member(archive: zipfile.ZipFile, name: str, max_bytes: int) -> bytes:
    """Return a member; the size the archive claims is checked first, and zipfile reads no more than that."""
    info = archive.getinfo(name)
    if info.file_size > max_bytes:
        raise ValueError(f"{name} claims to have {info.file_size} bytes")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{name} is packed in a way painttime does not use")
    return archive.read(info)


def _source(name: str | None) -> Path | None:
    """Return the name without any folder, whichever system wrote it; None where nothing is left."""
    bare = PurePosixPath(PureWindowsPath(name or "").name).name
    printable = "".join(character for character in bare if character.isprintable())
    return Path(printable) if printable not in ("", ".", "..") else None
