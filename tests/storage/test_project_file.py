"""A project comes back bit by bit; a bad file is one sentence; a failed save leaves the old file."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from painttime.core.canvas import Canvas
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.errors import ExportError
from painttime.storage.project_file import read_project, write_project, writing_project

HEIGHT, WIDTH = 6, 9


def same(first, second):
    """Assert that two projects are equal, bit by bit."""
    np.testing.assert_array_equal(first.painting.pixels, second.painting.pixels)
    np.testing.assert_array_equal(first.parts.labels, second.parts.labels)
    assert first.parts.parts == second.parts.parts
    for name in ("num_steps", "seed", "habit", "ground", "degrees", "locked", "hidden"):
        assert getattr(first, name) == getattr(second, name), name
    assert (first.take is None) == (second.take is None)
    if first.take is None or second.take is None:
        return
    assert first.take.plan.degrees.tobytes() == second.take.plan.degrees.tobytes()
    assert first.take.realised.tobytes() == second.take.realised.tobytes()
    assert first.take.plan.part_ids == second.take.plan.part_ids
    assert (first.take.plan.habit, first.take.seed, first.take.locked) == (
        second.take.plan.habit,
        second.take.seed,
        second.take.locked,
    )
    assert first.take.computed == second.take.computed
    for one, other in zip(first.take.canvases, second.take.canvases, strict=True):
        if one is not None:
            np.testing.assert_array_equal(one.mix, other.mix)


ids = st.integers(1, 255)
colours = st.tuples(*[st.integers(0, 255)] * 3)
shares = st.floats(0, 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.lists(st.sampled_from(["missing", "stages", "mixed"]), max_size=4),
    seed=st.integers(0, 2**32),
    names=st.lists(st.text(max_size=20), min_size=3, max_size=3),
    habit=st.text(max_size=20),
    colour=colours,
    degrees=st.dictionaries(ids, shares, max_size=4),
    locked=st.frozensets(ids, max_size=4),
    hidden=st.frozensets(ids, max_size=4),
)
def test_round_trip_is_exact(
    project_with, tmp_path, kinds, seed, names, habit, colour, degrees, locked, hidden
):
    project = project_with(
        kinds, seed=seed, habit=habit, ground=colour, degrees=degrees, locked=locked, hidden=hidden
    )
    parts = project.parts
    for part_id, name in zip((1, 2, 3), names, strict=True):
        parts = parts.changed(part_id, name=name, colour=colour, kind=habit)
    project = project_with(
        kinds,
        seed=seed,
        parts=parts,
        habit=habit,
        ground=colour,
        degrees=degrees,
        locked=locked,
        hidden=hidden,
    )
    path = tmp_path / "round.painttime"
    write_project(project, path)
    same(project, read_project(path))


def test_saving_twice_gives_the_same_bytes(project_with, tmp_path):
    project = project_with(["stages", "mixed"])
    for name in ("one", "two"):
        write_project(project, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_other_programs_can_read_the_pictures(saved):
    project = read_project(saved)
    with zipfile.ZipFile(saved) as archive:
        assert archive.testzip() is None
        painting = cv2.imdecode(np.frombuffer(archive.read("painting.png"), np.uint8), cv2.IMREAD_COLOR)
        labels = cv2.imdecode(np.frombuffer(archive.read("labels.png"), np.uint8), cv2.IMREAD_UNCHANGED)
        degrees = np.load(io.BytesIO(archive.read("take/degrees.npy")), allow_pickle=False)
    np.testing.assert_array_equal(painting[..., ::-1], project.painting.pixels)
    np.testing.assert_array_equal(labels, project.parts.labels)
    np.testing.assert_array_equal(degrees, project.take.plan.degrees)


def test_stages_take_little_room(project_with, tmp_path):
    canvas = Canvas.from_stages(np.zeros((256, 256), dtype=np.uint8))
    ids = project_with([]).parts.ids
    take = Take.begin(
        plan=Plan(degrees=np.zeros((1, len(ids)), np.float32), part_ids=ids, habit="x"),
        seed=0,
        locked=frozenset(),
        painting_canvas=canvas,
    )
    path = tmp_path / "small.painttime"
    write_project(project_with([], take=take, num_steps=1), path)
    assert path.stat().st_size < 5_000
    assert read_project(path).take.computed == (False, True)


def test_the_folder_of_the_painting_is_not_written(project_with, tmp_path):
    painting = Painting(
        pixels=np.zeros((HEIGHT, WIDTH, 3), np.uint8), source=Path("/home/somebody/secret/jug.jpg")
    )
    path = tmp_path / "jug.painttime"
    write_project(project_with([], painting=painting), path)
    with zipfile.ZipFile(path) as archive:
        assert b"secret" not in archive.read("project.json")
    assert read_project(path).painting.name == "jug"


# -- saving that fails ------------------------------------------------------------------------------------


def test_cancelled_save_keeps_the_old_file(project_with, saved):
    before = saved.read_bytes()
    job = writing_project(project_with(["mixed"] * 3, seed=5), saved)
    next(job)
    next(job)
    job.close()
    assert saved.read_bytes() == before
    assert [entry.name for entry in saved.parent.iterdir()] == [saved.name]


def test_progress_counts_to_its_total(project_with, tmp_path):
    steps = list(writing_project(project_with(["missing", "stages", "mixed"]), tmp_path / "a.painttime"))
    assert [done for done, _ in steps] == list(range(1, steps[-1][1] + 1))


def test_full_disk(small_disk):
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    parts = PartMap(labels=np.ones((300, 300), np.uint8), parts=(Part(id=1, name="all"),))
    with pytest.raises(ExportError, match="no space left"):
        write_project(Project(painting=Painting(pixels=noise), parts=parts), small_disk / "a.painttime")
    assert not list(small_disk.iterdir())


def test_groups_of_parts_are_kept_and_files_without_them_open(project_with, tmp_path):
    project = project_with([])
    grouped = replace(project, parts=project.parts.changed(3, group=("figure", "héad 壺")))
    path = tmp_path / "jug.painttime"
    write_project(grouped, path)
    assert read_project(path).parts.part(3).group == ("figure", "héad 壺")
    members = {}
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            members[info] = archive.read(info)
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in members.items():
            if info.filename.endswith(".json"):
                document = json.loads(data)
                for part in document["parts"]:
                    del part["group"]
                data = json.dumps(document).encode()
            archive.writestr(info.filename, data, info.compress_type)
    assert read_project(path).parts.parts == project.parts.parts
