"""painttime [open] [FILE]: the window."""

from pathlib import Path
from typing import Annotated

import typer

from painttime.errors import UserInputError


def open_window(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A picture or a .painttime project.")
    ] = None,
) -> None:
    """Open the window, on FILE where one is given."""
    if file is not None and not file.exists():
        raise UserInputError(f"There is no file {file}, and no command of that name. See painttime --help.")
    from painttime.gui.app import run

    raise typer.Exit(run([] if file is None else [str(file)]))
