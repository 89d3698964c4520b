"""Many evaluations in a few numbers: means, spread, and whether a process does better than a baseline.

Differences are paired: of each painting the process minus the baseline, so that what is hard about a painting
cancels. The interval of their mean is of the bootstrap over paintings, at 95 %, with quantiles widened for
few paintings (the expanded percentile interval of T. Hesterberg, "What Teachers Should Know About the
Bootstrap", The American Statistician 69, 2015). Resampled means never leave the range of the differences, so
that with n paintings the interval holds the true difference in 1 - 2^(1-n) of the cases at best: that is 95 %
from MIN_FOR_LEVEL on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from painttime.evaluation.evaluation import SCALAR_KEYS, Evaluation, Measures

LEVEL = 0.95
NUM_RESAMPLES = 10_000
MIN_FOR_LEVEL = 6

_BLOCK = 1_000_000
"""Values drawn at a time, so that memory stays small with any number of paintings."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Mean and standard deviation (of the sample; None for one value) of `num` values."""

    mean: float
    deviation: float | None
    num: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Against:
    """A baseline's values, and how the process differs from it.

    mean, deviation, num: of the baseline. num_pairs: paintings for which both are known.
    difference: mean of process - baseline, None without pairs.
    low, high: its interval; None for fewer than two pairs.
    """

    mean: float
    deviation: float | None
    num: int
    num_pairs: int
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Evaluations of several paintings together, by the keys of measures; what nobody has is not there.

    recording: the recordings measured by themselves. notes: sentences on what to beware of.
    """

    num: int
    process: Mapping[str, Spread]
    recording: Mapping[str, Spread]
    baselines: Mapping[str, Mapping[str, Against]]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what can be written as JSON."""
        return {
            "num": self.num,
            "level": LEVEL,
            "process": {key: asdict(spread) for key, spread in self.process.items()},
            "recording": {key: asdict(spread) for key, spread in self.recording.items()},
            "baselines": {
                name: {key: asdict(against) for key, against in measures.items()}
                for name, measures in self.baselines.items()
            },
            "notes": list(self.notes),
        }


def spread(values: Sequence[float]) -> Spread | None:
    """Return mean and standard deviation of values; None without any."""
    if not values:
        return None
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else None
    return Spread(mean=float(np.mean(values)), deviation=deviation, num=len(values))


def paired_bootstrap(
    differences: Sequence[float] | npt.NDArray[np.float64],
    *,
    seed: int = 0,
    level: float = LEVEL,
    num_resamples: int = NUM_RESAMPLES,
) -> tuple[float, float] | None:
    """Return the interval (low, high) of the mean of paired differences; None for fewer than two.

    The same for the same seed.
    """
    values = np.asarray(differences, dtype=np.float64)
    num = len(values)
    if num < 2:
        return None
    # The bootstrap's spread is too small by sqrt((n - 1) / n), and its quantiles are the normal's: both are
    # made good by taking quantiles farther out.
    quantile = float(special.stdtrit(num - 1, (1 + level) / 2)) * np.sqrt(num / (num - 1))
    outside = float(special.ndtr(-quantile))
    low, high = np.quantile(_resampled_means(values, num_resamples, seed), [outside, 1 - outside])
    return float(low), float(high)


def summarise(evaluations: Sequence[Evaluation], *, seed: int = 0) -> Summary:
    """Return the evaluations together. seed: of the bootstrap."""
    networks = {each.perceptual_network for each in evaluations} - {None}
    keys = [key for key in SCALAR_KEYS if key != "perceptual" or len(networks) <= 1]
    names = dict.fromkeys(name for each in evaluations for name in each.baselines)
    return Summary(
        num=len(evaluations),
        process=_spreads([each.measures for each in evaluations], keys),
        recording=_spreads([each.recording for each in evaluations], keys),
        baselines={name: _against(evaluations, name, keys, seed) for name in names},
        notes=_notes(len(evaluations), networks),
    )


def _resampled_means(
    values: npt.NDArray[np.float64], num_resamples: int, seed: int
) -> npt.NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    at_a_time = max(1, _BLOCK // len(values))
    means = []
    for begin in range(0, num_resamples, at_a_time):
        size = (min(at_a_time, num_resamples - begin), len(values))
        means.append(values[rng.integers(len(values), size=size)].mean(axis=1))
    return np.concatenate(means)


def _spreads(all_measures: Sequence[Measures | None], keys: Sequence[str]) -> dict[str, Spread]:
    found = {key: spread(_known(all_measures, key)) for key in keys}
    return {key: value for key, value in found.items() if value is not None}


def _known(all_measures: Sequence[Measures | None], key: str) -> list[float]:
    values = [measures.value(key) for measures in all_measures if measures is not None]
    return [value for value in values if value is not None]


def _against(
    evaluations: Sequence[Evaluation], name: str, keys: Sequence[str], seed: int
) -> dict[str, Against]:
    """Return how the process differs from one baseline, by measure."""
    beside = [(each.measures, each.baselines[name]) for each in evaluations if name in each.baselines]
    found = {}
    for key in keys:
        own = spread(_known([baseline for _, baseline in beside], key))
        if own is None:
            continue
        pairs = [(process.value(key), baseline.value(key)) for process, baseline in beside]
        differences = [one - other for one, other in pairs if one is not None and other is not None]
        interval = paired_bootstrap(differences, seed=seed)
        found[key] = Against(
            mean=own.mean,
            deviation=own.deviation,
            num=own.num,
            num_pairs=len(differences),
            difference=float(np.mean(differences)) if differences else None,
            low=None if interval is None else interval[0],
            high=None if interval is None else interval[1],
        )
    return found


def _notes(num: int, networks: set[str | None]) -> tuple[str, ...]:
    notes = []
    if num == 1:
        notes.append("One painting says nothing of others: there is no spread and no interval.")
    elif num < MIN_FOR_LEVEL:
        reached = 100 * (1 - 2.0 ** (1 - num))
        notes.append(
            f"Intervals over {num} paintings hold the true difference in {reached:.0f} % of cases at best."
        )
    if len(networks) > 1:
        notes.append("The perceptual distances come from different networks and are left out.")
    return tuple(notes)
