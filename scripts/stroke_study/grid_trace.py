"""Whether the error of a canvas repeats at some distance: the trace a grid of cells would leave.

What an error shares with itself fades smoothly with distance: at any distance it is about the mean of what it
is a little nearer and a little farther. A grid of p pixels lifts it at p and lowers it beside.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8

SMALLEST_PERIOD_PX = 8
LARGEST_PERIOD_SHARE = 0.25
"""Of the shorter side: at longer distances too few repetitions are left to tell."""

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class GridTrace:
    """The distance where the error repeats most.

    ratio: product of errors that far apart against the mean of that at 3/4 and 5/4 of the distance.
    excess: the same as a difference of correlation coefficients, which faint grids cannot hide from.
    """

    period_px: int
    ratio: float
    excess: float


def grid_trace(canvas: RGB8, painting: RGB8) -> GridTrace:
    """Search every distance along both axes, from SMALLEST_PERIOD_PX up; the worst is returned.

    canvas, painting: (H, W, 3), both sides at least 48 px.
    """
    error = np.abs(canvas.astype(np.float64) - painting).mean(axis=2)
    largest_px = int(min(error.shape) * LARGEST_PERIOD_SHARE)
    periods = range(SMALLEST_PERIOD_PX, largest_px + 1)
    traces = []
    for rows in (error, error.T):
        products = _products(rows, largest_px)
        traces += [_trace_at(products, rows, period_px) for period_px in periods]
    return max(traces, key=lambda trace: trace.ratio)


def _products(error: Float64, largest_px: int) -> Float64:
    """Return the mean product of errors 0, 1, 2 ... px apart along the rows, to 5/4 of the largest period."""
    farthest = largest_px * 5 // 4 + 1
    width = error.shape[1]
    return np.array([(error[:, : width - lag] * error[:, lag:]).mean() for lag in range(farthest + 1)])


def _trace_at(products: Float64, error: Float64, period_px: int) -> GridTrace:
    aside = round(period_px / 4)
    beside = (products[period_px - aside] + products[period_px + aside]) / 2
    variance = max(float(error.var()), 1e-9)
    return GridTrace(
        period_px=period_px,
        ratio=float(products[period_px] / max(beside, 1e-9)),
        excess=float(products[period_px] - beside) / variance,
    )
