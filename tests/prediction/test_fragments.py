"""The strokes that lie open on a canvas."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.prediction.fragments import open_passes, stroke_fragments


def open_stroke(stage: int, ids: np.ndarray, direction: int) -> tuple[int, int] | None:
    """Return (pass, stroke) that can change a pixel, from the definition."""
    passes = range(max(0, stage - 1), stage) if direction < 0 else range(stage, len(ids))
    return next(((number, int(ids[number])) for number in passes if ids[number] >= 0), None)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([-1, 1]), st.booleans())
def test_fragments_are_the_open_strokes(seed: int, direction: int, full: bool) -> None:
    rng = np.random.default_rng(seed)
    ids = rng.integers(0 if full else -1, 3, (4, 5, 6)).astype(np.int32)
    stages = rng.integers(0, 5, (5, 6)).astype(np.uint8)
    fragments = stroke_fragments(stages, ids, direction)
    passes = open_passes(stages, ids, direction)
    keys: dict[int, set[tuple[int, int] | None]] = {}
    for row, column in np.ndindex(5, 6):
        key = open_stroke(int(stages[row, column]), ids[:, row, column], direction)
        keys.setdefault(int(fragments[row, column]), set()).add(key)
        assert (fragments[row, column] == 0) == (key is None)
        assert passes[row, column] == (-1 if key is None else key[0])
    assert all(len(found) == 1 for found in keys.values()), "two strokes share a number"
    assert len(keys) == len(set().union(*keys.values())), "a stroke has two numbers"
    numbers = sorted(set(keys) - {0})
    assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_is_open_at_the_ends() -> None:
    ids = np.zeros((4, 3, 3), dtype=np.int32)
    assert (stroke_fragments(np.zeros((3, 3), dtype=np.uint8), ids, -1) == 0).all()
    assert (stroke_fragments(np.full((3, 3), 4, dtype=np.uint8), ids, 1) == 0).all()
