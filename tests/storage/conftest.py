"""A picture to write in every format, and projects to save."""

import numpy as np
import pytest

from painttime.core.canvas import NUM_RENDITIONS, Canvas
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.storage.project_file import write_project


@pytest.fixture
def pixels():
    """A 40 x 24 picture whose four corners and gradients tell every orientation apart."""
    y, x = np.mgrid[0:24, 0:40]
    return np.stack([x * 6, y * 10, 255 - x * 3 - y * 5], axis=2).astype(np.uint8)


HEIGHT, WIDTH = 6, 9


def _random_canvas(rng, kind):
    if kind == "missing":
        return None
    if kind == "stages":
        return Canvas.from_stages(rng.integers(0, NUM_RENDITIONS, (4, 5), dtype=np.uint8))
    shares = rng.multinomial(255, np.full(NUM_RENDITIONS, 1 / NUM_RENDITIONS), (4, 5)).astype(np.uint8)
    return Canvas(mix=shares)


def _project_with(kinds, *, seed=0, **values):
    rng = np.random.default_rng(seed)
    labels = rng.integers(1, 4, (HEIGHT, WIDTH), dtype=np.uint8)
    parts = tuple(Part(id=part_id, name=f"part {part_id}") for part_id in (3, 1, 2))
    take = None
    if kinds:
        degrees = rng.random((len(kinds), 3), dtype=np.float32)
        realised = rng.random((len(kinds), 3), dtype=np.float32)
        realised[0] = np.nan
        take = Take(
            plan=Plan(degrees=degrees, part_ids=(3, 1, 2), habit="dark to light"),
            seed=11,
            locked=frozenset({2}),
            canvases=(*(_random_canvas(rng, kind) for kind in kinds), Canvas.uniform(4, 5, -1)),
            realised=realised,
        )
    return Project(
        **{
            "painting": Painting(pixels=rng.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)),
            "parts": PartMap(labels=labels, parts=parts),
            "num_steps": len(kinds) or 40,
            "take": take,
            **values,
        }
    )


@pytest.fixture
def project_with():
    """Return a function that makes a project of 9 x 6 pixels whose canvases are kept in these ways."""
    return _project_with


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "jug.painttime"
    write_project(_project_with(["missing", "stages", "mixed"]), path)
    return path


@pytest.fixture
def part_map():
    """Three parts whose order is neither that of their ids nor that of their names."""
    labels = np.full((18, 27), 7, dtype=np.uint8)
    labels[9:] = 2
    labels[5:14, 6:12] = 200
    parts = (
        Part(id=7, name="sky — hell", kind="sky"),
        Part(id=2, name="meadow"),
        Part(id=200, name="jug, 壺", kind="thing"),
    )
    return PartMap(labels=labels, parts=parts)
