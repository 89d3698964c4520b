import numpy as np
import pytest

from painttime.core.part import Part
from painttime.recordings.labelling.labels import RecordingLabels
from painttime.recordings.labelling.level_table import (
    LevelTable,
    PairOfFrames,
    coverage,
    level_table,
)
from painttime.recordings.labelling.sampler import EvenSampler, evening_weights

MIDDLES = np.array([0.0, 0.1, 0.3, 0.5, 0.7, 1.0], dtype=np.float32)


def labels_of(levels, part_ids=(1,), **others):
    """Labels whose levels are these, (T - 1, num_parts)."""
    levels = np.asarray(levels).reshape(-1, len(part_ids))
    degrees = {1: MIDDLES[levels]} | {k: MIDDLES[np.asarray(v)] for k, v in others.pop("at", {}).items()}
    return RecordingLabels(
        part_ids=part_ids,
        degrees_at=degrees,
        stages=("block-in",) * len(levels) + ("finish",),
        settled=np.zeros((2, 2), np.uint16),
    )


def table_of(levels, kinds=("region",)):
    """One part of each kind in every pair; levels: (n, num_kinds)."""
    levels = np.asarray(levels).reshape(-1, len(kinds))
    counts = np.zeros((len(levels), len(kinds), 6), np.uint8)
    np.put_along_axis(counts, levels[..., None], 1, axis=2)
    pairs = tuple(PairOfFrames(recording=0, earlier=t, later=t + 1) for t in range(len(levels)))
    return LevelTable(pairs=pairs, kinds=kinds, counts=counts)


def test_the_table_counts_levels_by_kind_of_part():
    parts = (
        Part(id=3, name="a", kind="sky"),
        Part(id=1, name="b", kind="jug"),
        Part(id=7, name="c", kind="sky"),
    )
    first = labels_of([[0, 2, 0], [5, 0, 4]], part_ids=(3, 1, 7))
    second = labels_of([[1]], part_ids=(9,))
    table = level_table([(first, parts), (second, (Part(id=9, name="d", kind="jug"),))], (1,))
    assert table.kinds == ("jug", "sky")
    assert table.pairs == (
        PairOfFrames(recording=0, earlier=0, later=1),
        PairOfFrames(recording=0, earlier=1, later=2),
        PairOfFrames(recording=1, earlier=0, later=1),
    )
    np.testing.assert_array_equal(coverage(table).counts, [[1, 1, 1, 0, 0, 0], [2, 0, 0, 0, 1, 1]])


def test_intervals_that_were_not_labelled_are_left_out():
    labels = labels_of([[0], [1], [2], [3]], at={3: [[5], [4]]})
    table = level_table([(labels, (Part(id=1, name="a"),))], (3, 5))
    assert [(pair.earlier, pair.later) for pair in table.pairs] == [(0, 3), (1, 4)]


def test_the_distance_from_even_is_known_at_its_ends():
    even = coverage(table_of(range(6)))
    assert even.distance == pytest.approx(0)
    assert even.divergence_bits == pytest.approx(0)
    single = coverage(table_of([0] * 9))
    assert single.distance == pytest.approx(5 / 6)
    assert single.divergence_bits == pytest.approx(np.log2(6))
    half = coverage(table_of([0, 0, 0, 1, 2, 3]))
    assert half.distance == pytest.approx(1 / 3)


def test_weights_of_pairs_with_one_part_make_levels_exactly_even():
    table = table_of([0] * 50 + [1] * 20 + [2] * 10 + [3] * 10 + [4] * 5 + [5] * 5)
    weights = evening_weights(table)
    assert weights.mean() == pytest.approx(1)
    np.testing.assert_allclose(coverage(table, weights).shares, [1 / 6] * 6, rtol=1e-6)


def test_levels_become_even_within_each_kind_though_pairs_hold_several():
    rng = np.random.default_rng(3)
    levels = np.minimum(rng.geometric(0.45, (3000, 3)) - 1, 5)
    table = table_of(levels, kinds=("a", "b", "c"))
    before, after = coverage(table), coverage(table, evening_weights(table, largest=20))
    assert before.distance > 0.3
    assert after.distance < 0.1
    assert np.abs(after.shares_by_kind - 1 / 6).max() < 0.1
    np.testing.assert_allclose(after.counts.sum(axis=1), before.counts.sum(axis=1))


def test_no_pair_comes_too_often_and_levels_nobody_painted_stay_empty():
    table = table_of([0] * 900 + [1] * 99 + [5])
    weights = evening_weights(table, largest=20)
    assert weights.max() <= 20
    assert weights.mean() == pytest.approx(1)
    shares = coverage(table, weights).shares
    assert shares[2:5].sum() == 0
    assert shares[5] == pytest.approx(20 / 1000)
    assert shares[0] == pytest.approx(shares[1], rel=0.05)


def test_an_epoch_repeats_only_what_is_due_more_than_once():
    table = table_of([0] * 60 + [1] * 30 + [2] * 10)
    weights = evening_weights(table)
    counts = np.bincount(EvenSampler(table, seed=1).drawn(0), minlength=100)
    assert counts.sum() == 100
    assert (np.abs(counts - weights) < 1).all()
    assert len(set(EvenSampler(table, seed=1).drawn(0, 25).tolist())) == 25


def test_an_epoch_is_repeatable_and_the_next_one_differs():
    table = table_of([0, 1, 2, 3] * 20)
    sampler = EvenSampler(table, seed=7)
    first = list(sampler.epoch(0))
    assert first == list(EvenSampler(table, seed=7).epoch(0))
    assert first != list(sampler.epoch(1))
    assert first != list(EvenSampler(table, seed=8).epoch(0))


def test_equal_weights_draw_every_pair_once():
    table = table_of([0] * 7 + [5] * 3)
    drawn = EvenSampler(table, seed=0, weights=np.ones(10)).drawn(4)
    assert sorted(drawn.tolist()) == list(range(10))


def test_an_empty_table_has_empty_epochs():
    table = level_table([], (1, 3))
    assert evening_weights(table).shape == (0,)
    assert list(EvenSampler(table, seed=0).epoch(0)) == []
    assert coverage(table).distance >= 0
