"""Draws pairs of frames so that the levels of degrees come as evenly as the recordings allow.

A pair holds the levels of many parts at once, so weighing it by how rare its levels are does not make them
even at one stroke. The weights w_p that bring the levels drawn, q_c = sum_p w_p x_pc (x_pc: share of cell c,
a kind and level, in pair p), nearest to the even spread u, in Kullback-Leibler divergence KL(u || q), are the
mixing proportions of a mixture; expectation maximisation finds them (Dempster, Laird and Rubin 1977):
w_p <- w_p sum_c u_c x_pc / q_c. Its first round, from equal weights, weighs by inverse frequency.
"""

from collections.abc import Iterator

import numpy as np

from painttime.recordings.labelling.level_table import Float64, LevelTable, PairOfFrames

LARGEST_WEIGHT = 5.0
"""No pair comes more than so many times as often as it would by chance: the few pairs of a rare level would
be learnt by heart. On five simulated processes of 60 frames 5 brings the distance from even from .49 to .24
and leaves the variety of 21 % of the pairs; 20 brings it to .13 and leaves 6 %."""

_NUM_ROUNDS = 60


def evening_weights(table: LevelTable, *, largest: float = LARGEST_WEIGHT) -> Float64:
    """Return how often to draw each pair, (n,), 1 on average: levels come evenly within each kind of part.

    Every kind keeps the share it has. Levels that no pair has cannot come. largest: bound of a weight.
    """
    num_pairs = len(table.pairs)
    if num_pairs == 0:
        return np.zeros(0)
    counts = table.counts.reshape(num_pairs, -1).astype(np.float64)
    mixed = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    even = _even_spread(mixed.mean(axis=0), len(table.kinds))
    weights = np.ones(num_pairs)
    for _ in range(_NUM_ROUNDS):
        drawn = weights @ mixed / num_pairs
        weights = weights * (mixed @ (even / np.maximum(drawn, 1e-12)))
        weights = _bounded(weights, largest)
    return weights


class EvenSampler:
    """Epochs of pairs, drawn by weight; the same seed gives the same ones."""

    def __init__(self, table: LevelTable, *, seed: int, weights: Float64 | None = None) -> None:
        """weights: (n,) how often to draw each pair, in any unit; `evening_weights` where None."""
        self._table = table
        self._seed = seed
        drawn = evening_weights(table) if weights is None else weights
        self._shares = drawn / max(float(drawn.sum()), 1e-12)

    def drawn(self, epoch: int, size: int | None = None) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """Return the numbers of the pairs of one epoch, (size,), in the order of drawing.

        size: as many as there are pairs, where None. Systematic sampling: a pair that is due e times comes
        floor(e) or ceil(e) times, so that none is repeated whose weight does not ask for it.
        """
        num_pairs = len(self._table.pairs)
        size = num_pairs if size is None else size
        if num_pairs == 0 or size == 0:
            return np.zeros(0, dtype=np.intp)
        rng = np.random.default_rng([self._seed, epoch])
        order = rng.permutation(num_pairs)
        due = np.cumsum(self._shares[order]) * size
        places = np.searchsorted(due, rng.random() + np.arange(size), side="right")
        # The sum may fall short of `size` by a rounding error.
        chosen = order[np.minimum(places, num_pairs - 1)]
        return np.asarray(rng.permutation(chosen), dtype=np.intp)

    def epoch(self, number: int, size: int | None = None) -> Iterator[PairOfFrames]:
        """Yield the pairs of one epoch."""
        for index in self.drawn(number, size):
            yield self._table.pairs[index]


def _even_spread(mean: Float64, num_kinds: int) -> Float64:
    """Return the wished share of every cell: within a kind the same for each level that occurs."""
    shares = mean.reshape(num_kinds, -1)
    occurs = shares > 0
    levels = np.maximum(occurs.sum(axis=1, keepdims=True), 1)
    return np.asarray((occurs * shares.sum(axis=1, keepdims=True) / levels).ravel())


def _bounded(weights: Float64, largest: float) -> Float64:
    """Return weights scaled to 1 on average and cut at `largest`; the rest takes what is cut off."""
    weights = weights / weights.mean()
    for _ in range(8):
        if weights.max() <= largest:
            break
        weights = np.minimum(weights, largest)
        free = weights < largest
        short = len(weights) - weights.sum()
        if not free.any() or weights[free].sum() == 0:
            break
        weights[free] *= 1 + short / weights[free].sum()
    return np.asarray(np.minimum(weights, largest))
