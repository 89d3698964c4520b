import numpy as np
import pytest

from painttime.recordings.checks.intervals import IntervalMeter
from painttime.recordings.checks.looking import Look


def look_of(pictures, labels, part_ids=(1,)):
    return Look(pictures=np.stack(pictures), labels=labels, part_ids=part_ids, num_stale=0)


def measure_intervals(looks, intervals):
    meter = IntervalMeter(intervals)
    for one in looks:
        meter.add(one)
    return meter.findings()


@pytest.fixture(scope="module")
def one_part():
    return np.ones((20, 100), dtype=np.uint8)


@pytest.fixture(scope="module")
def wiped():
    """20 steps; each lays 5 of 100 columns, a degree of .05."""
    pictures = []
    for step in range(21):
        picture = np.full((20, 100, 3), 250, dtype=np.uint8)
        picture[:, : 5 * step] = 40
        pictures.append(picture)
    return pictures


def test_a_steady_wipe_loses_nothing_at_short_intervals(wiped, one_part):
    one, three, five = measure_intervals([look_of(wiped, one_part)], (5, 1, 3))
    assert [one.interval, three.interval, five.interval] == [1, 3, 5]
    assert [one.num_pairs, three.num_pairs, five.num_pairs] == [20, 18, 16]
    for finding in (one, three, five):
        assert finding.num_active == finding.num_pairs
        assert finding.saturated == 0
        assert finding.lost == pytest.approx(0, abs=1e-6)
    # .05 and .15 are both level 1, so every change within 3 frames looks like one within 1; .25 is level 2.
    assert one.contradicted is None
    assert three.contradicted == 1
    assert three.contradicted_by == 1
    assert five.contradicted == 0
    assert not one.reasons
    assert not five.reasons
    assert "100% of the parts that change" in three.reasons[0]


def test_whole_repaints_saturate_and_lose_what_lies_beneath(one_part):
    shades = [np.full((20, 100, 3), value, dtype=np.uint8) for value in (250, 200, 150, 100, 50)]
    one, two = measure_intervals([look_of(shades, one_part)], (1, 2))
    assert one.saturated == two.saturated == 1
    assert one.lost == 0
    assert two.lost == pytest.approx(0.5)
    assert any("painted over" in reason for reason in two.reasons)
    # All of the part, then all of it again: the same label for another outcome.
    assert two.contradicted == 1


def test_entropy_is_nothing_where_the_label_says_all_and_a_bit_where_two_ways_are_open(one_part):
    ground = np.full((20, 100, 3), 250, dtype=np.uint8)
    right, wrong, finished = ground.copy(), ground.copy(), np.full_like(ground, 40)
    # Half of the part changes in both; only in one is it half done then.
    right[:, :50] = 40
    wrong[:, :50] = 140
    same = measure_intervals([look_of([ground, right, finished], one_part)] * 2, (1,))
    both = [look_of([ground, right, finished], one_part), look_of([ground, wrong, finished], one_part)]
    (mixed,) = measure_intervals(both, (1,))
    assert same[0].entropy_bits == 0
    # Two of the four examples share their label and their start; which way they go is worth a bit.
    assert mixed.entropy_bits == pytest.approx(0.5)


def test_an_interval_too_long_for_a_recording_measures_nothing(wiped, one_part):
    (finding,) = measure_intervals([look_of(wiped[:4], one_part)], (9,))
    assert finding.num_pairs == finding.num_active == 0
    assert finding.saturated is None
    assert finding.lost is None
    assert finding.entropy_bits is None
    assert finding.to_json()["reasons"] == []
