"""What may be asked of bringing in a recording."""

from dataclasses import dataclass

MAX_FRAMES = 300
"""Frames of a sequence at most, as in Painting Process Predict (section on data)."""

KEEP_UNDO, DROP_UNDO = "keep", "drop"
CROP_NONE, CROP_PAINTED = "none", "painted"


@dataclass(frozen=True, kw_only=True, slots=True)
class BringInOptions:
    """How a recording becomes a sequence; part of what makes two results the same.

    max_frames: the sequence has at most so many frames.
    undo: KEEP_UNDO keeps what was painted and taken back; DROP_UNDO leaves it out.
    crop: CROP_NONE keeps the whole view of the last frame; CROP_PAINTED cuts to what ever changed;
        (x, y, width, height) in pixels of the last frame cuts to that.
    repair_hands: cover hands, arms and brushes with what is seen there before and after.
    register: bring frames to the view of the last one; off for recordings of a screen that never moves.
    even_light: take out flicker and drift of exposure.
    partial: take what can be read of a damaged file instead of refusing it.
    """

    max_frames: int = MAX_FRAMES
    undo: str = KEEP_UNDO
    crop: str | tuple[int, int, int, int] = CROP_NONE
    repair_hands: bool = True
    register: bool = True
    even_light: bool = True
    partial: bool = False

    def __post_init__(self) -> None:
        if self.max_frames < 2:
            raise ValueError("a sequence has at least 2 frames")
        if self.undo not in (KEEP_UNDO, DROP_UNDO):
            raise ValueError(f"undo is {KEEP_UNDO!r} or {DROP_UNDO!r}, not {self.undo!r}")
        if isinstance(self.crop, str) and self.crop not in (CROP_NONE, CROP_PAINTED):
            raise ValueError(f"crop is {CROP_NONE!r}, {CROP_PAINTED!r} or four numbers, not {self.crop!r}")
