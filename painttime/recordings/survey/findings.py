"""What a first look over a recording finds."""

from dataclasses import dataclass

WORK, STATIC, INTERFACE, ELSEWHERE = "work", "static", "interface", "elsewhere"
"""Kinds of stretches: somebody paints; nothing happens; a title card, dialog or menu hides the painting;
a view that is not of the painting (another cut)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Frames first..last (both included) of one kind; the stretches of a recording follow on each other."""

    first: int
    last: int
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A state of the painting that may become a frame of the sequence.

    index: the frame it stands for.
    window: frames of the recording, in order, that show the same state (a hand may hide some of it in each);
        with `index` among them. At least 1, mostly 3 to 9.
    view: number of the view: frames of one view differ by a small drift only, a cut or zoom begins another.
    """

    index: int
    window: tuple[int, ...]
    view: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """A recording seen at small size.

    num_frames: frames read. stretches: cover all of them. moments: earliest first; the last one shows the
    finished painting.
    """

    num_frames: int
    stretches: tuple[Stretch, ...]
    moments: tuple[Moment, ...]
