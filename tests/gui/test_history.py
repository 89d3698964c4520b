"""Undo as a pointer into values."""

from dataclasses import replace

import numpy as np

from painttime.core.canvas import Canvas
from painttime.gui import history as history_module
from painttime.gui.history import History


def test_undo_and_redo_walk_by_name(make_project):
    first = make_project()
    second, third = replace(first, seed=1), replace(first, seed=2)
    history = History(first)
    history.push(second, "One")
    history.push(third, "Two")
    assert (history.undo_name, history.redo_name) == ("Two", None)
    history.undo()
    assert history.project is second
    assert (history.undo_name, history.redo_name) == ("One", "Two")
    history.redo()
    assert history.project is third


def test_a_drag_is_one_step_and_the_next_drag_another(make_project):
    first = make_project()
    states = [replace(first, seed=seed) for seed in range(1, 5)]
    history = History(first)
    history.push(states[0], "Degree", "degree 1")
    history.push(states[1], "Degree", "degree 1")
    history.end_merge()
    history.push(states[2], "Degree", "degree 1")
    history.undo()
    assert history.project is states[1]
    history.undo()
    assert history.project is first


def test_a_new_edit_drops_what_could_be_redone(make_project):
    first = make_project()
    history = History(first)
    history.push(replace(first, seed=1), "One")
    history.undo()
    history.push(replace(first, seed=2), "Two")
    assert history.redo_name is None
    history.undo()
    assert history.project is first


def test_the_saved_state_is_the_one_that_was_written(make_project):
    first = make_project()
    written, later = replace(first, seed=1), replace(first, seed=2)
    history = History(first)
    history.push(written, "One")
    history.push(later, "Two")
    history.mark_saved(written)
    assert history.is_dirty
    history.undo()
    assert not history.is_dirty


def test_no_more_states_than_the_limit_are_kept(make_project):
    first = make_project()
    history = History(first)
    for seed in range(history_module.MAX_ENTRIES + 20):
        history.push(replace(first, seed=seed), f"Seed {seed}")
    undone = 0
    while history.undo_name is not None:
        history.undo()
        undone += 1
    assert undone <= history_module.MAX_ENTRIES


def test_canvases_of_forgotten_takes_do_not_pile_up(make_project, monkeypatch):
    take = make_project(computed_from=9).take
    first = make_project()
    mix_bytes = Canvas.uniform(8, 8, 0).mix.nbytes
    monkeypatch.setattr(history_module, "MAX_BYTES", first.parts.labels.nbytes + mix_bytes * 6)
    history = History(first)
    for seed in range(10):
        canvas = Canvas.uniform(8, 8, 1)
        own = take.with_canvas(8, canvas, step=8, realised=np.zeros(3, dtype=np.float32))
        history.push(replace(first, seed=seed, take=own), f"Take {seed}")
    undone = 0
    while history.undo_name is not None:
        history.undo()
        undone += 1
    # Two canvases are shared by all takes, so four takes of their own fit.
    assert 1 <= undone <= 4


def test_labels_of_forgotten_parts_do_not_pile_up(make_project, monkeypatch):
    first = make_project()
    label_bytes = first.parts.labels.nbytes
    monkeypatch.setattr(history_module, "MAX_BYTES", label_bytes * 5)
    history = History(first)
    for row in range(10):
        labels = first.parts.labels.copy()
        labels[row] = 3
        parts = replace(first.parts, labels=labels)
        history.push(first.with_parts(parts), f"Brush {row}")
    undone = 0
    while history.undo_name is not None:
        history.undo()
        undone += 1
    assert undone == 4


def test_labels_that_states_share_count_once(make_project, monkeypatch):
    first = make_project()
    monkeypatch.setattr(history_module, "MAX_BYTES", first.parts.labels.nbytes)
    history = History(first)
    for number in range(10):
        history.push(first.with_parts(first.parts.changed(1, name=f"sky {number}")), "Rename part")
    undone = 0
    while history.undo_name is not None:
        history.undo()
        undone += 1
    assert undone == 10
