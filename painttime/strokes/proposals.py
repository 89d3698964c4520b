"""Where strokes may belong: proposals that the painter tries on the canvas."""

from typing import Protocol

import numpy as np

from painttime.core.image import Float32
from painttime.strokes.cells import MARGIN_PX, PATCH_PX, Cells
from painttime.strokes.orientation import stroke_directions

NUM_PER_CELL = 8


class Proposer(Protocol):
    """Proposes strokes for cells of a picture."""

    def propose(self, cells: Cells, rng: np.random.Generator) -> Float32:
        """Return begin, control, end (x, y) and two widths in units of the cell, (n, S, 8).

        S is NUM_PER_CELL or more.
        """
        ...


class StructureProposer:
    """Strokes along the picture's structure, begun where the canvas is wrong: no network."""

    def propose(self, cells: Cells, rng: np.random.Generator) -> Float32:
        count = len(cells)
        inner = slice(MARGIN_PX, MARGIN_PX + PATCH_PX)
        target = cells.target[:, inner, inner].astype(np.float32)
        error = (np.abs(target - cells.canvas).sum(axis=3) + 1.0) * cells.weight + 1e-3
        shares = error.reshape(count, -1).cumsum(axis=1)
        picks = rng.random((count, NUM_PER_CELL)) * shares[:, -1:]
        places = np.stack([np.searchsorted(row, pick) for row, pick in zip(shares, picks, strict=True)])
        rows, columns = np.divmod(np.minimum(places, PATCH_PX**2 - 1), PATCH_PX)
        directions = np.stack([stroke_directions(picture, 1.6)[inner, inner] for picture in cells.target])
        along = directions[np.arange(count)[:, None], rows, columns]
        middles = (np.stack([columns, rows], axis=2) + 0.5) / PATCH_PX
        return _strokes(middles.astype(np.float32), along, rng)


class JoinedProposer:
    """For large cells what two proposers say, for small ones the second alone.

    A broad stroke decides much and there are few: there a network's guess is worth its time. Fine strokes are
    as good along the structure, in a tenth of it (docs/strokes.md has the figures).
    """

    def __init__(self, broad: Proposer, everywhere: Proposer, smallest_broad_px: float = 56.0) -> None:
        self._broad = broad
        self._everywhere = everywhere
        self._smallest_broad_px = smallest_broad_px

    def propose(self, cells: Cells, rng: np.random.Generator) -> Float32:
        """Return strokes in units of the cell, (n, NUM_PER_CELL or twice as many, 8)."""
        proposed = self._everywhere.propose(cells, rng)
        if cells.side_px < self._smallest_broad_px:
            return proposed
        return np.concatenate([self._broad.propose(cells, rng), proposed], axis=1)


class RandomProposer:
    """Strokes anywhere, any way: what a proposal is worth is measured against these."""

    def propose(self, cells: Cells, rng: np.random.Generator) -> Float32:
        shape = (len(cells), NUM_PER_CELL)
        angles = rng.uniform(0, np.pi, shape)
        along = np.stack([np.cos(angles), np.sin(angles)], axis=2).astype(np.float32)
        return _strokes(rng.random((*shape, 2), dtype=np.float32), along, rng)


def _strokes(middles: Float32, along: Float32, rng: np.random.Generator) -> Float32:
    """Return straight strokes of chance length and width, (n, S, 8)."""
    shape = middles.shape[:2]
    length = np.exp(rng.uniform(np.log(0.2), np.log(1.0), shape)).astype(np.float32)[..., None]
    width = rng.uniform(0.15, 0.30, (*shape, 1)).astype(np.float32) * length
    half = 0.5 * length * along
    return np.concatenate([middles - half, middles, middles + half, width, 0.8 * width], axis=2)
