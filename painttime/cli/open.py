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
    if file is not None:
        _check_file(file)
    from painttime.gui.app import run

    raise typer.Exit(run([] if file is None else [str(file)]))


def _check_file(file: Path) -> None:
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise UserInputError(
            f"There is no file {file}, and no command of that name. See painttime --help."
        ) from None
    except OSError as error:
        raise UserInputError(f"{file} could not be read: {error.strerror}.") from error
