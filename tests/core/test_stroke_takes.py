"""Takes painted with strokes, and projects that show them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from painttime.core.brushwork import Brushwork, Stroke, StrokeCanvas, StrokeList
from painttime.core.canvas import Canvas, stage_name
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import PaintedTake, Take
from painttime.core.project import BLENDED, STROKES, Project

NUM_STEPS = 3
SIZE = 6


def _brushwork(passes: tuple[int, ...] = (0, 1, 1, 1, 3, 3)) -> Brushwork:
    strokes = StrokeList.of(
        [
            Stroke(
                curve=((0, 0), (0.5, 0.5), (1, 1)), widths=(0.1, 0.1), colour=(9, 9, 9), pass_number=number
            )
            for number in passes
        ]
    )
    return Brushwork(strokes=strokes, ground=(200, 200, 200), height_px=SIZE, width_px=SIZE)


def _take(brushwork: Brushwork | None, *, finished_parts: frozenset[int] = frozenset()) -> Take:
    canvases: tuple[Canvas | StrokeCanvas, ...] = tuple(
        Canvas.uniform(SIZE, SIZE, index) for index in range(NUM_STEPS + 1)
    )
    if brushwork is not None:
        canvases = tuple(
            StrokeCanvas(
                brushwork=brushwork,
                count=2 * index,
                is_finished=index == NUM_STEPS,
                finished_parts=finished_parts,
            )
            for index in range(NUM_STEPS + 1)
        )
    degrees = np.full((NUM_STEPS, 1), 0.5, dtype=np.float32)
    plan = Plan(degrees=degrees, part_ids=(1,), habit="coarse-to-fine")
    return Take(plan=plan, seed=0, locked=frozenset(), canvases=canvases, realised=degrees)


def _project(take: Take | None, **values: Any) -> Project:
    return Project(
        painting=Painting(pixels=np.zeros((SIZE, SIZE, 3), dtype=np.uint8)),
        parts=PartMap(labels=np.ones((SIZE, SIZE), dtype=np.uint8), parts=(Part(id=1, name="all"),)),
        num_steps=NUM_STEPS,
        ground=(200, 200, 200),
        take=take,
        **values,
    )


def test_every_pass_brings_a_canvas_as_far_as_any_other() -> None:
    # Pass 2 has no strokes and does not count.
    brushwork = _brushwork()
    shares = [StrokeCanvas(brushwork=brushwork, count=count).completeness() for count in range(7)]
    np.testing.assert_allclose(shares, [0, 3 / 9, 4 / 9, 5 / 9, 6 / 9, 5 / 6, 1])


def test_stages_have_the_names_of_the_models() -> None:
    brushwork = _brushwork((0, 1, 2, 3))
    names = [stage_name(StrokeCanvas(brushwork=brushwork, count=count)) for count in range(5)]
    assert names == ["ground", "block-in", "modelling", "detail", "finish"]
    assert stage_name(StrokeCanvas(brushwork=brushwork, count=1, is_finished=True)) == "finish"


def test_no_strokes_are_the_bare_ground() -> None:
    assert StrokeCanvas(brushwork=_brushwork(()), count=0).completeness() == 0


def test_a_take_has_one_brushwork_throughout() -> None:
    take = _take(_brushwork())
    assert take.brushwork is not None
    assert take.brushwork is take.canvas(0).brushwork
    with pytest.raises(ValueError, match="same strokes"):
        replace(take, canvases=(*_take(_brushwork()).canvases[:-1], take.canvases[-1]))
    with pytest.raises(ValueError, match="same strokes"):
        replace(take, canvases=(*_take(None).canvases[:-1], take.canvases[-1]))
    others = _take(take.brushwork, finished_parts=frozenset({1}))
    with pytest.raises(ValueError, match="same strokes"):
        replace(take, canvases=(*others.canvases[:-1], take.canvases[-1]))


def test_strokes_are_no_canvas_of_the_model() -> None:
    assert _take(None).brushwork is None
    assert isinstance(_take(None).model_canvas(1), Canvas)
    with pytest.raises(LookupError, match="painted with strokes"):
        _take(_brushwork()).model_canvas(1)


def test_what_is_shown_follows_the_choice() -> None:
    source, painted = _take(None), _take(_brushwork())
    project = _project(source, painted=PaintedTake(source=source, take=painted), render=STROKES)
    assert project.shown_take is painted
    assert project.brushwork is painted.brushwork
    blended = replace(project, render=BLENDED)
    assert blended.shown_take is source
    assert blended.brushwork is None
    assert blended.painted is not None


def test_a_painted_take_goes_with_the_take_it_was_made_from() -> None:
    source = _take(None)
    painted = PaintedTake(source=source, take=_take(_brushwork()))
    project = _project(source, painted=painted, render=STROKES)
    changed = replace(project, take=_take(None))
    assert changed.painted is None
    assert changed.shown_take is changed.take


def test_only_the_models_process_is_carried_out() -> None:
    strokes = _take(_brushwork())
    with pytest.raises(ValueError, match="carry out"):
        PaintedTake(source=strokes, take=strokes)
    with pytest.raises(ValueError, match="carry out"):
        PaintedTake(source=_take(None), take=_take(None))


def test_strokes_lie_on_the_ground_of_the_project() -> None:
    project = replace(_project(_take(_brushwork())), ground=(1, 2, 3))
    assert project.brushwork is not None
    assert project.take is not None
    assert project.brushwork.ground == (1, 2, 3)
    assert project.take.brushwork is not None
    assert project.brushwork.strokes is project.take.brushwork.strokes


def test_unknown_engines_are_refused() -> None:
    with pytest.raises(ValueError, match="crayon"):
        _project(None, engine="crayon")
