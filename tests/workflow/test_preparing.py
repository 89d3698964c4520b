"""What playing and predicting need of a painting, for paintings of any size."""

import dataclasses
from dataclasses import replace

import numpy as np
import pytest

from painttime.core.canvas import NUM_RENDITIONS, Canvas
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.errors import ProjectFileError
from painttime.workflow.job import Progress, run_to_end
from painttime.workflow.preparing import MODEL_SIZE_PX, Prepared, prepare


def project_of(height_px: int, width_px: int) -> Project:
    """Return a noisy painting of two parts, ids 12 and 3."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(60, 120, (height_px, width_px, 3), dtype=np.uint8)
    labels = np.full((height_px, width_px), 12, dtype=np.uint8)
    labels[height_px // 2 :, width_px // 3 :] = 3
    pixels[labels == 3] += 90
    parts = PartMap(labels=labels, parts=(Part(id=12, name="sky"), Part(id=3, name="hill")))
    return Project(painting=Painting(pixels=pixels), parts=parts)


@pytest.fixture(scope="module")
def project() -> Project:
    return project_of(90, 120)


@pytest.fixture(scope="module")
def prepared(project: Project) -> Prepared:
    return run_to_end(prepare(project))


def half_done(prepared: Prepared) -> Canvas:
    stages = np.zeros(prepared.labels.shape, dtype=np.uint8)
    stages[prepared.labels == 3] = NUM_RENDITIONS - 1
    stages[:20] = 2
    return Canvas.from_stages(stages)


def test_the_model_sees_every_painting_at_one_size(prepared: Prepared) -> None:
    assert prepared.renditions.images.shape == (NUM_RENDITIONS, 192, MODEL_SIZE_PX, 3)
    assert prepared.labels.shape == (192, MODEL_SIZE_PX)
    assert prepared.strokes.ids.shape == (NUM_RENDITIONS - 1, 192, MODEL_SIZE_PX)


def test_frames_have_the_paintings_own_size_and_end_with_it(project: Project, prepared: Prepared) -> None:
    shape = prepared.labels.shape
    finished, ground = Canvas.uniform(*shape, -1), Canvas.uniform(*shape, 0)
    np.testing.assert_array_equal(prepared.frame(finished), project.painting.pixels)
    assert (prepared.frame(ground) == project.ground).all()
    mixed = prepared.frame(half_done(prepared))
    own = project.parts.labels == 3
    own[:12] = False
    np.testing.assert_array_equal(mixed[own], project.painting.pixels[own])
    bare = project.parts.labels == 12
    bare[:12] = False
    assert (mixed[bare] == project.ground).all()


def test_previews_are_canvases_at_model_size(project: Project, prepared: Prepared) -> None:
    preview = prepared.preview(half_done(prepared))
    assert preview.shape == (192, MODEL_SIZE_PX, 3)
    assert (preview[30:][prepared.labels[30:] == 12] == project.ground).all()


def test_preparing_is_the_same_every_time(project: Project, prepared: Prepared) -> None:
    again = run_to_end(prepare(project))
    np.testing.assert_array_equal(again.renditions.images, prepared.renditions.images)
    np.testing.assert_array_equal(again.strokes.ids, prepared.strokes.ids)
    canvas = half_done(prepared)
    np.testing.assert_array_equal(again.frame(canvas), prepared.frame(canvas))


def test_progress_rises_to_its_total(project: Project) -> None:
    seen: list[Progress] = list(prepare(project))
    assert [progress.total for progress in seen] == [seen[0].total] * len(seen)
    done = [progress.done for progress in seen]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] < seen[0].total
    assert all(progress.message for progress in seen)


def test_preparing_can_be_cancelled_at_every_point(project: Project) -> None:
    for number in range(1, 4):
        job = prepare(project)
        for _ in range(number):
            next(job)
        job.close()
        with pytest.raises(StopIteration):
            next(job)


def test_what_was_prepared_fits_one_painting_map_and_ground(project: Project, prepared: Prepared) -> None:
    assert prepared.fits(project)
    assert prepared.fits(replace(project, seed=5, num_steps=7, degrees={3: 0.5}, locked=frozenset({3})))
    renamed = replace(project, parts=project.parts.changed(3, name="meadow"))
    assert prepared.fits(renamed)
    assert not prepared.fits(replace(project, ground=(255, 255, 255)))
    other_labels = project.parts.labels.copy()
    other_labels[0, 0] = 3
    other_map = PartMap(labels=other_labels, parts=project.parts.parts)
    assert not prepared.fits(replace(project, parts=other_map))
    other = dataclasses.replace(project, painting=Painting(pixels=project.painting.pixels.copy()))
    assert not prepared.fits(other)


@pytest.mark.parametrize(("height_px", "width_px"), [(1, 1), (16, 16), (7, 301), (301, 7), (1, 400)])
def test_paintings_of_any_shape_can_be_prepared(height_px: int, width_px: int) -> None:
    project = project_of(height_px, width_px)
    made = run_to_end(prepare(project))
    assert max(made.labels.shape) == MODEL_SIZE_PX
    assert min(made.labels.shape) >= 1
    finished = Canvas.uniform(*made.labels.shape, -1)
    np.testing.assert_array_equal(made.frame(finished), project.painting.pixels)
    assert made.frame(half_done(made)).shape == (height_px, width_px, 3)


def test_a_process_made_for_another_size_is_refused_with_a_sentence(project: Project) -> None:
    plan = Plan(
        degrees=np.full((2, 2), 0.5, dtype=np.float32), part_ids=project.parts.ids, habit="back-to-front"
    )
    take = Take.begin(
        plan=plan, seed=0, locked=frozenset(), painting_canvas=Canvas.uniform(10, MODEL_SIZE_PX, -1)
    )
    with pytest.raises(ProjectFileError, match="another size"):
        run_to_end(prepare(replace(project, num_steps=2, take=take)))
