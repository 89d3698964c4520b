"""Starting the window. Nothing of Qt is imported before it is known that a window can be opened."""

import sys
from collections.abc import Sequence
from pathlib import Path

from painttime.gui.platform_check import why_no_window

EXIT_NO_WINDOW = 2


def run(argv: Sequence[str] = ()) -> int:
    """Open the window, on the file `argv` names where it names one, and return the exit code.

    2 where no window can be opened here: a sentence on stderr says why and what to do.
    """
    if reason := why_no_window():
        print(reason, file=sys.stderr)
        return EXIT_NO_WINDOW
    from painttime.gui.application import Application

    application = Application()
    application.show_window(Path(argv[0]) if argv else None)
    return application.execute()


def screenshot(
    png: Path, file: Path, *, width_px: int = 1440, height_px: int = 900, dark: bool = True, at: float = 0.5
) -> None:
    """Open a picture or project in the window, wait until all of it is shown, and save what it looks like.

    at: which canvas is shown, 0 = the ground, 1 = the painting.
    Works offscreen (QT_QPA_PLATFORM=offscreen) as well as on a display. Raises PainttimeError where the file
    cannot be opened, and ExportError where the picture cannot be written or no window can be opened.
    """
    from painttime.errors import ExportError

    if reason := why_no_window():
        raise ExportError(reason)
    from painttime.gui.screenshot import grab_window

    grab_window(png, file, width_px=width_px, height_px=height_px, dark=dark, at=at)
