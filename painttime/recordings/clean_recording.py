"""A recording brought in: frames that differ, all in the view of the last one, without hands."""

from dataclasses import dataclass

from painttime.core.frames import FrameSource
from painttime.core.similarity import Similarity


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFrame:
    """Where a frame of the sequence comes from.

    source_index, time_s: the frame of the recording it shows.
    to_last: takes points of that frame of the recording to the view of the recording's last frame
        (before any crop), both in full-size pixels.
    repaired_share: share of its pixels taken from other moments, because a hand was there or out of view.
    """

    source_index: int
    time_s: float
    to_last: Similarity
    repaired_share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What became of the frames of a recording; the numbers add up to num_frames.

    num_frames: frames read. num_kept: frames of the sequence (also those seen several times: once).
    num_static: like a frame kept. num_interface: title cards, dialogs, menus, other pictures.
    num_hidden: the hand or something else hid too much to say what the painting was like.
    num_undone: painted and taken back, where that was to be dropped.
    num_thinned: different, but left out to stay within max_frames.
    """

    num_frames: int
    num_kept: int
    num_static: int
    num_interface: int
    num_hidden: int
    num_undone: int
    num_thinned: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CleanRecording:
    """The sequence made of a recording.

    pictures: the frames, earliest first, at full size (after the crop); the last is the finished painting.
    frames: one entry a picture. crop: (x, y, width, height) in the view of the last frame.
    dropped: (first, last, why) of the stretches left out whole, in frames of the recording, for the report.
    """

    pictures: FrameSource
    frames: tuple[KeptFrame, ...]
    crop: tuple[int, int, int, int]
    tally: Tally
    dropped: tuple[tuple[int, int, str], ...] = ()

    def __post_init__(self) -> None:
        if len(self.frames) != self.pictures.num_frames:
            raise ValueError(f"{self.pictures.num_frames} pictures, {len(self.frames)} entries")
