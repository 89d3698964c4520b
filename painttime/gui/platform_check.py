"""Whether a window can be opened at all, found out before Qt would abort the process."""

import ctypes
import os
import sys
from collections.abc import Mapping
from ctypes.util import find_library
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
)
"""Debian and Ubuntu packages a real window needs."""


def why_no_window(environment: Mapping[str, str] = os.environ) -> str:
    """Return a sentence that says why no window can be opened here, "" where one can."""
    if missing := _missing_library("PySide6.QtWidgets"):
        return _library_sentence(missing)
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        return ""
    display = environment.get("DISPLAY")
    if not display:
        return (
            "There is no display here, so no window can be opened. Run painttime on a desktop, or use its "
            "other commands: painttime --help lists them."
        )
    if missing := _missing_plugin_library():
        return _library_sentence(missing)
    if not _can_reach(display):
        return f"The display {display} cannot be reached, so no window can be opened. Check DISPLAY."
    return ""


def _missing_library(module: str) -> str:
    """Return the system library a Qt module cannot find, "" where it is complete."""
    try:
        import_module(module)
    except ImportError as error:
        return str(error)
    return ""


def _missing_plugin_library() -> str:
    """Return the system library Qt's X11 plugin cannot find; Qt itself would abort over it."""
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return "PySide6"
    plugin = Path(spec.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():  # a Qt of the system, which brings what it needs
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error)
    return ""


def _can_reach(display: str) -> bool:
    name = find_library("xcb")
    if name is None:
        return True
    xcb = ctypes.CDLL(name)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(display.encode(), None)
    is_reached = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return is_reached


def _library_sentence(missing: str) -> str:
    library = missing.split(":")[0].strip()
    return (
        f"A system library for windows is missing: {library}. On Debian or Ubuntu, install what is needed "
        f"with: sudo apt-get install {PACKAGES}"
    )
