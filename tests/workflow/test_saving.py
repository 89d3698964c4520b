"""Saving as a job: named, counted, stopped."""

import numpy as np
import pytest

from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.errors import ExportError
from painttime.storage.project_file import read_project
from painttime.workflow.job import run_to_end
from painttime.workflow.opening import open_file
from painttime.workflow.saving import save_project


@pytest.fixture
def project():
    labels = np.ones((20, 30), np.uint8)
    pixels = np.random.default_rng(0).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    return Project(
        painting=Painting(pixels=pixels),
        parts=PartMap(labels=labels, parts=(Part(id=1, name="all"),)),
        seed=7,
    )


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("a.painttime", "a.painttime"),
        ("a", "a.painttime"),
        ("a.b", "a.b.painttime"),
        ("A.PAINTTIME", "A.PAINTTIME"),
    ],
)
def test_the_ending_is_added_where_it_is_missing(project, tmp_path, asked, written):
    assert run_to_end(save_project(project, tmp_path / asked)) == tmp_path / written
    assert [path.name for path in tmp_path.iterdir()] == [written]


def test_saved_projects_open_again(project, tmp_path):
    path = run_to_end(save_project(project, tmp_path / "a.painttime"))
    opened = run_to_end(open_file(path))
    assert opened.seed == 7
    np.testing.assert_array_equal(opened.painting.pixels, project.painting.pixels)


def test_closing_the_job_keeps_the_older_file(project, tmp_path):
    path = run_to_end(save_project(project, tmp_path / "a.painttime"))
    job = save_project(Project(painting=project.painting, parts=project.parts, seed=8), path)
    next(job)
    job.close()
    assert read_project(path).seed == 7
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.painttime"]


def test_no_such_folder(project, tmp_path):
    with pytest.raises(ExportError, match="does not exist"):
        run_to_end(save_project(project, tmp_path / "no" / "a.painttime"))
