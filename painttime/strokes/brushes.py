"""The brushes: what each does to the edge and the body of a stroke."""

from dataclasses import astuple, dataclass, fields

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import BRUSH_NAMES


@dataclass(frozen=True, kw_only=True, slots=True)
class Brush:
    """How one brush marks; lengths in half widths of the stroke unless said otherwise.

    flat_ends: 1 = the stroke ends straight across, 0 = round.
    ragged: how far single hairs reach past a straight end, or fall short of it.
    softness: width of the border over which paint fades out.
    hairs: bundles of hairs across the brush. streaks: how much paint the gaps between them lack, 0..1.
    run_out: how much of the paint is gone towards the end of the stroke, 0..1.
    grain: how much the tooth of the canvas shows, 0..1.
    rim: how much more paint gathers at the border than in the middle, 0..1.
    body: opacity of the paint in the middle of the stroke, 0..1.
    """

    flat_ends: float
    ragged: float
    softness: float
    hairs: float
    streaks: float
    run_out: float
    grain: float
    rim: float
    body: float


BRUSHES = {
    "round": Brush(
        flat_ends=0, ragged=0, softness=0.10, hairs=9, streaks=0.10, run_out=0.0, grain=0.0, rim=0.0, body=1.0
    ),
    "flat": Brush(
        flat_ends=1,
        ragged=0.2,
        softness=0.04,
        hairs=16,
        streaks=0.30,
        run_out=0.1,
        grain=0.0,
        rim=0.0,
        body=1.0,
    ),
    "bristle": Brush(
        flat_ends=1,
        ragged=0.8,
        softness=0.06,
        hairs=13,
        streaks=0.75,
        run_out=0.35,
        grain=0.1,
        rim=0.0,
        body=1.0,
    ),
    "dry": Brush(
        flat_ends=1,
        ragged=1.0,
        softness=0.08,
        hairs=17,
        streaks=0.85,
        run_out=0.6,
        grain=0.65,
        rim=0.0,
        body=1.0,
    ),
    "knife": Brush(
        flat_ends=1,
        ragged=0.1,
        softness=0.0,
        hairs=5,
        streaks=0.2,
        run_out=0.25,
        grain=0.25,
        rim=0.0,
        body=1.0,
    ),
    "wash": Brush(
        flat_ends=0,
        ragged=0,
        softness=0.16,
        hairs=6,
        streaks=0.1,
        run_out=0.0,
        grain=0.18,
        rim=0.45,
        body=0.5,
    ),
}

FLAT_ENDS, RAGGED, SOFTNESS, HAIRS, STREAKS, RUN_OUT, GRAIN, RIM, BODY = range(len(fields(Brush)))
"""Columns of brush_table."""


def brush_table() -> npt.NDArray[np.float64]:
    """Return the brushes as the kernels read them, (brush, property), in the order of BRUSH_NAMES."""
    return np.array([astuple(BRUSHES[name]) for name in BRUSH_NAMES], dtype=np.float64)
