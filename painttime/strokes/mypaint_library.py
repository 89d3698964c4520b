"""libmypaint, MyPaint's brush engine, found while the program runs and called through ctypes.

It is optional: Debian and Ubuntu have it as libmypaint-1.5-1, its brushes as mypaint-brushes. Versions 1.5
and 1.6 are taken, both of which name their files 1.5: older ones are unknown here, 2.0 changed the calls.
"""

import ctypes
import ctypes.util
import os
from collections.abc import Callable, Iterable
from ctypes import POINTER, Structure, c_char_p, c_double, c_float, c_int, c_uint16, c_void_p
from dataclasses import dataclass
from pathlib import Path

from painttime.errors import UserInputError

LIBRARY_PACKAGE = "libmypaint-1.5-1"
BRUSHES_PACKAGE = "mypaint-brushes"

FILE_NAMES = (
    "libmypaint-1.5.so.1",
    "libmypaint-1.5.1.dylib",
    "/opt/homebrew/lib/libmypaint-1.5.1.dylib",
    "/usr/local/lib/libmypaint-1.5.1.dylib",
    "libmypaint-1.5-1.dll",
)
SEARCHED_NAME = "mypaint-1.5"

DATA_FOLDERS = "/usr/local/share:/usr/share:/opt/homebrew/share"
BRUSH_FOLDERS = ("mypaint-data/2.0/brushes", "mypaint-data/1.0/brushes", "mypaint/brushes")


class TileRequest(Structure):
    """MyPaintTileRequest: which tile of a surface is wanted, and the memory handed out for it."""

    _fields_ = (
        ("tx", c_int),
        ("ty", c_int),
        ("readonly", c_int),
        ("buffer", POINTER(c_uint16)),
        ("context", c_void_p),
        ("thread_id", c_int),
        ("mipmap_level", c_int),
    )


class Rectangle(Structure):
    """MyPaintRectangle: where a surface was painted on, in pixels."""

    _fields_ = (("x", c_int), ("y", c_int), ("width", c_int), ("height", c_int))


_FLOATS = (c_float,) * 5
_SIGNATURES: dict[str, tuple[object, tuple[object, ...]]] = {
    "mypaint_brush_new": (c_void_p, ()),
    "mypaint_brush_unref": (None, (c_void_p,)),
    "mypaint_brush_reset": (None, (c_void_p,)),
    "mypaint_brush_from_defaults": (None, (c_void_p,)),
    "mypaint_brush_set_base_value": (None, (c_void_p, c_int, c_float)),
    "mypaint_brush_get_base_value": (c_float, (c_void_p, c_int)),
    "mypaint_brush_set_mapping_n": (None, (c_void_p, c_int, c_int, c_int)),
    "mypaint_brush_set_mapping_point": (None, (c_void_p, c_int, c_int, c_int, c_float, c_float)),
    "mypaint_brush_stroke_to": (c_int, (c_void_p, c_void_p, *_FLOATS, c_double)),
    "mypaint_brush_setting_from_cname": (c_int, (c_char_p,)),
    "mypaint_brush_input_from_cname": (c_int, (c_char_p,)),
    "mypaint_fixed_tiled_surface_new": (c_void_p, (c_int, c_int)),
    "mypaint_surface_begin_atomic": (None, (c_void_p,)),
    "mypaint_surface_end_atomic": (None, (c_void_p, POINTER(Rectangle))),
    "mypaint_surface_unref": (None, (c_void_p,)),
    "mypaint_tile_request_init": (None, (POINTER(TileRequest), c_int, c_int, c_int, c_int)),
    "mypaint_tiled_surface_tile_request_start": (None, (c_void_p, POINTER(TileRequest))),
    "mypaint_tiled_surface_tile_request_end": (None, (c_void_p, POINTER(TileRequest))),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class MyPaint:
    """MyPaint's brush engine on this computer.

    library: the loaded libmypaint. file_name: the file it was loaded from.
    brush_folders: folders that hold groups of brushes (group/name.myb), best first; may be empty.
    """

    library: ctypes.CDLL
    file_name: str
    brush_folders: tuple[Path, ...]

    def brush_file(self, name: str) -> Path:
        """Return the file of the brush `group/name`. Raises UserInputError where there is none."""
        for folder in self.brush_folders:
            path = folder / f"{name}.myb"
            if path.is_file():
                return path
        raise UserInputError(
            f"MyPaint's brush {name} is not on this computer. On Debian and Ubuntu install its brushes with: "
            f"sudo apt install {BRUSHES_PACKAGE}"
        )


def find_mypaint() -> MyPaint | None:
    """Return MyPaint's brush engine, or None where it is not installed or of a version that does not fit."""
    for file_name in _candidates(ctypes.util.find_library):
        library = _loaded(file_name)
        if library is not None:
            return MyPaint(library=library, file_name=file_name, brush_folders=_brush_folders())
    return None


def require_mypaint() -> MyPaint:
    """Return MyPaint's brush engine. Raises UserInputError, naming the packages, where it is missing."""
    found = find_mypaint()
    if found is None:
        raise UserInputError(
            "MyPaint's brush engine (libmypaint 1.5) is not on this computer. On Debian and Ubuntu it comes "
            f"with: sudo apt install {LIBRARY_PACKAGE} {BRUSHES_PACKAGE}"
        )
    return found


def _candidates(find_library: Callable[[str], str | None]) -> Iterable[str]:
    """Yield file names to try; asking the system comes last, as it starts other programs."""
    yield from FILE_NAMES
    found = find_library(SEARCHED_NAME)
    if found:
        yield found


def _loaded(file_name: str) -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(file_name)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype = result
            function.argtypes = arguments
    except (OSError, AttributeError):
        return None
    return library


def _brush_folders() -> tuple[Path, ...]:
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    shared = os.environ.get("XDG_DATA_DIRS") or DATA_FOLDERS
    roots = [Path(root) for root in (home, *shared.split(os.pathsep), *DATA_FOLDERS.split(":")) if root]
    folders = (root / folder for root in dict.fromkeys(roots) for folder in BRUSH_FOLDERS)
    return tuple(folder for folder in folders if folder.is_dir())
