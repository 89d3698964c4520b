"""The options that say where the parts of a painting come from."""

from pathlib import Path
from typing import Annotated

import typer

from painttime.errors import UserInputError
from painttime.workflow.finding_parts import DEFAULT_LANGUAGE, METHODS, PartsWanted

CountOption = Annotated[
    int | None,
    typer.Option(
        help="How many parts to look for; as many as the painting seems to have where no number is given."
    ),
]
MethodOption = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(METHODS),
        help="How to look for parts: people and what is around them, people only, or whatever is there.",
    ),
]
LanguageOption = Annotated[
    str | None, typer.Option(metavar="en|de", help="Language of the names of parts that are looked for.")
]
PartsOption = Annotated[
    Path | None,
    typer.Option(
        "--parts",
        metavar="FILE",
        help="Take the parts from here instead: a parts.json or parts.png, a file with layers (.psd .psb "
        ".ora .kra), a picture of flat colours, or a folder of masks.",
    ),
]


def parts_wanted(
    *,
    count: int | None = None,
    file: Path | None = None,
    method: str | None = None,
    language: str | None = None,
) -> PartsWanted:
    """Return what the options ask for.

    Raises UserInputError where parts are both to be read and to be looked for, or by no known method.
    """
    if method is not None and method not in METHODS:
        raise UserInputError(f'--method is one of {", ".join(METHODS)}, not "{method}".')
    for option, value in (("--count", count), ("--method", method)):
        if value is not None and file is not None:
            raise UserInputError(
                f"{option} and --parts cannot be given together: parts are either looked for or read."
            )
    return PartsWanted(file=file, count=count, method=method, language=language or DEFAULT_LANGUAGE)
