"""A painting by the brush, and a process carried out in strokes, are processes like any other."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from painttime.core.brush_settings import BrushSettings
from painttime.core.brushwork import Brushwork, Stroke, StrokeCanvas, StrokeList
from painttime.core.canvas import stage_name
from painttime.core.change import Direction, changed_pixels, realised_degrees
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import BLENDED, BRUSH_ENGINE, STROKES, Project
from painttime.errors import ExportError, UserInputError
from painttime.exporters.options import ExportOptions
from painttime.networks.step_model import StepModel
from painttime.prediction.stepper import Stepper
from painttime.storage.strokes_file import read_strokes
from painttime.strokes.engine import paint
from painttime.strokes.proposals import StructureProposer
from painttime.workflow.exporting import export
from painttime.workflow.job import run_to_end
from painttime.workflow.predicting import predict, predict_step
from painttime.workflow.preparing import prepare
from painttime.workflow.stroke_painting import carry_out_take, divide_strokes, paint_brushwork, paint_process
from painttime.workflow.stroke_pictures import StrokePictures
from painttime.workflow.stroke_takes import step_counts

SKY, HILL = 7, 2
NUM_STEPS = 6
NUM_STROKES = 120


@pytest.fixture(scope="module")
def project():
    """A striped sky over a hill, (48, 64), to be painted by the brush."""
    rows, columns = np.mgrid[:48, :64].astype(np.float32)
    labels = np.full((48, 64), SKY, dtype=np.uint8)
    labels[26:] = HILL
    pixels = np.where((labels == SKY)[..., None], (120, 160, 205), (70, 105, 60))
    pixels = pixels + (30 * np.sin((columns + 2 * rows) / 5))[..., None]
    parts = PartMap(labels=labels, parts=(Part(id=SKY, name="sky"), Part(id=HILL, name="hill")))
    return Project(
        painting=Painting(pixels=np.clip(pixels, 0, 255).astype(np.uint8)),
        parts=parts,
        num_steps=NUM_STEPS,
        seed=3,
        engine=BRUSH_ENGINE,
        brush=BrushSettings(num_strokes=NUM_STROKES, brush="round"),
    )


@pytest.fixture(scope="module")
def painted(project):
    return run_to_end(paint_process(project, proposer=StructureProposer()))


@pytest.fixture(scope="module")
def prepared(painted):
    """Made from the painted project: strokes are in the way of nothing."""
    return run_to_end(prepare(painted))


@pytest.fixture(scope="module")
def predicted(project, prepared):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model = Stepper(StepModel(), torch.device("cpu"))
    return run_to_end(predict(project, prepared, model))


def frames_of(project):
    pictures = StrokePictures(project)
    return [pictures.frame(canvas) for canvas in project.shown_take.canvases]


def test_from_the_ground_to_the_painting_exactly(painted):
    frames = frames_of(painted)
    assert (frames[0] == painted.ground).all()
    np.testing.assert_array_equal(frames[-1], painted.painting.pixels)
    counts = [canvas.count for canvas in painted.take.canvases]
    assert counts[0] == 0
    assert counts[-2] == counts[-1] == len(painted.take.brushwork.strokes) <= NUM_STROKES
    assert all(before < after for before, after in itertools.pairwise(counts[:-1]))


def test_frames_show_the_first_strokes(painted):
    for canvas, frame in zip(painted.take.canvases[:-1], frames_of(painted), strict=False):
        np.testing.assert_array_equal(frame, paint(canvas.brushwork, count=canvas.count))


def test_degrees_are_measured_and_the_plan_says_them(painted):
    take = painted.take
    assert take.plan.habit == painted.brush.order
    np.testing.assert_array_equal(take.plan.degrees, take.realised)
    pictures = StrokePictures(painted)
    before, after = (pictures.preview(take.canvas(index)) for index in (2, 3))
    labels = painted.parts.resized(*before.shape[:2])
    np.testing.assert_allclose(take.realised[2], realised_degrees(before, after, labels, (SKY, HILL)))


def test_stages_only_move_on(painted):
    names = [stage_name(canvas) for canvas in painted.take.canvases]
    order = ["ground", "block-in", "modelling", "detail", "finish"]
    places = [order.index(name) for name in names]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 4)


def test_it_repeats_by_seed(project, painted):
    again = run_to_end(paint_process(project, proposer=StructureProposer()))
    other = run_to_end(paint_process(replace(project, seed=4), proposer=StructureProposer()))
    strokes = painted.take.brushwork.strokes
    assert strokes.curves.tobytes() == again.take.brushwork.strokes.curves.tobytes()
    assert strokes.curves.tobytes() != other.take.brushwork.strokes.curves.tobytes()


def test_it_is_watched_growing(project, painted):
    takes = [p.take for p in paint_process(project, proposer=StructureProposer()) if p.take is not None]
    assert len(takes) > 3
    for take in takes:
        assert take.num_steps == NUM_STEPS
        assert take.canvases[0].count == 0
        known = [canvas for canvas in take.canvases[:-1] if canvas is not None]
        # The newest canvas shows all strokes so far.
        assert known[-1].count == len(take.brushwork.strokes)
    counts = [len(take.brushwork.strokes) for take in takes]
    assert counts == sorted(counts)
    assert counts[-1] == len(painted.take.brushwork.strokes)


def test_progress_counts_strokes(project):
    seen = list(paint_process(project, proposer=StructureProposer()))
    assert all(progress.total == NUM_STROKES and progress.done <= NUM_STROKES for progress in seen)
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert seen[0].message == f"Stroke 0 of {NUM_STROKES}"


def test_a_painting_that_was_stopped_becomes_a_process(project):
    job = paint_process(replace(project, locked=frozenset({HILL})), proposer=StructureProposer())
    begun = next(
        p.take for p in job if p.take is not None and len(p.take.brushwork.strokes) > NUM_STROKES / 8
    )
    job.close()
    assert not begun.is_complete
    # What was asked for since then is for the next painting.
    stopped = replace(project, take=begun, seed=9)
    done = run_to_end(divide_strokes(stopped))
    assert done.take.is_complete
    assert done.take.brushwork is begun.brushwork
    assert (done.take.seed, done.take.locked) == (project.seed, {HILL})
    hill = project.parts.mask(HILL)
    np.testing.assert_array_equal(frames_of(done)[1][hill], project.painting.pixels[hill])
    assert run_to_end(divide_strokes(done)) is done


def test_only_strokes_are_divided(project, predicted):
    for take in (None, predicted.take):
        with pytest.raises(UserInputError, match="No strokes"):
            run_to_end(divide_strokes(replace(project, take=take)))


def test_locked_parts_stand_finished_from_the_first(project):
    locked = replace(project, locked=frozenset({SKY}))
    done = run_to_end(paint_process(locked, proposer=StructureProposer()))
    assert SKY not in done.take.brushwork.strokes.part_ids
    sky = project.parts.mask(SKY)
    for frame in frames_of(done):
        np.testing.assert_array_equal(frame[sky], project.painting.pixels[sky])
    assert (done.take.realised[:, done.parts.ids.index(SKY)] == 0).all()


def test_another_ground_lies_below_the_same_strokes(painted):
    blue = replace(painted, ground=(10, 20, 200))
    first, second, *_ = frames_of(blue)
    assert (first == (10, 20, 200)).all()
    np.testing.assert_array_equal(second, paint(blue.brushwork, count=blue.take.canvas(1).count))


def test_the_strokes_alone(project, painted):
    brushwork = run_to_end(paint_brushwork(project, proposer=StructureProposer()))
    assert brushwork.strokes.curves.tobytes() == painted.take.brushwork.strokes.curves.tobytes()
    fewer = replace(project.brush, num_strokes=20)
    assert len(run_to_end(paint_brushwork(project, fewer, proposer=StructureProposer())).strokes) <= 20


def test_it_exports_without_renditions(painted, tmp_path):
    out = tmp_path / "frames"
    run_to_end(export(painted, StrokePictures(painted), out, ExportOptions()))
    assert len(list(out.iterdir())) == NUM_STEPS + 1


def test_its_strokes_export_up_to_the_last_canvas_asked_for(painted, tmp_path):
    for last, count in ((None, len(painted.take.brushwork.strokes)), (2, painted.take.canvas(2).count)):
        out = tmp_path / f"{last}.jsonl"
        assert run_to_end(export(painted, StrokePictures(painted), out, ExportOptions(last=last))) == out
        kept = read_strokes(out).strokes
        assert len(kept) == count
        assert kept.curves.tobytes() == painted.take.brushwork.strokes.curves[:count].tobytes()


def test_a_process_without_strokes_is_not_written_as_strokes(predicted, prepared, tmp_path):
    with pytest.raises(ExportError, match="not painted with any"):
        run_to_end(export(predicted, prepared, tmp_path / "a.svg", ExportOptions()))
    assert list(tmp_path.iterdir()) == []


def test_prepared_shows_both_kinds(painted, predicted, prepared):
    canvas = painted.take.canvas(3)
    np.testing.assert_array_equal(prepared.frame(canvas), StrokePictures(painted).frame(canvas))
    np.testing.assert_array_equal(prepared.preview(canvas), StrokePictures(painted).preview(canvas))
    with pytest.raises(LookupError, match="prepared"):
        StrokePictures(predicted).frame(predicted.take.canvas(1))


def test_the_model_begins_anew_over_strokes(painted, prepared):
    torch.manual_seed(0)
    model = Stepper(StepModel(), torch.device("cpu"))
    assert run_to_end(predict(painted, prepared, model)).take.brushwork is None
    step = predict_step(painted, prepared, model, index=NUM_STEPS, direction=Direction.BACKWARD)
    assert run_to_end(step).take.brushwork is None


# -- steps ---------------------------------------------------------------------------------------------------


def square(count):
    """Return a brushwork of `count` dabs in rows over a square picture."""
    side = int(np.ceil(np.sqrt(max(count, 1))))
    strokes = [
        Stroke(
            curve=(((column + 0.2) / side, (row + 0.5) / side),) * 2
            + (((column + 0.8) / side, (row + 0.5) / side),),
            widths=(0.8 / side, 0.8 / side),
            colour=(20, 20, 20),
        )
        for row, column in itertools.islice(itertools.product(range(side), repeat=2), count)
    ]
    return Brushwork(strokes=StrokeList.of(strokes), ground=(250, 250, 250), height_px=32, width_px=32)


@pytest.mark.parametrize("num_steps", [1, 5, 40])
@pytest.mark.parametrize("count", [0, 1, 39, 100])
def test_any_number_of_strokes_fits_any_number_of_steps(count, num_steps):
    project = Project(
        painting=Painting(pixels=np.zeros((32, 32, 3), dtype=np.uint8)),
        parts=PartMap(labels=np.ones((32, 32), dtype=np.uint8), parts=(Part(id=1, name="all"),)),
        num_steps=num_steps,
    )
    counts = step_counts(square(count), num_steps, StrokePictures(project))
    assert len(counts) == num_steps + 1
    assert (counts[0], counts[-1]) == (0, count)
    assert all(before <= after for before, after in itertools.pairwise(counts))
    assert num_steps == 1 or counts[-2] == count
    if count >= num_steps > 1:
        assert all(before < after for before, after in itertools.pairwise(counts[:-1]))


def test_steps_grow_in_strokes_and_shrink_in_change():
    project = Project(
        painting=Painting(pixels=np.zeros((32, 32, 3), dtype=np.uint8)),
        parts=PartMap(labels=np.ones((32, 32), dtype=np.uint8), parts=(Part(id=1, name="all"),)),
        num_steps=6,
    )
    broad, fine = square(4), square(400)
    both = replace(broad, strokes=StrokeList.joined([broad.strokes, fine.strokes]))
    counts = step_counts(both, 6, StrokePictures(project))
    sizes = np.diff(counts)[:-1]
    assert sizes.tolist() == sorted(sizes.tolist())
    # The four broad dabs cover as much as all the fine ones: more than a step, less than half of them.
    assert 1 <= sum(0 < count <= 4 for count in counts) <= 3


# -- carrying out --------------------------------------------------------------------------------------------


def test_a_predicted_process_is_carried_out(predicted, prepared):
    done = run_to_end(carry_out_take(predicted, prepared))
    assert done.render == STROKES
    assert done.take is predicted.take
    shown = done.shown_take
    assert shown.brushwork is not None
    assert shown.plan is predicted.take.plan
    assert shown.num_steps == NUM_STEPS
    frames = [prepared.frame(canvas) for canvas in shown.canvases]
    np.testing.assert_array_equal(frames[-1], done.painting.pixels)
    assert (frames[0] == done.ground).all()
    blended = replace(done, render=BLENDED)
    assert run_to_end(carry_out_take(blended, prepared)).painted is done.painted


def test_degrees_keep_to_their_parts_where_the_depth_was_changed_since(predicted, prepared):
    done = run_to_end(carry_out_take(predicted, prepared))
    reordered = predicted.with_parts(predicted.parts.reordered((HILL, SKY)))
    again = run_to_end(carry_out_take(reordered, prepared))
    assert again.shown_take.plan.part_ids == (SKY, HILL)
    np.testing.assert_array_equal(again.shown_take.realised, done.shown_take.realised)


def test_parts_no_step_changes_stand_finished_in_strokes(project, prepared):
    torch.manual_seed(0)
    model = Stepper(StepModel(), torch.device("cpu"))
    locked = replace(project, locked=frozenset({HILL}))
    done = run_to_end(carry_out_take(run_to_end(predict(locked, prepared, model)), prepared))
    hill = project.parts.mask(HILL)
    for canvas in done.shown_take.canvases:
        np.testing.assert_array_equal(prepared.frame(canvas)[hill], project.painting.pixels[hill])


def test_strokes_stay_within_their_part(predicted, prepared):
    done = run_to_end(carry_out_take(predicted, prepared))
    frames = [prepared.frame(canvas) for canvas in done.shown_take.canvases[:-1]]
    strokes = done.shown_take.brushwork.strokes
    sky = project_sky = done.parts.mask(SKY)
    for (before, after), (first, last) in zip(
        itertools.pairwise(frames),
        itertools.pairwise(canvas.count for canvas in done.shown_take.canvases[:-1]),
        strict=True,
    ):
        if SKY not in strokes.part_ids[first:last]:
            assert not changed_pixels(before, after)[sky].any()
    assert project_sky.any()


def test_only_a_complete_process_is_carried_out(project, predicted, prepared):
    for take in (None, predicted.take.without_before(3)):
        with pytest.raises(UserInputError, match="complete process"):
            run_to_end(carry_out_take(replace(project, take=take), prepared))


def test_a_painting_by_the_brush_is_painted_already(painted, prepared):
    done = run_to_end(carry_out_take(painted, prepared))
    assert done.take is painted.take
    assert done.painted is None
    assert isinstance(done.shown_take.canvas(1), StrokeCanvas)
