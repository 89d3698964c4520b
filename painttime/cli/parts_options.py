"""The options that say where the parts of a painting come from."""

from pathlib import Path
from typing import Annotated

import typer

from painttime.errors import UserInputError
from painttime.workflow.opening import DEFAULT_NUM_PARTS

CountOption = Annotated[
    int | None, typer.Option(help=f"How many parts to look for; {DEFAULT_NUM_PARTS} where none are known.")
]
PartsOption = Annotated[
    Path | None,
    typer.Option("--parts", metavar="FILE", help="Take the parts of a parts.json or parts.png instead."),
]


def check_parts_options(count: int | None, parts: Path | None) -> None:
    """Raise UserInputError where parts are both to be read and to be looked for."""
    if count is not None and parts is not None:
        raise UserInputError(
            "--count and --parts cannot be given together: parts are either looked for or read."
        )
