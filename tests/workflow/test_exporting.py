"""Exports as the user asks for them: by the name of the target, from a complete process only."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from psd_tools import PSDImage

from painttime.core.canvas import NUM_RENDITIONS, Canvas, Renditions
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.core.strokes import StrokeMaps
from painttime.errors import ExportError
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.storage.project_file import read_project
from painttime.workflow.exporting import complete_take, export, export_parts
from painttime.workflow.job import run_to_end
from painttime.workflow.preparing import Prepared

HEIGHT, WIDTH, NUM_STEPS = 32, 48, 8


class ComposingRenderer:
    """Stands in for the real one where model size and full size are the same."""

    def __init__(self, renditions):
        self.renditions = renditions

    def frame(self, canvas):
        return canvas.compose(self.renditions)


@pytest.fixture
def project():
    rng = np.random.default_rng(2)
    pixels = rng.integers(0, 200, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    labels = np.ones((HEIGHT, WIDTH), np.uint8)
    labels[10:] = 2
    parts = PartMap(labels=labels, parts=(Part(id=1, name="sky"), Part(id=2, name="land")))
    # Steps cover the picture from the left; each canvas is as far as its share of twice the renditions.
    ahead = np.linspace(0, 4, WIDTH)[None, :].repeat(HEIGHT, axis=0)
    canvases = [
        Canvas.from_stages(np.clip(8 * step / NUM_STEPS - ahead, 0, 4).astype(np.uint8))
        for step in range(NUM_STEPS)
    ]
    take = Take(
        plan=Plan(degrees=np.full((NUM_STEPS, 2), 0.5, np.float32), part_ids=(1, 2), habit="left to right"),
        seed=0,
        locked=frozenset(),
        canvases=(*canvases, Canvas.uniform(HEIGHT, WIDTH, -1)),
        realised=np.zeros((NUM_STEPS, 2), np.float32),
    )
    return Project(painting=Painting(pixels=pixels), parts=parts, num_steps=NUM_STEPS, take=take)


@pytest.fixture
def prepared(project):
    images = np.stack(
        [np.full_like(project.painting.pixels, 240 - 20 * level) for level in range(NUM_RENDITIONS - 1)]
        + [project.painting.pixels]
    )
    renditions = Renditions(images=images)
    empty = np.full((NUM_RENDITIONS - 1, HEIGHT, WIDTH), -1, np.int32)
    return Prepared(
        project=project,
        renditions=renditions,
        strokes=StrokeMaps(ids=empty, along=empty.astype(np.uint8)),
        labels=project.parts.labels,
        renderer=ComposingRenderer(renditions),
    )


def test_frames_go_from_the_ground_to_the_painting_exactly(project, prepared, tmp_path):
    out = tmp_path / "frames"
    assert run_to_end(export(project, prepared, out, ExportOptions())) == out
    assert len(list(out.iterdir())) == NUM_STEPS + 1
    first = cv2.imread(str(out / "0000.png"))[..., ::-1]
    last = cv2.imread(str(out / "0008.png"))[..., ::-1]
    assert (first == 240).all()
    np.testing.assert_array_equal(last, project.painting.pixels)


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif", "a.psd", "A.PSD"])
def test_the_name_chooses_the_format(project, prepared, tmp_path, name):
    out = tmp_path / name
    progress = list(export(project, prepared, out, ExportOptions()))
    assert out.stat().st_size > 500
    assert progress[-1].done == progress[-1].total
    assert all(name in step.message for step in progress)


def test_psd_groups_are_named_by_stage(project, prepared, tmp_path):
    run_to_end(export(project, prepared, tmp_path / "a.psd", ExportOptions()))
    groups = [layer.name for layer in PSDImage.open(tmp_path / "a.psd") if layer.is_group()]
    stages = ["block-in", "modelling", "detail", "finish"]
    assert groups == [f"{stage} (predicted)" for stage in stages]


def test_psd_with_parts_lies_in_a_folder_beside(project, prepared, tmp_path):
    options = ExportOptions(psd_layout=PsdLayout.PARTS, last=2)
    where = run_to_end(export(project, prepared, tmp_path / "a.psd", options))
    assert sorted(path.name for path in where.iterdir()) == ["0000.psd", "0001.psd", "0002.psd"]


def test_project_file_by_its_ending(project, prepared, tmp_path):
    out = tmp_path / "a.painttime"
    assert run_to_end(export(project, prepared, out, ExportOptions())) == out
    assert read_project(out).take.is_complete


@pytest.mark.parametrize("name", ["a.avi", "a.png"])
def test_unknown_ending(project, prepared, tmp_path, name):
    with pytest.raises(ExportError, match=r"\.mp4, \.webm, \.gif, \.psd, \.painttime"):
        run_to_end(export(project, prepared, tmp_path / name, ExportOptions()))


def test_no_process_yet(project, prepared, tmp_path):
    with pytest.raises(ExportError, match="Predict one first"):
        run_to_end(export(replace(project, take=None), prepared, tmp_path / "a.mp4", ExportOptions()))
    assert list(tmp_path.iterdir()) == []


def test_incomplete_process(project, prepared, tmp_path):
    unfinished = replace(project, take=project.take.without_before(3))
    with pytest.raises(ExportError, match="3 of 9 canvases are missing"):
        run_to_end(export(unfinished, prepared, tmp_path / "a.mp4", ExportOptions()))
    assert complete_take(project) is project.take


def test_what_was_prepared_for_another_painting_is_a_mistake(project, prepared, tmp_path):
    other = replace(project, ground=(0, 0, 0))
    with pytest.raises(ValueError, match="another painting"):
        run_to_end(export(other, prepared, tmp_path / "a.mp4", ExportOptions()))


def test_the_painting_is_never_overwritten(project, prepared, tmp_path):
    source = tmp_path / "jug.gif"
    source.write_bytes(b"the painting")
    owned = replace(project, painting=Painting(pixels=project.painting.pixels, source=source))
    for job in (export(owned, prepared, source, ExportOptions()), export_parts(owned, source)):
        with pytest.raises(ExportError, match="is the painting itself"):
            run_to_end(job)
    assert source.read_bytes() == b"the painting"


def test_a_file_named_as_the_painting_of_a_project_file_is_spared(project, tmp_path):
    # A project file does not know where the painting lies.
    opened = replace(project, painting=Painting(pixels=project.painting.pixels, source=Path("jug.png")))
    out = tmp_path / "jug.png"
    assert run_to_end(export_parts(opened, out)) == out
    out.write_bytes(b"the painting")
    with pytest.raises(ExportError, match="is the painting itself"):
        run_to_end(export_parts(opened, out))
    assert out.read_bytes() == b"the painting"


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif", "a.psd", "frames", "a.painttime"])
def test_cancelled_export_leaves_nothing(project, prepared, tmp_path, name):
    job = export(project, prepared, tmp_path / name, ExportOptions())
    for _ in range(3):
        next(job)
    job.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.mp4", "a.gif", "a.psd", "frames", "a.painttime"])
def test_missing_folder_is_a_sentence(project, prepared, tmp_path, name):
    with pytest.raises(ExportError, match="does not exist"):
        run_to_end(export(project, prepared, tmp_path / "no" / name, ExportOptions()))


def test_an_older_file_outlives_a_failed_export(project, prepared, tmp_path, monkeypatch):
    out = tmp_path / "a.psd"
    out.write_bytes(b"older")

    def broken(_renderer, _canvas):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ComposingRenderer, "frame", broken)
    with pytest.raises(ExportError, match="no space left"):
        run_to_end(export(project, prepared, out, ExportOptions()))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.psd", b"older")]


def test_parts(project, tmp_path):
    for name in ("parts.png", "parts.json", "parts.psd"):
        assert run_to_end(export_parts(project, tmp_path / name)) == tmp_path / name
    labels = cv2.imread(str(tmp_path / "parts.png"), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(labels, project.parts.labels)
    entries = json.loads((tmp_path / "parts.json").read_text())["parts"]
    assert [entry["name"] for entry in entries] == ["sky", "land"]
    assert [layer.name for layer in PSDImage.open(tmp_path / "parts.psd")] == ["sky", "land"]
