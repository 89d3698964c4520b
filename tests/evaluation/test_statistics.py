"""Means, spread and intervals of paired differences."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from painttime.evaluation.evaluation import Measures
from painttime.evaluation.statistics import paired_bootstrap, spread, summarise


def evaluation(process, *, fade=None, blur=None, recording=None, network=None):
    """As much of an evaluation as the statistics look at."""
    baselines = {"cross_fade": fade, "coarse_to_fine_blur": blur}
    return SimpleNamespace(
        measures=Measures(**process),
        recording=None if recording is None else Measures(**recording),
        baselines={name: Measures(**values) for name, values in baselines.items() if values is not None},
        perceptual_network=network,
    )


def test_mean_and_deviation_of_the_sample():
    found = spread([1.0, 2.0, 6.0])
    assert (found.mean, found.num) == (3, 3)
    assert found.deviation == pytest.approx(np.sqrt((4 + 1 + 9) / 2))
    assert spread([4.0]).deviation is None
    assert spread([]) is None


def test_equal_differences_leave_no_doubt():
    assert paired_bootstrap([0.25] * 7) == (0.25, 0.25)


def test_one_difference_has_no_interval():
    assert paired_bootstrap([0.3]) is None
    assert paired_bootstrap([]) is None


def test_the_interval_is_the_same_for_the_same_seed_and_moves_with_the_values():
    differences = np.random.default_rng(1).normal(0.4, 0.1, 12)
    low, high = paired_bootstrap(differences, seed=3)
    assert (low, high) == paired_bootstrap(differences, seed=3)
    assert low < differences.mean() < high
    np.testing.assert_allclose(paired_bootstrap(differences + 2, seed=3), (low + 2, high + 2))
    np.testing.assert_allclose(paired_bootstrap(-differences, seed=3), (-high, -low), atol=0.01)


def test_of_many_differences_it_is_the_interval_of_the_normal_distribution():
    differences = np.random.default_rng(6).normal(0, 1, 2000)
    low, high = paired_bootstrap(differences)
    assert high - low == pytest.approx(2 * 1.96 / np.sqrt(2000), rel=0.05)


@pytest.mark.parametrize(("num", "skewed", "least"), [(8, False, 0.92), (8, True, 0.85), (30, True, 0.90)])
def test_the_interval_holds_the_true_mean_as_often_as_it_says(num, skewed, least):
    rng = np.random.default_rng(9)
    samples = rng.exponential(1, (400, num)) - 1 if skewed else rng.normal(0, 1, (400, num))
    intervals = [paired_bootstrap(sample, seed=7, num_resamples=1000) for sample in samples]
    held = np.mean([low <= 0 <= high for low, high in intervals])
    assert least <= held <= 0.985


def test_differences_are_paired():
    # What is hard about a painting is in both: the differences are always .1.
    hard = [0.1, 0.4, 0.2, 0.9, 0.5, 0.3]
    each = [evaluation({"step_iou": own + 0.1}, fade={"step_iou": own}) for own in hard]
    against = summarise(each).baselines["cross_fade"]["step_iou"]
    assert (against.mean, against.num, against.num_pairs) == (pytest.approx(0.4), 6, 6)
    assert (against.difference, against.low, against.high) == pytest.approx((0.1, 0.1, 0.1))


def test_only_paintings_that_have_both_are_compared():
    each = [
        evaluation({"stalls": 0.5}, fade={"stalls": 0.1}),
        evaluation({}, fade={"stalls": 0.3}),
        evaluation({"stalls": 0.1}, recording={"stalls": 0.2}),
    ]
    summary = summarise(each)
    assert (summary.process["stalls"].mean, summary.process["stalls"].num) == (pytest.approx(0.3), 2)
    assert summary.recording["stalls"].num == 1
    against = summary.baselines["cross_fade"]["stalls"]
    assert (against.num, against.num_pairs, against.low) == (2, 1, None)
    assert against.difference == pytest.approx(0.4)
    assert "coarse_to_fine_blur" not in summary.baselines
    assert "step_iou" not in summary.process


def test_few_paintings_are_said_to_be_few():
    each = [evaluation({"stalls": 0.5})]
    assert "One painting" in summarise(each).notes[0]
    assert "94 %" in summarise(each * 5).notes[0]
    assert summarise(each * 6).notes == ()


def test_distances_of_different_networks_are_not_mixed():
    each = [evaluation({"perceptual": 0.5}, network=name) for name in ("own", "another")]
    summary = summarise(each)
    assert "perceptual" not in summary.process
    assert "different networks" in summary.notes[-1]
    assert summarise(each[:1]).process["perceptual"].mean == 0.5


def test_the_summary_can_be_written():
    each = [evaluation({"stalls": 0.5}, fade={"stalls": 0.1})] * 2
    written = json.loads(json.dumps(summarise(each).to_json(), allow_nan=False))
    assert written["num"] == 2
    assert written["baselines"]["cross_fade"]["stalls"]["difference"] == pytest.approx(0.4)
