"""The command that paints strokes for neural painters; skipped where MyPaint is not installed."""

from pathlib import Path

import numpy as np
import pytest

from painttime.errors import UserInputError
from painttime.strokes.mypaint import check_mypaint_brushes
from painttime.strokes.mypaint_actions import ACTION_BRUSH, render_actions
from painttime.training.neural_painters import strokes_data
from painttime.training.neural_painters.strokes_data import random_actions, write_strokes


def test_a_seed_gives_the_same_actions_in_range() -> None:
    actions = random_actions(500, seed=3)
    assert (actions == random_actions(500, seed=3)).all()
    assert (actions != random_actions(500, seed=4)).any()
    assert actions.dtype == np.float32
    assert 0 <= actions.min() < 0.01 < 0.99 < actions.max() <= 1


def test_pictures_belong_to_their_actions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        check_mypaint_brushes()
    except UserInputError as error:
        pytest.skip(str(error))
    monkeypatch.setattr(strokes_data, "CHUNK", 4)
    write_strokes(tmp_path / "new", random_actions(10, seed=1), ACTION_BRUSH)
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"actions.npy", "strokes.npy"}
    actions, pictures = np.load(tmp_path / "new" / "actions.npy"), np.load(tmp_path / "new" / "strokes.npy")
    assert pictures.shape == (10, 64, 64, 3)
    assert (render_actions(actions) == pictures).all()


def test_nothing_is_left_where_painting_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(actions: object, brush: str) -> None:
        raise UserInputError("MyPaint is missing")

    monkeypatch.setattr(strokes_data, "render_actions", fail)
    with pytest.raises(UserInputError, match="missing"):
        write_strokes(tmp_path, random_actions(3, seed=0), ACTION_BRUSH)
    assert list(tmp_path.iterdir()) == []
