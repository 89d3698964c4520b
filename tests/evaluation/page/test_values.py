"""How values are written, and which is the best."""

import pytest

from painttime.evaluation.evaluation import SCALAR_KEYS
from painttime.evaluation.page.values import NOTHING, best_of, shown_interval, shown_value, stands_out
from painttime.evaluation.statistics import Against


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, NOTHING),
        (0.0, "0.000"),
        (-0.0, "0.000"),
        (0.1236, "0.124"),
        (-0.25, "-0.250"),
        (1.0, "1.000"),
        (0.0004, "4e-04"),
        (-0.00001, "-1e-05"),
    ],
)
def test_three_digits_and_no_nought_that_is_none(value: float | None, text: str) -> None:
    assert shown_value("backtrack", value) == text


def test_levels_are_whole_numbers_and_their_means_are_not() -> None:
    assert shown_value("final_max_levels", 3.0) == "3"
    assert shown_value("final_max_levels", 2.5) == "2.500"


def test_differences_have_their_sign() -> None:
    assert shown_value("backtrack", 0.5, has_sign=True) == "+0.500"
    assert shown_value("backtrack", -0.5, has_sign=True) == "-0.500"


@pytest.mark.parametrize(
    ("key", "values", "best"),
    [
        ("l1_linear_time", [0.2, 0.1, None, 0.3], {1}),
        ("step_iou", [0.2, 0.1, None, 0.3], {3}),
        ("backtrack", [0.0, 0.2, 0.0], {0, 2}),
        ("diversity", [0.1, 0.2], set()),
        ("step_iou", [0.3, 0.3], set()),
        ("step_iou", [0.3, None], set()),
        ("step_iou", [], set()),
        # Alike as far as anybody can see.
        ("step_iou", [0.300001, 0.300002, 0.1], {0, 1}),
    ],
)
def test_the_best_is_marked_where_one_is_better(key: str, values: list[float | None], best: set[int]) -> None:
    assert best_of(key, values) == best


def test_every_measure_can_be_compared_and_written() -> None:
    for key in SCALAR_KEYS:
        assert best_of(key, [0.5, 0.25]) <= {0, 1}
        assert shown_value(key, 0.5) == "0.500"


def against(low: float | None, high: float | None) -> Against:
    return Against(mean=0.5, deviation=0.1, num=6, num_pairs=6, difference=0.0, low=low, high=high)


def test_a_difference_stands_out_only_on_the_better_side_of_nought() -> None:
    below, above, around = against(-0.3, -0.1), against(0.1, 0.3), against(-0.1, 0.1)
    assert [stands_out("l1_linear_time", one) for one in (below, above, around)] == [True, False, False]
    assert [stands_out("step_iou", one) for one in (below, above, around)] == [False, True, False]
    assert not any(stands_out("diversity", one) for one in (below, above, around))
    assert not stands_out("step_iou", against(None, None))


def test_intervals_are_written_with_signs() -> None:
    assert shown_interval("step_iou", against(-0.25, 0.5)) == "-0.250 +0.500"
    assert shown_interval("step_iou", against(None, None)) == NOTHING
