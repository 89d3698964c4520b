"""What a film of a painting being made consists of, and the truth about every frame."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity

GOOD, STATIC, OCCLUDED, INTERFACE, ELSEWHERE = "good", "static", "occluded", "interface", "elsewhere"
"""Kinds of frames: a canvas is seen for the first time; the same as before; a hand or brush is in view; a
dialog, menu, title card or fade; another cut that does not show the painting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FilmOptions:
    """What goes wrong before the camera; all off by default, so that each can be tried alone.

    frames_per_canvas: how often each canvas is filmed. hand: a hand with a brush goes about over the picture.
    shift_share, scale_share, turn_deg: the largest drift over the film: shift by the frame's long side,
        scale by 1 + share, turn in degrees.
    flicker: largest change of brightness from frame to frame, as a factor minus 1 (.05 = 5 %).
    exposure_drift: the same, slowly over the film.
    num_static: stretches in which nothing happens, of static_frames frames each.
    num_interface: stretches of interface frames, of interface_frames each.
    num_cuts: stretches that show something else. num_zooms: stretches in which the camera is closer.
    num_undone: canvases that are painted and taken back; they are numbered after all others.
    noise: sigma, in 8-bit levels.
    table_share: how much of each side of the frame is table around the canvas.
    """

    frames_per_canvas: int = 5
    hand: bool = False
    shift_share: float = 0.0
    scale_share: float = 0.0
    turn_deg: float = 0.0
    flicker: float = 0.0
    exposure_drift: float = 0.0
    num_static: int = 0
    static_frames: int = 30
    num_interface: int = 0
    interface_frames: int = 6
    num_cuts: int = 0
    num_zooms: int = 0
    num_undone: int = 0
    noise: float = 0.0
    table_share: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FilmedFrame:
    """One frame and the truth about it.

    pixels: (h, w, 3) uint8. canvas: number of the canvas seen (also where it is hidden). kind: see above.
    to_last: where its points lie in the last frame of the film.
    hidden: (h, w) bool, what hides the canvas; None where nothing does.
    """

    pixels: RGB8
    canvas: int
    kind: str
    to_last: Similarity = IDENTITY
    hidden: npt.NDArray[np.bool_] | None = None
