"""The caption says which canvas is shown, that it is predicted, and what changed."""

from dataclasses import replace

import numpy as np

from painttime.gui.caption import caption, changed_in_step


def test_a_predicted_canvas_says_that_it_is_predicted(make_project):
    project = make_project(num_steps=10, computed_from=0)
    text = caption(project, 8)
    assert text.startswith("Predicted canvas 8 of 10")
    # Step 7 asked for 7, 14 and 21 %; half of it came.
    assert "changed: tree 10 %; meadow 7 %; sky 4 %" in text


def test_the_painting_is_not_predicted(make_project):
    assert "redicted" not in caption(make_project(num_steps=10, computed_from=0), 10)


def test_a_missing_canvas_says_so(make_project):
    assert "not computed yet" in caption(make_project(num_steps=10, computed_from=6), 3)
    assert "not computed yet" in caption(make_project(num_steps=10), 3)


def test_the_ground_has_no_step_before_it(make_project):
    assert "changed" not in caption(make_project(num_steps=10, computed_from=0), 0)


def test_many_parts_are_cut_short_and_tiny_changes_left_out(make_project):
    project = make_project(num_steps=4, computed_from=0)
    take = replace(project.take, realised=np.full((4, 3), 0.004, dtype=np.float32))
    assert changed_in_step(take, project, 1) == ""
