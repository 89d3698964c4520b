"""Where the camera is: slow drift, and closer for a while."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from painttime.core.similarity import IDENTITY, Similarity
from painttime.simulation.filming.film import FilmOptions

Float64 = npt.NDArray[np.float64]

NUM_WAVES = 4
"""Sine waves a smooth path is made of."""
MAX_CYCLES = 2.5
"""The fastest of them, over the whole film."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Closeness:
    """How much closer than usual the camera is. `about`: what it looks at, in the frame as seen without."""

    factor: float
    about: tuple[float, float]


def drift(
    num_frames: int, size_px: tuple[int, int], options: FilmOptions, seed: int
) -> tuple[Similarity, ...]:
    """Return where points of the scene lie in each frame of size_px (width, height).

    Smooth paths about the middle of the frame. Against the last frame, the largest shift, change of scale and
    turn are those of the options.
    """
    rng = np.random.default_rng([seed, 1])
    dx, dy, growth, turn = (smooth_path(num_frames, rng) for _ in range(4))
    shift = np.stack([dx, dy], axis=1)
    shift *= _factor(shift, options.shift_share * max(size_px))
    growth *= _factor(growth[:, None], math.log1p(options.scale_share))
    turn *= _factor(turn[:, None], options.turn_deg)
    # The film as a whole is centred, so that as much of the canvas as possible stays in view.
    shift, growth, turn = (path - path.mean(axis=0) for path in (shift, growth, turn))
    return tuple(
        about_middle(size_px, scale=math.exp(g), angle_deg=float(t), dx_px=float(x), dy_px=float(y))
        for (x, y), g, t in zip(shift, growth, turn, strict=True)
    )


def smooth_path(num_frames: int, rng: np.random.Generator) -> Float64:
    """Return numbers that go up and down slowly over a film, (num_frames,), within about -1..1."""
    cycles = rng.uniform(0.2, MAX_CYCLES, NUM_WAVES)
    phases = rng.uniform(0, 2 * np.pi, NUM_WAVES)
    heights = rng.uniform(0.4, 1.0, NUM_WAVES) / cycles
    along = np.linspace(0, 1, num_frames)[:, None]
    waves = heights * np.sin(2 * np.pi * cycles * along + phases)
    return np.asarray(waves.sum(axis=1) / heights.sum())


def _factor(path: Float64, largest: float) -> float:
    """Return what to multiply a path (n, k) with so that it comes `largest` away from its end at most."""
    away = float(np.linalg.norm(path - path[-1], axis=1).max())
    return largest / away if away > 0 else 0.0


def about_middle(
    size_px: tuple[int, int],
    *,
    scale: float = 1.0,
    angle_deg: float = 0.0,
    dx_px: float = 0.0,
    dy_px: float = 0.0,
) -> Similarity:
    """Return the move that turns and scales about the middle of a picture and then shifts."""
    x, y = (size_px[0] - 1) / 2, (size_px[1] - 1) / 2
    return (
        Similarity(dx_px=-x, dy_px=-y)
        .then(Similarity(scale=scale, angle_deg=angle_deg))
        .then(Similarity(dx_px=x + dx_px, dy_px=y + dy_px))
    )


def closer(size_px: tuple[int, int], closeness: Closeness | None) -> Similarity:
    """Return the move from the usual view to the closer one, which shows nothing beyond the usual one."""
    if closeness is None:
        return IDENTITY
    factor = closeness.factor
    shifts = []
    for centre, length in zip(closeness.about, size_px, strict=True):
        half = (length - 1) / 2
        seen = min(max(centre, half / factor), 2 * half - half / factor)
        shifts.append(half - factor * seen)
    return Similarity(scale=factor, dx_px=shifts[0], dy_px=shifts[1])
