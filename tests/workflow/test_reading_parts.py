"""Parts from files and folders as jobs, and paintings that bring their own."""

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.errors import PartsError
from painttime.exporters.parts_files import write_parts, writing_parts
from painttime.workflow.finding_parts import PartsWanted
from painttime.workflow.job import run_to_end
from painttime.workflow.opening import open_file
from painttime.workflow.reading_parts import read_parts_of

HEIGHT, WIDTH = 40, 60


@pytest.fixture
def painting():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return Painting(pixels=np.stack([x * 4, y * 6, 200 - x], axis=2).astype(np.uint8))


@pytest.fixture
def parts():
    labels = np.full((HEIGHT, WIDTH), 3, dtype=np.uint8)
    labels[25:, 10:50] = 1
    return PartMap(labels=labels, parts=(Part(id=3, name="wall"), Part(id=1, name="table", group=("room",))))


@pytest.fixture
def layered(tmp_path):
    """jug.psd: a wall, a jug on it and a hidden sketch, by another program."""
    psd = PSDImage.new("RGBA", (WIDTH, HEIGHT))
    psd.create_pixel_layer(Image.new("RGBA", (WIDTH, HEIGHT), (90, 80, 70, 255)), name="wall")
    psd.create_pixel_layer(Image.new("RGBA", (20, 20), (200, 60, 20, 255)), name="jug", top=10, left=20)
    psd.create_pixel_layer(Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 255)), name="sketch").visible = False
    psd.save(tmp_path / "jug.psd")
    return tmp_path / "jug.psd"


def run(job):
    """Run a job and return its result and the notes of its progress."""
    notes = []
    while True:
        try:
            progress = next(job)
        except StopIteration as stop:
            return stop.value, [note for note in notes if note]
        notes.append(progress.note)


def names(found):
    return [part.name for part in found.parts]


def test_a_painting_with_layers_has_them_as_parts(layered):
    project, notes = run(open_file(layered))
    assert names(project.parts) == ["wall", "jug"]
    assert project.painting.pixels[15, 25].tolist() == [200, 60, 20]
    assert project.painting.source == layered
    assert notes == ['Hidden layers were left out: "sketch".']


def test_parts_beside_it_go_before_its_layers(layered, parts):
    painting = run_to_end(open_file(layered)).painting
    for suffix in ("png", "json"):
        write_parts(painting, parts, layered.with_name(f"jug.parts.{suffix}"))
    assert names(run_to_end(open_file(layered)).parts) == ["wall", "table"]
    layered.with_name("jug.parts.json").write_text("{", encoding="utf-8")
    project, notes = run(open_file(layered))
    assert names(project.parts) == ["wall", "jug"]
    assert "parts beside jug.psd were left out" in notes[0]


@pytest.mark.parametrize("asked", [{"count": 3}, {"method": "regions"}])
def test_parts_are_looked_for_where_that_is_asked(layered, asked):
    project, notes = run(open_file(layered, PartsWanted(**asked)))
    assert "jug" not in names(project.parts)
    assert notes == []


def test_a_file_with_one_layer_gets_automatic_parts(tmp_path, painting):
    PSDImage.frompil(Image.fromarray(painting.pixels)).save(tmp_path / "flat.psd")
    assert len(run_to_end(open_file(tmp_path / "flat.psd")).parts.parts) > 1


def test_layers_masks_colours_and_lists_all_give_parts(layered, painting, parts, tmp_path):
    folder = tmp_path / "masks"
    folder.mkdir()
    Image.fromarray(parts.mask(1)).convert("L").save(folder / "1 table.png")
    Image.fromarray(np.where(parts.mask(1)[..., None], (9, 9, 200), (200, 9, 9)).astype(np.uint8)).save(
        tmp_path / "flat.png"
    )
    write_parts(painting, parts, tmp_path / "own.json")
    write_parts(painting, parts, tmp_path / "own.png")
    found = {
        name: run_to_end(read_parts_of(painting, tmp_path / name))
        for name in ("jug.psd", "masks", "flat.png", "own.json")
    }
    assert names(found["jug.psd"]) == ["wall", "jug"]
    assert names(found["masks"]) == ["background", "table"]
    assert names(found["flat.png"]) == ["part 1", "part 2"]
    assert found["own.json"].parts == parts.parts
    for name in ("masks", "flat.png", "own.json"):
        table = found[name].ids[1]
        np.testing.assert_array_equal(found[name].mask(table), parts.mask(1))


def test_layers_of_another_picture_are_refused(layered, painting):
    small = Painting(pixels=np.ascontiguousarray(painting.pixels[:, :30]))
    with pytest.raises(PartsError, match="other proportions"):
        run_to_end(read_parts_of(small, layered))


def test_reading_shows_how_far_it_is_and_can_be_stopped(layered, painting):
    job = read_parts_of(painting, layered)
    first = next(job)
    assert (first.done, first.total, first.message) == (0, 2, "Parts from jug.psd")
    job.close()


@pytest.mark.parametrize("suffix", [".psd", ".ora", ".png", ".json"])
def test_a_stopped_export_leaves_nothing(painting, parts, tmp_path, suffix):
    for num_yields in (1, 2):
        writing = writing_parts(painting, parts, tmp_path / f"out{suffix}")
        for _ in range(num_yields if suffix in (".psd", ".ora") else 1):
            next(writing)
        writing.close()
        assert list(tmp_path.iterdir()) == []
