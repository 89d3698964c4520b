"""The options of painttime dataset add, and what they ask for."""

from enum import Enum
from typing import Annotated

import typer

from painttime.errors import UserInputError
from painttime.recordings.checks.split import TRAIN, VAL
from painttime.recordings.options import CROP_NONE, CROP_PAINTED, DROP_UNDO, KEEP_UNDO

AUTO = "auto"


class Undo(Enum):
    """What is done with what was painted and taken back."""

    KEEP = KEEP_UNDO
    DROP = DROP_UNDO


class Split(Enum):
    """What a painting is used for."""

    TRAIN = TRAIN
    VAL = VAL
    AUTO = AUTO


MaxFramesOption = Annotated[
    int, typer.Option(min=2, help="Frames a sequence has at most; those that change least go first.")
]
UndoOption = Annotated[Undo, typer.Option(help="Keep what was painted and taken back, or drop it.")]
CropOption = Annotated[
    str,
    typer.Option(
        metavar="none|painted|X,Y,W,H",
        help="Keep the whole view, cut to what ever changes, or to a rectangle of the last frame in pixels.",
    ),
]
PaintingOption = Annotated[
    str | None,
    typer.Option(
        "--painting",
        metavar="ID",
        help="What painting the recordings show. Give it where several show the same one: a painting is "
        "trained on or validated on, never both.",
    ),
]
SplitOption = Annotated[
    Split, typer.Option(help="What the painting is for; auto draws it by painting, always the same way.")
]
ValShareOption = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="Share of the paintings that auto puts into val.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Recordings brought in at a time, a process each; else as many as cores and memory allow.",
    ),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Let the workers of a Dask scheduler do it: tcp://HOST:PORT, or local for one on this machine.",
    ),
]


def crop_wanted(text: str) -> str | tuple[int, int, int, int]:
    """Return the crop a text asks for; raises UserInputError for anything else."""
    if text in (CROP_NONE, CROP_PAINTED):
        return text
    try:
        x, y, width, height = (int(number) for number in text.split(","))
    except ValueError:
        x, y, width, height = -1, 0, 0, 0
    if min(x, y) < 0 or min(width, height) < 1:
        raise UserInputError(
            f'--crop is {CROP_NONE}, {CROP_PAINTED} or X,Y,W,H in pixels (40,20,640,480), not "{text}".'
        )
    return x, y, width, height


def intervals_wanted(text: str) -> tuple[int, ...]:
    """Return intervals from a text such as "1,3,5", sorted; raises UserInputError for anything else."""
    try:
        intervals = tuple(sorted({int(number) for number in text.split(",")}))
    except ValueError:
        intervals = ()
    if not intervals or intervals[0] < 1:
        raise UserInputError(
            f'--intervals takes whole numbers from 1 with commas between, such as 1,3,5, not "{text}".'
        )
    return intervals
