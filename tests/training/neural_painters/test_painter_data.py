"""From the command that makes strokes to what training reads, with a brush that needs no MyPaint."""

import sys
from pathlib import Path

import numpy as np
import pytest

from painttime.networks import brush_action
from painttime.strokes import mypaint_actions
from painttime.training.neural_painters import strokes_data
from painttime.training.neural_painters.optimising import RenderActions
from painttime.training.neural_painters.stroke_pictures import NUM_HELD_OUT, read_stroke_pictures


def test_networks_and_brush_mean_the_same_numbers() -> None:
    names = mypaint_actions.ACTION_NAMES
    assert len(names) == brush_action.ACTION_LENGTH
    assert mypaint_actions.SIZE_PX == brush_action.STROKE_PX
    assert names[brush_action.PRESSURES] == ("start_pressure", "end_pressure")
    assert names[brush_action.SIZE] == "size"
    assert names[brush_action.COLOUR] == ("red", "green", "blue")
    assert names[brush_action.CONTROL] == ("control_x", "control_y")
    assert names[brush_action.END] == ("end_x", "end_y")
    assert names[brush_action.BEGIN] == ("start_x", "start_y")


def test_the_command_writes_what_training_reads(
    brush: RenderActions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strokes_data, "render_actions", lambda actions, name: brush(actions))
    count = NUM_HELD_OUT + 300
    arguments = ["strokes_data", str(tmp_path / "made"), "--count", str(count), "--seed", "3"]
    monkeypatch.setattr(sys, "argv", arguments)
    strokes_data.main()
    strokes = read_stroke_pictures(tmp_path / "made")
    assert np.array_equal(strokes.actions, strokes_data.random_actions(count, 3))
    chosen = [0, 999, 1000, count - 1]
    assert np.array_equal(strokes.pictures[chosen], brush(strokes.actions[chosen]))
