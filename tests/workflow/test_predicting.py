"""Predicting as the user asks for it, with a step model that has learnt nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from painttime.core.canvas import NUM_RENDITIONS
from painttime.core.change import Direction
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.errors import ModelError, UserInputError
from painttime.networks.checkpoint import CONFIG_NAME, save_weights
from painttime.networks.step_model import StepModel
from painttime.prediction.stepper import Stepper
from painttime.workflow import predicting
from painttime.workflow.job import Progress, run_to_end
from painttime.workflow.predicting import MODEL_NAME, load_model, plan_for, predict, predict_step
from painttime.workflow.preparing import Prepared, prepare

SKY, HILL, JUG = 7, 2, 40
NUM_STEPS = 6
FINISHED = NUM_RENDITIONS - 1
BACKWARD, FORWARD = Direction.BACKWARD, Direction.FORWARD


@pytest.fixture(scope="module")
def project() -> Project:
    """A sky, a hill and a jug with stripes, (60, 80)."""
    rows, columns = np.mgrid[:60, :80].astype(np.float32)
    labels = np.full((60, 80), SKY, dtype=np.uint8)
    labels[32:] = HILL
    labels[18:50, 30:52] = JUG
    colours = {SKY: (120, 160, 205), HILL: (70, 105, 60), JUG: (150, 50, 40)}
    pixels = np.zeros((60, 80, 3), dtype=np.float32)
    for part_id, colour in colours.items():
        pixels[labels == part_id] = colour
    pixels += (30 * np.sin((columns + 2 * rows) / 4))[..., None]
    pixels += np.random.default_rng(0).normal(0, 10, pixels.shape)
    names = {SKY: "sky", HILL: "hill", JUG: "jug"}
    parts = PartMap(labels=labels, parts=tuple(Part(id=i, name=name) for i, name in names.items()))
    painting = Painting(pixels=np.clip(pixels, 0, 255).astype(np.uint8))
    return Project(painting=painting, parts=parts, num_steps=NUM_STEPS, seed=3)


@pytest.fixture(scope="module")
def prepared(project: Project) -> Prepared:
    return run_to_end(prepare(project))


@pytest.fixture(scope="module")
def model() -> Stepper:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    return Stepper(StepModel(), torch.device("cpu"))


@pytest.fixture(scope="module")
def whole(project: Project, prepared: Prepared, model: Stepper) -> Take:
    return take_of(run_to_end(predict(project, prepared, model)))


def take_of(project: Project) -> Take:
    assert project.take is not None
    return project.take


def stages(take: Take, index: int) -> np.ndarray:
    return take.canvas(index).stages().astype(int)


def test_every_canvas_is_computed_and_progress_counts_them(
    project: Project, prepared: Prepared, model: Stepper
) -> None:
    job = predict(project, prepared, model)
    seen: list[Progress] = []
    while True:
        try:
            seen.append(next(job))
        except StopIteration as stop:
            result = stop.value
            break
    assert [(progress.done, progress.total) for progress in seen] == [(n, NUM_STEPS) for n in range(7)]
    for number, progress in enumerate(seen[1:], start=1):
        assert progress.take is not None
        assert sum(progress.take.computed) == number + 1
        assert progress.take.computed[-1 - number :] == (True,) * (number + 1)
    assert result.take is seen[-1].take
    assert result.painting is project.painting
    assert result.take.is_complete


def test_the_process_goes_from_the_ground_to_the_painting_at_full_size(
    project: Project, prepared: Prepared, whole: Take
) -> None:
    assert (prepared.frame(whole.canvas(0)) == project.ground).all()
    np.testing.assert_array_equal(prepared.frame(whole.canvas(NUM_STEPS)), project.painting.pixels)
    for index in range(NUM_STEPS):
        assert (stages(whole, index) <= stages(whole, index + 1)).all()
    assert np.isfinite(whole.realised).all()


def test_the_same_project_gives_the_same_process(
    project: Project, prepared: Prepared, model: Stepper, whole: Take
) -> None:
    again = take_of(run_to_end(predict(project, prepared, model)))
    other = take_of(run_to_end(predict(replace(project, seed=4), prepared, model)))
    for index in range(NUM_STEPS + 1):
        np.testing.assert_array_equal(again.canvas(index).mix, whole.canvas(index).mix)
    assert (stages(other, 3) != stages(whole, 3)).any()
    assert other.seed == 4


@pytest.mark.parametrize("done", [0, 1, 4])
def test_a_cancelled_prediction_goes_on_where_it_stopped(
    done: int, project: Project, prepared: Prepared, model: Stepper
) -> None:
    job = predict(project, prepared, model)
    progress = next(job)
    for _ in range(done):
        progress = next(job)
    job.close()
    begun = replace(project, take=progress.take)
    counts = []
    rest = predict(begun, prepared, model)
    while True:
        try:
            counts.append(next(rest).done)
        except StopIteration as stop:
            finished = take_of(stop.value)
            break
    assert counts == [0, *range(done + 1, NUM_STEPS + 1)]
    assert finished.is_complete
    assert (stages(finished, 0) == 0).all()
    for index in range(NUM_STEPS - done, NUM_STEPS if done else 0):
        assert finished.canvas(index) is take_of(begun).canvas(index)


def test_a_complete_take_is_left_as_it_is(
    project: Project, prepared: Prepared, model: Stepper, whole: Take
) -> None:
    assert take_of(run_to_end(predict(replace(project, take=whole), prepared, model))) is whole


def test_forward_begins_with_the_ground_alone(project: Project, prepared: Prepared, model: Stepper) -> None:
    job = predict(project, prepared, model, direction=FORWARD)
    next(job)
    first = next(job).take
    assert first is not None
    assert first.computed == (True, True, False, False, False, False, True)
    take = take_of(run_to_end(job))
    assert take.is_complete
    assert (stages(take, 0) == 0).all()
    for index in range(NUM_STEPS):
        assert (stages(take, index) <= stages(take, index + 1)).all()


def test_forward_begins_a_complete_take_anew(
    project: Project, prepared: Prepared, model: Stepper, whole: Take
) -> None:
    begun = replace(project, take=whole)
    take = take_of(run_to_end(predict(begun, prepared, model, direction=FORWARD)))
    assert (stages(take, 3) != stages(whole, 3)).any()


def test_a_part_without_pixels_is_in_nobodys_way(
    project: Project, prepared: Prepared, model: Stepper, whole: Take
) -> None:
    bird = Part(id=90, name="bird")
    parts = PartMap(labels=project.parts.labels, parts=(*project.parts.parts, bird))
    take = take_of(run_to_end(predict(project.with_parts(parts), prepared, model)))
    assert take.is_complete
    assert take.plan.part_ids == (SKY, HILL, JUG, 90)
    assert not take.realised[:, 3].any()
    assert np.nansum(take.realised[:, :3]) == pytest.approx(np.nansum(whole.realised), rel=0.2)


def test_a_take_begun_goes_on_where_the_parts_were_put_in_another_depth(
    project: Project, prepared: Prepared, model: Stepper
) -> None:
    job = predict(project, prepared, model)
    begun = next(progress for progress in job if progress.take is not None and progress.done == 3)
    job.close()
    reordered = replace(project, take=begun.take).with_parts(project.parts.reordered((JUG, SKY, HILL)))
    reordered = replace(reordered, locked=frozenset({JUG}))
    take = take_of(run_to_end(predict(reordered, prepared, model)))
    assert take.is_complete
    assert take.plan.part_ids == (SKY, HILL, JUG)
    # The column of the locked part is still the jug's: it stays as it was when it was locked.
    reached = take_of(reordered).computed.index(True)
    is_jug = prepared.labels == JUG
    assert (stages(take, 0)[is_jug] == stages(take, reached)[is_jug]).all()
    assert not take.realised[:reached, take.plan.part_ids.index(JUG)].any()


@pytest.mark.parametrize("direction", [BACKWARD, FORWARD])
def test_locked_parts_never_change(
    direction: Direction, project: Project, prepared: Prepared, model: Stepper
) -> None:
    locked = replace(project, locked=frozenset({JUG}))
    take = take_of(run_to_end(predict(locked, prepared, model, direction=direction)))
    own = project.parts.labels == JUG
    for index in (0, 3):
        frame = prepared.frame(take.canvas(index))
        np.testing.assert_array_equal(frame[own], project.painting.pixels[own])
    assert (prepared.frame(take.canvas(0))[~own] == project.ground).all()


def test_a_part_locked_on_the_way_stays_as_it_is(
    project: Project, prepared: Prepared, model: Stepper
) -> None:
    job = predict(project, prepared, model)
    for _ in range(4):
        progress = next(job)
    job.close()
    begun = replace(project, take=progress.take, locked=frozenset({SKY}))
    take = take_of(run_to_end(predict(begun, prepared, model)))
    own = prepared.labels == SKY
    np.testing.assert_array_equal(stages(take, 0)[own], stages(take, 3)[own])
    assert (stages(take, 0)[~own] == 0).all()
    assert take.locked == {SKY}


def test_degrees_hold_in_every_step_that_paints_the_part(
    project: Project, prepared: Prepared, model: Stepper, whole: Take
) -> None:
    plan = plan_for(project, prepared, {HILL: 1.0, SKY: 0.0})
    assert set(np.unique(plan.degrees[:, 1])) == {0.0, 1.0}
    take = take_of(run_to_end(predict(replace(project, take=whole), prepared, model, plan=plan)))
    assert take.plan is plan
    assert (stages(take, 0)[prepared.labels == SKY] == FINISHED).all()
    assert (stages(take, 0)[prepared.labels == HILL] == 0).all()


def test_sliders_hold_in_every_step_a_prediction_adds(
    project: Project, prepared: Prepared, model: Stepper
) -> None:
    first, second = project.parts.ids[:2]
    moved = replace(project, degrees={first: 0.0, second: 0.3})
    column = (0, 1)
    begun = run_to_end(predict(moved, prepared, model))
    degrees = take_of(begun).plan.degrees
    assert (degrees[:, column[0]] == 0).all()
    assert set(np.unique(degrees[:, column[1]]).round(4)) <= {np.float32(0.0), np.float32(0.3)}
    assert (degrees[:, column[1]] > 0).any()

    half = take_of(run_to_end(predict(project, prepared, model))).without_before(project.num_steps // 2)
    later = run_to_end(predict(replace(moved, take=half), prepared, model))
    added = take_of(later).plan.degrees[: project.num_steps // 2]
    assert (added[:, column[0]] == 0).all()
    assert set(np.unique(added[:, column[1]]).round(4)) <= {np.float32(0.0), np.float32(0.3)}


@pytest.mark.parametrize("num_steps", [1, 2, 12])
@pytest.mark.parametrize("direction", [BACKWARD, FORWARD])
def test_any_number_of_steps_arrives(
    num_steps: int, direction: Direction, project: Project, prepared: Prepared, model: Stepper
) -> None:
    steps = replace(project, num_steps=num_steps)
    take = take_of(run_to_end(predict(steps, prepared, model, direction=direction)))
    assert len(take.canvases) == num_steps + 1
    assert take.is_complete
    assert (stages(take, 0) == 0).all()
    assert np.isfinite(take.realised).all()


def test_a_habit_nobody_has_is_refused(project: Project, prepared: Prepared, model: Stepper) -> None:
    strange = replace(project, habit="with the feet")
    with pytest.raises(UserInputError, match="with the feet"):
        run_to_end(predict(strange, prepared, model))
    with pytest.raises(UserInputError, match="with the feet"):
        run_to_end(predict_step(strange, prepared, model, index=NUM_STEPS, direction=BACKWARD))


def step(project: Project, prepared: Prepared, model: Stepper, index: int, way: Direction) -> Project:
    return run_to_end(predict_step(project, prepared, model, index=index, direction=way))


def test_a_step_by_hand_follows_the_sliders(project: Project, prepared: Prepared, model: Stepper) -> None:
    asked = replace(project, degrees={SKY: 0.0, HILL: 0.25, JUG: 0.5}, locked=frozenset({JUG}))
    take = take_of(step(asked, prepared, model, NUM_STEPS, BACKWARD))
    assert take.computed == (False,) * 5 + (True, True)
    np.testing.assert_allclose(take.realised[-1], [0, 0.25, 0], atol=0.005)
    np.testing.assert_allclose(take.plan.degrees[-1], [0, 0.25, 0])


def test_without_sliders_a_step_by_hand_follows_the_plan(
    project: Project, prepared: Prepared, model: Stepper
) -> None:
    take = take_of(step(project, prepared, model, NUM_STEPS, BACKWARD))
    np.testing.assert_array_equal(take.plan.degrees, plan_for(project, prepared).degrees)
    assert (take.realised[-1] > 0).any()


def test_steps_by_hand_drop_what_followed_from_the_canvas(
    project: Project, prepared: Prepared, model: Stepper, whole: Take
) -> None:
    begun = replace(project, take=whole)
    back = take_of(step(begun, prepared, model, 4, BACKWARD))
    assert back.computed == (False, False, False, True, True, True, True)
    assert np.isnan(back.realised[:3]).all()
    on = take_of(step(begun, prepared, model, 2, FORWARD))
    assert on.computed == (True, True, True, True, False, False, True)
    assert np.isnan(on.realised[3:]).all()
    for kept in (back, on):
        finished = take_of(run_to_end(predict(replace(project, take=kept), prepared, model)))
        assert finished.is_complete
        assert (stages(finished, 0) == 0).all()
        for index in range(NUM_STEPS):
            assert (stages(finished, index) <= stages(finished, index + 1)).all()


@pytest.mark.parametrize(("index", "direction"), [(0, BACKWARD), (NUM_STEPS, FORWARD)])
def test_a_step_out_of_the_process_changes_nothing(
    index: int, direction: Direction, project: Project, prepared: Prepared, model: Stepper, whole: Take
) -> None:
    begun = replace(project, take=whole)
    assert take_of(step(begun, prepared, model, index, direction)) is whole


def test_the_last_step_on_gives_the_painting(
    project: Project, prepared: Prepared, model: Stepper, whole: Take
) -> None:
    begun = replace(project, take=whole, degrees=dict.fromkeys((SKY, HILL, JUG), 0.0))
    take = take_of(step(begun, prepared, model, NUM_STEPS - 1, FORWARD))
    assert take.is_complete
    assert take.canvas(NUM_STEPS) is whole.canvas(NUM_STEPS)


def test_the_model_is_loaded_from_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predicting, "models_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match=r'"process" is not there.*painttime doctor'):
        run_to_end(load_model("cpu", 1))
    save_weights(StepModel(), tmp_path / MODEL_NAME, MODEL_NAME, {})
    assert run_to_end(load_model("cpu", 1)).device_name == "cpu"
    (tmp_path / MODEL_NAME / CONFIG_NAME).write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="does not describe"):
        run_to_end(load_model("cpu", 1))


def test_a_device_nobody_has_is_refused() -> None:
    with pytest.raises(UserInputError, match="abacus"):
        run_to_end(load_model("abacus", 1))
