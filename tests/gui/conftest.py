"""What tests of the window share."""

from collections.abc import Callable

import numpy as np
import pytest

from painttime.core.canvas import Canvas
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.gui.document import Document

MakeProject = Callable[..., Project]


def _small_parts(height_px: int, width_px: int) -> PartMap:
    labels = np.ones((height_px, width_px), dtype=np.uint8)
    labels[height_px // 2 :] = 2
    labels[height_px // 4 : -height_px // 4, width_px // 3 : -width_px // 3] = 3
    names = ("sky", "meadow", "tree")
    colours = ((90, 140, 220), (90, 170, 80), (150, 90, 60))
    parts = tuple(
        Part(id=number, name=name, colour=colour)
        for number, (name, colour) in enumerate(zip(names, colours, strict=True), start=1)
    )
    return PartMap(labels=labels, parts=parts)


def _small_take(num_steps: int, computed_from: int) -> Take:
    """A take computed backward as far as `computed_from`; step s asks 1 % * s, 2 % * s and 3 % * s."""
    degrees = np.outer(np.arange(num_steps), (0.01, 0.02, 0.03)).astype(np.float32)
    plan = Plan(degrees=degrees, part_ids=(1, 2, 3), habit="back-to-front")
    take = Take.begin(plan=plan, seed=0, locked=frozenset(), painting_canvas=Canvas.uniform(8, 8, -1))
    for index in range(num_steps - 1, computed_from - 1, -1):
        canvas = Canvas.uniform(8, 8, index * 4 // num_steps)
        take = take.with_canvas(index, canvas, step=index, realised=degrees[index] / 2)
    return take


@pytest.fixture
def make_project() -> MakeProject:
    """Make a project of 3 parts: 1 sky (back), 2 meadow, 3 tree (front).

    computed_from: canvases from this one on are there; None = no take.
    """

    def make(
        *, num_steps: int = 10, computed_from: int | None = None, height_px: int = 48, width_px: int = 64
    ) -> Project:
        pixels = np.random.default_rng(0).integers(0, 255, (height_px, width_px, 3), dtype=np.uint8)
        return Project(
            painting=Painting(pixels=pixels),
            parts=_small_parts(height_px, width_px),
            num_steps=num_steps,
            take=None if computed_from is None else _small_take(num_steps, computed_from),
        )

    return make


@pytest.fixture
def document() -> Document:
    """A document with nothing open."""
    return Document()
