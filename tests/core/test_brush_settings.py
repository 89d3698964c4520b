"""What can be asked of the brush."""

from typing import Any

import pytest

from painttime.core.brush_settings import BrushSettings


def test_the_defaults_can_be_asked_for() -> None:
    assert BrushSettings().palette_size is None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"num_strokes": 0}, "strokes"),
        ({"brush": "broom"}, "no brush broom"),
        ({"order": "at once"}, "no order at once"),
        ({"palette_size": 1}, "palette"),
        ({"smallest_width": 0.2, "largest_width": 0.1}, "smallest width"),
        ({"largest_width": 1.5}, "smallest width"),
        ({"smallest_width": -0.1}, "smallest width"),
        ({"smallest_width": float("nan")}, "smallest width"),
    ],
)
def test_what_makes_no_sense_is_refused(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        BrushSettings(**values)
