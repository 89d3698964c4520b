"""What the measures are told of takes the program makes."""

from collections.abc import Generator
from dataclasses import replace

import numpy as np
import pytest

from painttime.core.brushwork import Brushwork, Stroke, StrokeCanvas, StrokeList
from painttime.core.canvas import NUM_RENDITIONS, Canvas, Mix
from painttime.core.change import Change
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import PaintedTake, Take
from painttime.core.project import BRUSH_ENGINE, STROKES, Project
from painttime.errors import ProjectFileError
from painttime.workflow import measured_takes
from painttime.workflow.job import Progress, run_to_end
from painttime.workflow.measured_takes import TakeMaker, step_weight, take_subject
from painttime.workflow.preparing import Pictures

HEIGHT_PX, WIDTH_PX, NUM_STEPS = 12, 16, 3


class FlatPictures:
    """Pictures of one value: how far the canvas has come."""

    def fits(self, project: Project) -> bool:
        return True

    def preview(self, canvas: Canvas) -> np.ndarray:
        return self.frame(canvas)

    def frame(self, canvas: Canvas) -> np.ndarray:
        return np.full((HEIGHT_PX, WIDTH_PX, 3), round(100 * canvas.completeness()), dtype=np.uint8)


@pytest.fixture
def project() -> Project:
    """Two parts, of which the first in depth is asked for first; the plan names them the other way round."""
    labels = np.ones((HEIGHT_PX, WIDTH_PX), dtype=np.uint8)
    labels[6:] = 2
    parts = PartMap(labels=labels, parts=(Part(id=2, name="hill"), Part(id=1, name="sky")))
    plan = Plan(
        degrees=np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]], dtype=np.float32), part_ids=(1, 2), habit="h"
    )
    canvases = [Canvas.uniform(6, 8, rendition) for rendition in (0, 1, 3, -1)]
    take = Take(
        plan=plan, seed=5, locked=frozenset(), canvases=tuple(canvases), realised=np.zeros((3, 2), np.float32)
    )
    painting = Painting(pixels=np.full((HEIGHT_PX, WIDTH_PX, 3), 100, dtype=np.uint8))
    return Project(painting=painting, parts=parts, num_steps=NUM_STEPS, seed=5, take=take, ground=(9, 8, 7))


def in_strokes(take: Take) -> Take:
    stroke = Stroke(curve=((0, 0), (0.5, 0.5), (1, 1)), widths=(0.2, 0.2), colour=(90, 90, 90))
    brushwork = Brushwork(
        strokes=StrokeList.of([stroke] * 3), ground=(9, 8, 7), height_px=HEIGHT_PX, width_px=WIDTH_PX
    )
    return replace(take, canvases=tuple(StrokeCanvas(brushwork=brushwork, count=count) for count in range(4)))


def mix(*shares: int) -> Mix:
    assert len(shares) == NUM_RENDITIONS
    return np.array([[shares]], dtype=np.uint8)


@pytest.mark.parametrize("weight", [0.0, 0.25, 0.5, 0.8, 1.0])
def test_the_weight_of_a_step_onto_another_rendition_is_found_again(weight: float) -> None:
    before = Canvas.uniform(3, 4, 1)
    paint = Canvas.uniform(3, 4, 3).mix
    after = Change(weight=np.full((3, 4), weight, dtype=np.float32), mix=paint).apply(before)
    np.testing.assert_allclose(step_weight(before, after), weight, atol=0.005)


def test_the_smallest_weight_is_given_that_explains_a_step_from_a_mixed_canvas() -> None:
    half = Canvas(mix=mix(0, 128, 127, 0, 0))
    # All of the second rendition is gone: less than everything cannot have been laid.
    assert step_weight(half, Canvas(mix=mix(0, 0, 255, 0, 0)))[0, 0] == 1
    assert step_weight(half, Canvas(mix=mix(0, 64, 191, 0, 0)))[0, 0] == pytest.approx(0.5)
    assert step_weight(half, half)[0, 0] == 0


def test_a_trace_that_rounding_makes_and_takes_is_no_weight() -> None:
    assert step_weight(Canvas(mix=mix(1, 254, 0, 0, 0)), Canvas(mix=mix(0, 255, 0, 0, 0)))[0, 0] == 0


def test_a_take_of_the_model_is_told_with_all_that_is_known(project: Project) -> None:
    subject = run_to_end(take_subject(project, name="jug", maker=TakeMaker(), pictures=FlatPictures()))
    assert (subject.name, subject.ground) == ("jug", (9, 8, 7))
    assert subject.painting is project.painting.pixels
    assert subject.parts is project.parts
    assert subject.frames.num_frames == NUM_STEPS + 1
    assert [int(subject.frames.frame(index)[0, 0, 0]) for index in range(4)] == [0, 25, 75, 100]
    # The columns go by the depth of the parts now, not by the plan's.
    np.testing.assert_allclose(subject.asked, [[0.9, 0.1], [0.8, 0.2], [0.7, 0.3]])
    assert subject.weight is not None
    assert subject.weight(1).shape == (6, 8)
    assert (subject.weight(1) == 1).all()
    assert subject.other_takes == ()


def test_a_painting_by_the_brush_has_no_degrees_asked_for_and_no_weights(project: Project) -> None:
    assert project.take is not None
    painted = replace(project, take=in_strokes(project.take), engine=BRUSH_ENGINE)
    subject = run_to_end(take_subject(painted, name="jug", maker=TakeMaker()))
    assert subject.asked is None
    assert subject.weight is None
    assert subject.frames.frame(0).shape == (HEIGHT_PX, WIDTH_PX, 3)


def test_a_take_carried_out_in_strokes_keeps_the_degrees_its_plan_asked_for(project: Project) -> None:
    assert project.take is not None
    painted = PaintedTake(source=project.take, take=in_strokes(project.take))
    shown = replace(project, painted=painted, render=STROKES)
    subject = run_to_end(take_subject(shown, name="jug", maker=TakeMaker()))
    assert subject.asked is not None
    assert subject.weight is None


def test_a_project_without_a_whole_process_is_told(project: Project) -> None:
    for take in (None, project.take and project.take.without_before(2)):
        with pytest.raises(ProjectFileError, match='"jug" holds no complete process yet'):
            run_to_end(take_subject(replace(project, take=take), name="jug", maker=TakeMaker()))


def test_other_takes_have_the_seeds_that_follow(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = []

    def make(
        _maker: TakeMaker, asked: Project, prepared: object
    ) -> Generator[Progress, None, tuple[Project, Pictures]]:
        seeds.append(asked.seed)
        yield Progress(done=0, total=1, message="")
        return asked, FlatPictures()

    monkeypatch.setattr(measured_takes.TakeMaker, "make", make)
    job = take_subject(project, name="jug", maker=TakeMaker(), num_takes=4, pictures=FlatPictures())
    assert len(run_to_end(job).other_takes) == 3
    assert seeds == [6, 7, 8]
