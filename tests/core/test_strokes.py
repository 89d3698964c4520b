"""Strokes as values."""

import numpy as np
import pytest

from painttime.core.strokes import StrokeMaps, StrokePass


def _arrays(count: int) -> dict[str, np.ndarray]:
    return {
        "points": np.zeros((count, 3, 2), dtype=np.float32),
        "num_points": np.full(count, 2, dtype=np.uint8),
        "radius": np.full(count, 0.01, dtype=np.float32),
        "colours": np.zeros((count, 3), dtype=np.uint8),
        "part_ids": np.ones(count, dtype=np.uint8),
    }


@pytest.mark.parametrize("count", [0, 4])
def test_length_is_the_number_of_strokes(count: int) -> None:
    assert len(StrokePass(**_arrays(count))) == count


@pytest.mark.parametrize("name", ["num_points", "radius", "colours", "part_ids"])
def test_every_array_needs_an_entry_a_stroke(name: str) -> None:
    arrays = _arrays(4)
    arrays[name] = arrays[name][:3]
    with pytest.raises(ValueError, match="one entry a stroke"):
        StrokePass(**arrays)


def test_strokes_cannot_be_written() -> None:
    strokes = StrokePass(**_arrays(2))
    for array in (strokes.points, strokes.num_points, strokes.radius, strokes.colours, strokes.part_ids):
        assert not array.flags.writeable


def test_ids_and_positions_have_one_shape() -> None:
    with pytest.raises(ValueError, match="one shape"):
        StrokeMaps(ids=np.zeros((4, 5, 5), dtype=np.int32), along=np.zeros((3, 5, 5), dtype=np.uint8))
