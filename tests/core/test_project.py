"""Projects: what belongs together must fit together."""

import numpy as np
import pytest

from painttime.core.canvas import Canvas
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import DEFAULT_NUM_STEPS, Project


def _parts(height_px: int, width_px: int) -> PartMap:
    return PartMap(
        labels=np.ones((height_px, width_px), dtype=np.uint8), parts=(Part(id=1, name="background"),)
    )


PAINTING = Painting(pixels=np.zeros((20, 30, 3), dtype=np.uint8))


def test_a_new_project_has_nothing_computed_and_nothing_locked() -> None:
    project = Project(painting=PAINTING, parts=_parts(20, 30))
    assert project.take is None
    assert project.num_steps == DEFAULT_NUM_STEPS
    assert (project.locked, project.hidden, dict(project.degrees)) == (frozenset(), frozenset(), {})


def test_two_projects_do_not_share_their_degrees() -> None:
    one = Project(painting=PAINTING, parts=_parts(20, 30))
    other = Project(painting=PAINTING, parts=_parts(20, 30))
    assert one.degrees is not other.degrees


def test_part_map_must_have_the_paintings_size() -> None:
    with pytest.raises(ValueError, match="does not fit painting"):
        Project(painting=PAINTING, parts=_parts(30, 20))


@pytest.mark.parametrize("num_steps", [0, -3])
def test_a_process_has_a_step(num_steps: int) -> None:
    with pytest.raises(ValueError, match="at least 1 step"):
        Project(painting=PAINTING, parts=_parts(20, 30), num_steps=num_steps)


def test_a_take_has_the_projects_number_of_steps() -> None:
    plan = Plan(degrees=np.full((6, 1), 0.5), part_ids=(1,), habit="back-to-front")
    take = Take.begin(plan=plan, seed=0, locked=frozenset(), painting_canvas=Canvas.uniform(10, 15, -1))
    assert Project(painting=PAINTING, parts=_parts(20, 30), num_steps=6, take=take).take is take
    with pytest.raises(ValueError, match="a take of 6 steps in a project of 7"):
        Project(painting=PAINTING, parts=_parts(20, 30), num_steps=7, take=take)


def _halves(swapped: bool = False) -> PartMap:
    labels = np.ones((20, 30), dtype=np.uint8)
    labels[:10] = 2
    parts = (Part(id=1, name="meadow"), Part(id=2, name="sky"))
    return PartMap(labels=labels, parts=parts[::-1] if swapped else parts)


def _predicted() -> Project:
    plan = Plan(degrees=np.full((6, 2), 0.5), part_ids=(1, 2), habit="back-to-front")
    take = Take.begin(plan=plan, seed=0, locked=frozenset(), painting_canvas=Canvas.uniform(10, 15, -1))
    return Project(
        painting=PAINTING,
        parts=_halves(),
        num_steps=6,
        take=take,
        degrees={1: 0.4, 2: 0.6},
        locked=frozenset({1, 2}),
        hidden=frozenset({2}),
    )


def test_names_order_and_equal_labels_keep_the_process() -> None:
    project = _predicted()
    for parts in (project.parts.changed(1, name="field", group=("land",)), _halves(swapped=True)):
        changed = project.with_parts(parts)
        assert changed.take is project.take
        assert changed.parts.parts == parts.parts
        assert changed.parts.labels is project.parts.labels, "what asks for the same labels asks with `is`"


def test_other_pixels_drop_the_process_and_keep_what_was_set() -> None:
    project = _predicted()
    labels = project.parts.labels.copy()
    labels[10, 0] = 2
    changed = project.with_parts(PartMap(labels=labels, parts=project.parts.parts))
    assert changed.take is None
    assert (changed.degrees, changed.locked, changed.hidden) == (
        project.degrees,
        project.locked,
        project.hidden,
    )


def test_what_was_set_for_a_part_goes_with_it() -> None:
    changed = _predicted().with_parts(_parts(20, 30))
    assert changed.take is None
    assert (changed.degrees, changed.locked, changed.hidden) == ({1: 0.4}, {1}, frozenset())


def test_a_part_without_pixels_is_another_part_all_the_same() -> None:
    project = _predicted()
    parts = PartMap(labels=project.parts.labels, parts=(*project.parts.parts, Part(id=3, name="bird")))
    assert project.with_parts(parts).take is None
