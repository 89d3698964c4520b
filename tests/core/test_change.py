"""Changes and the degrees they amount to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from painttime.core.canvas import NUM_RENDITIONS, Canvas
from painttime.core.change import LEVEL_BOUNDS, Change, degree_level, realised_degrees

SHAPE = (4, 5)
SMALL_LABELS = hnp.arrays(np.uint8, (6, 6), elements=st.sampled_from([1, 4, 7]))
SMALL_PICTURES = hnp.arrays(np.uint8, (6, 6, 3), elements=st.integers(100, 130))


@st.composite
def mixes(draw: st.DrawFn) -> np.ndarray:
    """Draw shares that sum to 255 at every pixel, one-hot pixels among them."""
    bounds = draw(hnp.arrays(np.int16, (*SHAPE, NUM_RENDITIONS - 1), elements=st.integers(0, 255)))
    edges = np.sort(bounds, axis=2)
    padded = np.concatenate([np.zeros((*SHAPE, 1)), edges, np.full((*SHAPE, 1), 255)], axis=2)
    return np.diff(padded, axis=2).astype(np.uint8)


WEIGHTS = hnp.arrays(np.float32, SHAPE, elements=st.floats(0, 1, width=32))


@given(canvas=mixes(), paint=mixes())
def test_weight_0_leaves_the_canvas_bit_by_bit(canvas: np.ndarray, paint: np.ndarray) -> None:
    change = Change(weight=np.zeros(SHAPE, dtype=np.float32), mix=paint)
    np.testing.assert_array_equal(change.apply(Canvas(mix=canvas)).mix, canvas)


@given(canvas=mixes(), paint=mixes())
def test_weight_1_gives_the_paint(canvas: np.ndarray, paint: np.ndarray) -> None:
    change = Change(weight=np.ones(SHAPE, dtype=np.float32), mix=paint)
    np.testing.assert_array_equal(change.apply(Canvas(mix=canvas)).mix, paint)


@given(canvas=mixes(), paint=mixes(), weight=WEIGHTS)
def test_shares_always_sum_to_255(canvas: np.ndarray, paint: np.ndarray, weight: np.ndarray) -> None:
    after = Change(weight=weight, mix=paint).apply(Canvas(mix=canvas)).mix
    np.testing.assert_array_equal(after.sum(axis=2, dtype=np.int64), 255)


@given(canvas=mixes(), paint=mixes(), weight=WEIGHTS)
def test_next_canvas_lies_between_canvas_and_paint(
    canvas: np.ndarray, paint: np.ndarray, weight: np.ndarray
) -> None:
    after = Change(weight=weight, mix=paint).apply(Canvas(mix=canvas)).mix.astype(np.int16)
    exact = weight[..., None] * paint + (1 - weight[..., None]) * canvas
    # Half a level of rounding in each of the K shares may end up on the strongest one.
    assert np.abs(after - exact).max() <= NUM_RENDITIONS / 2


@given(canvas=mixes(), weight=WEIGHTS)
def test_paint_equal_to_the_canvas_changes_nothing(canvas: np.ndarray, weight: np.ndarray) -> None:
    np.testing.assert_array_equal(Change(weight=weight, mix=canvas).apply(Canvas(mix=canvas)).mix, canvas)


def test_weight_must_fit_the_paint() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Change(
            weight=np.zeros((4, 4), dtype=np.float32), mix=np.zeros((4, 5, NUM_RENDITIONS), dtype=np.uint8)
        )


def test_degrees_of_a_hand_made_step() -> None:
    labels = np.array([[1, 1, 1, 1], [2, 2, 3, 3]], dtype=np.uint8)
    before = np.full((2, 4, 3), 100, dtype=np.uint8)
    after = before.copy()
    after[0, 0] = 200  # part 1: a clear change
    after[0, 1, 2] = 113  # 13 / 255 = .051: just counted, in one channel
    after[0, 2] = 112  # 12 / 255 = .047 in every channel: not counted
    after[1, 0, 1] = 0  # part 2: one pixel of two, darker
    degrees = realised_degrees(before, after, labels, (1, 2, 3, 9))
    np.testing.assert_allclose(degrees, [2 / 4, 1 / 2, 0.0, 0.0])
    assert degrees.dtype == np.float32


def _slow_degrees(
    before: np.ndarray, after: np.ndarray, labels: np.ndarray, ids: tuple[int, ...]
) -> list[float]:
    """Compute the source system's rho_k as its text says it, pixel by pixel."""
    degrees = []
    for part_id in ids:
        area = changed = 0
        for y, x in np.ndindex(labels.shape):
            if labels[y, x] != part_id:
                continue
            area += 1
            differences = [abs(int(a) - int(b)) / 255 for a, b in zip(after[y, x], before[y, x], strict=True)]
            changed += sum(d for d in differences if d >= 0.05) != 0
        degrees.append(changed / area if area else 0.0)
    return degrees


@given(before=SMALL_PICTURES, after=SMALL_PICTURES, labels=SMALL_LABELS)
def test_degrees_equal_a_slow_reference(before: np.ndarray, after: np.ndarray, labels: np.ndarray) -> None:
    ids = (7, 1, 4, 2)
    np.testing.assert_allclose(
        realised_degrees(before, after, labels, ids), _slow_degrees(before, after, labels, ids), rtol=1e-6
    )


def test_level_bounds_are_those_of_the_source() -> None:
    np.testing.assert_allclose(LEVEL_BOUNDS, [0.03, 0.194, 0.388, 0.582, 0.776, 0.97])


@pytest.mark.parametrize(
    ("degree", "level"),
    [(0, 0), (0.03, 0), (0.031, 1), (0.194, 1), (0.2, 2), (0.5, 3), (0.6, 4), (0.776, 4), (0.78, 5), (1, 5)],
)
def test_level_is_the_first_bound_not_exceeded(degree: float, level: int) -> None:
    assert degree_level(degree) == level


@given(degrees=st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_a_larger_degree_never_has_a_lower_level(degrees: list[float]) -> None:
    smaller, larger = sorted(degrees)
    assert degree_level(smaller) <= degree_level(larger)
