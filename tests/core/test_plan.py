"""Plans: degrees by step and part."""

import numpy as np
import pytest

from painttime.core.plan import Plan


def _plan() -> Plan:
    return Plan(degrees=np.array([[0.0, 0.5], [1.0, 0.25]]), part_ids=(4, 2), habit="back-to-front")


def test_degree_is_read_by_part_id() -> None:
    assert _plan().degree(0, 2) == 0.5
    assert _plan().degree(1, 4) == 1.0
    assert _plan().num_steps == 2


def test_with_step_changes_one_row_of_a_copy() -> None:
    plan = _plan()
    changed = plan.with_step(1, {2: 0.75})
    np.testing.assert_allclose(changed.degrees, [[0.0, 0.5], [1.0, 0.75]])
    np.testing.assert_allclose(plan.degrees, [[0.0, 0.5], [1.0, 0.25]])
    assert changed.habit == plan.habit


@pytest.mark.parametrize("degree", [-0.01, 1.01, float("nan")])
def test_degrees_lie_in_0_to_1(degree: float) -> None:
    with pytest.raises(ValueError, match=r"degrees lie in 0\.\.1"):
        _plan().with_step(0, {4: degree})


@pytest.mark.parametrize(
    "degrees", [np.zeros((0, 2)), np.zeros((3, 1)), np.zeros(2)], ids=["no step", "part missing", "flat"]
)
def test_degrees_need_a_row_a_step_and_a_column_a_part(degrees: np.ndarray) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Plan(degrees=degrees, part_ids=(4, 2), habit="back-to-front")


def test_degrees_are_stored_as_float32_that_cannot_be_written() -> None:
    plan = _plan()
    assert plan.degrees.dtype == np.float32
    with pytest.raises(ValueError, match="read-only"):
        plan.degrees[0, 0] = 1
