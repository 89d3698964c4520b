"""Strokes, what was asked of the brush, and painted takes come back from a project file bit by bit."""

import json
import zipfile
from contextlib import suppress
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from painttime.core.brush_settings import BRUSH_CHOICES, ORDER_NAMES, BrushSettings
from painttime.core.brushwork import Brushwork, StrokeCanvas, StrokeList
from painttime.core.process import PaintedTake, Take
from painttime.core.project import BRUSH_ENGINE, STROKES
from painttime.errors import ProjectFileError
from painttime.storage.lossless_arrays import png_bytes
from painttime.storage.packed_pictures import PackedPictures
from painttime.storage.project_file import read_project, write_project, writing_project

HEIGHT, WIDTH = 6, 9
NUM_STROKES = 12


def strokes_of(count, seed=0):
    rng = np.random.default_rng(seed)
    return StrokeList(
        curves=rng.normal(size=(count, 3, 2)).astype(np.float32),
        widths=rng.random((count, 2), dtype=np.float32),
        colours=rng.integers(0, 256, (count, 3), dtype=np.uint8),
        opacities=rng.integers(0, 256, count, dtype=np.uint8),
        brushes=rng.integers(0, 6, count, dtype=np.uint8),
        part_ids=rng.integers(0, 256, count, dtype=np.uint8),
        passes=rng.integers(0, 256, count, dtype=np.uint8),
        textures=rng.integers(0, 2**32, count, dtype=np.uint32),
    )


def painted(take, labels=None, counts=(0, 5, NUM_STROKES), missing=()):
    """Return a take with the plan of `take`, in strokes."""
    brushwork = Brushwork(
        strokes=strokes_of(max(counts)), ground=(3, 200, 90), height_px=HEIGHT, width_px=WIDTH, labels=labels
    )
    last = len(counts) - 1
    canvases = tuple(
        None
        if index in missing
        else StrokeCanvas(
            brushwork=brushwork, count=count, is_finished=index == last, finished_parts=frozenset({2})
        )
        for index, count in enumerate(counts)
    )
    return replace(take, canvases=canvases)


def assert_same_strokes(first: Take, second: Take):
    one, other = first.brushwork, second.brushwork
    for field in fields(StrokeList):
        before, after = getattr(one.strokes, field.name), getattr(other.strokes, field.name)
        assert before.dtype == after.dtype
        assert before.tobytes() == after.tobytes(), field.name
    assert (one.ground, one.height_px, one.width_px) == (other.ground, other.height_px, other.width_px)
    assert [
        canvas and (canvas.count, canvas.is_finished, canvas.finished_parts) for canvas in first.canvases
    ] == [canvas and (canvas.count, canvas.is_finished, canvas.finished_parts) for canvas in second.canvases]
    assert first.plan.degrees.tobytes() == second.plan.degrees.tobytes()
    assert first.realised.tobytes() == second.realised.tobytes()


@pytest.fixture
def project(project_with):
    """A project of two steps painted by the brush, clipped by its own parts."""
    project = project_with(["stages", "stages"])
    return replace(project, take=painted(project.take, labels=project.parts.labels), engine=BRUSH_ENGINE)


@pytest.fixture
def saved(project, tmp_path):
    path = tmp_path / "jug.painttime"
    write_project(project, path)
    return path


def changed_json(path, change):
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = json.loads(members["project.json"])
    change(document)
    members["project.json"] = json.dumps(document).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_strokes_come_back(project, saved):
    back = read_project(saved)
    assert back.engine == BRUSH_ENGINE
    assert_same_strokes(project.take, back.take)
    # One map in memory, not two.
    assert back.take.brushwork.labels is back.parts.labels
    assert "take/strokes/labels.png" not in zipfile.ZipFile(saved).namelist()


@pytest.mark.parametrize("shape", [None, (3, 5), (HEIGHT, WIDTH)])
def test_labels_of_the_strokes_come_back(project_with, tmp_path, shape):
    project = project_with(["stages", "stages"])
    labels = None if shape is None else np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    path = tmp_path / "a.painttime"
    write_project(replace(project, take=painted(project.take, labels=labels)), path)
    kept = read_project(path).take.brushwork.labels
    assert (kept is None) == (labels is None)
    if labels is not None:
        np.testing.assert_array_equal(kept, labels)


def test_a_painting_that_was_stopped_comes_back(project, tmp_path):
    path = tmp_path / "stopped.painttime"
    stopped = replace(project, take=painted(project.take, missing=(1,)))
    write_project(stopped, path)
    back = read_project(path)
    assert back.take.computed == (True, False, True)
    assert_same_strokes(stopped.take, back.take)


def test_no_strokes_at_all(project, tmp_path):
    path = tmp_path / "bare.painttime"
    write_project(replace(project, take=painted(project.take, counts=(0, 0, 0))), path)
    assert len(read_project(path).take.brushwork.strokes) == 0


def test_a_process_carried_out_comes_back_beside_its_take(project_with, tmp_path):
    project = project_with(["stages", "mixed"])
    in_strokes = PaintedTake(source=project.take, take=painted(project.take))
    project = replace(project, painted=in_strokes, render=STROKES)
    path = tmp_path / "both.painttime"
    write_project(project, path)
    back = read_project(path)
    assert back.shown_take is back.painted.take
    assert_same_strokes(project.painted.take, back.painted.take)
    np.testing.assert_array_equal(back.take.canvas(1).mix, project.take.canvas(1).mix)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    brush=st.builds(
        BrushSettings,
        num_strokes=st.integers(10, 100_000),
        brush=st.sampled_from(BRUSH_CHOICES),
        order=st.sampled_from(ORDER_NAMES),
        palette_size=st.none() | st.integers(2, 256),
        smallest_width=st.none() | st.floats(0, 0.1),
        largest_width=st.none() | st.floats(0.1, 1),
        refine=st.booleans(),
    )
)
def test_what_was_asked_of_the_brush_comes_back(project_with, tmp_path, brush):
    path = tmp_path / "asked.painttime"
    write_project(project_with([], brush=brush), path)
    assert read_project(path).brush == brush


def test_files_of_the_first_version_still_open(project_with, tmp_path):
    path = tmp_path / "old.painttime"
    project = project_with(["stages", "mixed"])
    write_project(project, path)

    def age(document):
        document["version"] = 1
        for name in ("engine", "brush", "render", "painted"):
            del document[name]

    changed_json(path, age)
    back = read_project(path)
    assert (back.brush, back.engine) == (BrushSettings(), "model")
    np.testing.assert_array_equal(back.take.canvas(1).mix, project.take.canvas(1).mix)


def test_saving_twice_gives_the_same_bytes(project, tmp_path):
    for name in ("a.painttime", "b.painttime"):
        write_project(project, tmp_path / name)
    assert (tmp_path / "a.painttime").read_bytes() == (tmp_path / "b.painttime").read_bytes()


def test_progress_counts_to_its_total(project, tmp_path):
    labels = np.ones((3, 5), dtype=np.uint8)
    for take in (project.take, painted(project.take, labels=labels), painted(project.take, missing=(1,))):
        *_, last = writing_project(replace(project, take=take), tmp_path / "a.painttime")
        assert last[0] == last[1]


def test_pictures_that_do_not_change_are_packed_once(project, tmp_path):
    packed = []

    def pack(pixels):
        packed.append(pixels.shape)
        return png_bytes(pixels)

    own = np.ones((3, 5), dtype=np.uint8)
    project = replace(project, take=painted(project.take, labels=own))
    remembering = PackedPictures(pack)
    for _ in range(3):
        for _ in writing_project(project, tmp_path / "again.painttime", remembering):
            pass
    assert sorted(packed) == [(3, 5), (HEIGHT, WIDTH), (HEIGHT, WIDTH, 3)]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("take", "strokes", "num_strokes"), NUM_STROKES + 1),
        (("take", "strokes", "num_strokes"), 10**9),
        (("take", "strokes", "num_strokes"), 5),
        (("take", "strokes", "counts"), [0, 5]),
        (("take", "strokes", "counts"), [0, 5, NUM_STROKES + 1]),
        (("take", "strokes", "counts"), [0, -5, NUM_STROKES]),
        (("take", "strokes", "labels"), "own"),
        (("take", "strokes", "labels"), "mine"),
        (("take", "strokes", "ground"), [0, 0, 256]),
        (("take", "strokes"), None),
        (("take", "strokes"), []),
        (("take", "canvases"), ["strokes", "stages", "finished"]),
        (("take", "height_px"), 0),
        (("brush", "order"), "at once"),
        (("brush", "brush"), 3),
        (("brush", "num_strokes"), 0),
        (("brush", "palette_size"), 1),
        (("brush", "refine"), 1),
        (("brush", "largest_width"), "wide"),
        (("brush",), None),
        (("engine",), "crayon"),
        (("render",), None),
        (("painted",), {}),
    ],
    ids=str,
)
def test_wrong_texts_are_refused(saved, place, value):
    def change(document):
        holder = document
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = value

    changed_json(saved, change)
    with pytest.raises(ProjectFileError, match="damaged"):
        read_project(saved)


def test_a_painted_take_without_its_source_is_refused(project_with, tmp_path):
    project = project_with(["stages", "mixed"])
    project = replace(project, painted=PaintedTake(source=project.take, take=painted(project.take)))
    path = tmp_path / "alone.painttime"
    write_project(project, path)
    changed_json(path, lambda document: document.update(take=None))
    with pytest.raises(ProjectFileError, match="damaged"):
        read_project(path)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_gives_a_project_or_a_sentence(saved, tmp_path, data):
    content = bytearray(saved.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.painttime"
    path.write_bytes(content)
    with suppress(ProjectFileError):
        read_project(path)
