"""Where the parts of what is opened come from: a file, beside the picture, the project, or looked for."""

import numpy as np
import pytest
from PIL import Image

from painttime.core.canvas import Canvas
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.errors import PartsError
from painttime.exporters.parts_files import write_parts
from painttime.storage.project_file import write_project
from painttime.workflow.finding_parts import PartsWanted
from painttime.workflow.job import run_to_end
from painttime.workflow.opening import open_file

HEIGHT, WIDTH = 48, 64
NAMES = ("sky", "meadow", "tree")


def part_map(height_px=HEIGHT, width_px=WIDTH):
    labels = np.full((height_px, width_px), 3, np.uint8)
    labels[height_px // 2 :] = 1
    labels[:, : width_px // 4] = 2
    parts = tuple(Part(id=part_id, name=name) for part_id, name in zip((3, 1, 2), NAMES, strict=True))
    return PartMap(labels=labels, parts=parts)


def write_pair(folder, stem, parts):
    painting = Painting(pixels=np.zeros((*parts.labels.shape, 3), np.uint8))
    for ending in ("png", "json"):
        write_parts(painting, parts, folder / f"{stem}.{ending}")
    return folder / f"{stem}.json"


@pytest.fixture
def picture(tmp_path):
    """Four bands of colour: as many automatic parts."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for band, colour in enumerate([(200, 40, 40), (40, 200, 40), (40, 40, 200), (220, 220, 60)]):
        pixels[band * 12 : band * 12 + 12] = colour
    Image.fromarray(pixels).save(tmp_path / "jug.png")
    return tmp_path / "jug.png"


@pytest.fixture
def project_file(tmp_path):
    """A project of three parts with everything set and a complete take of 2 steps."""
    ids = (3, 1, 2)
    take = Take.begin(
        plan=Plan(degrees=np.full((2, 3), 0.5), part_ids=ids, habit="back-to-front"),
        seed=0,
        locked=frozenset(),
        painting_canvas=Canvas.uniform(6, 8, -1),
    )
    project = Project(
        painting=Painting(pixels=np.full((HEIGHT, WIDTH, 3), 90, np.uint8)),
        parts=part_map(),
        num_steps=2,
        seed=5,
        degrees={3: 0.25},
        locked=frozenset({2}),
        hidden=frozenset({1}),
        take=take,
    )
    write_project(project, tmp_path / "jug.painttime")
    return tmp_path / "jug.painttime"


def names(project):
    return tuple(part.name for part in project.parts.parts)


def messages(job):
    """Run a job; return its messages and its notes."""
    steps = list(job)
    return [step.message for step in steps], [step.note for step in steps if step.note]


def is_automatic(project):
    return not set(names(project)) & set(NAMES) and "part 1" not in names(project)


def test_parts_beside_the_picture_are_taken_and_named(picture):
    write_pair(picture.parent, "jug.parts", part_map())
    project = run_to_end(open_file(picture))
    assert names(project) == NAMES
    np.testing.assert_array_equal(project.parts.labels, part_map().labels)
    told, notes = messages(open_file(picture))
    assert told[-1] == "Parts from jug.parts.json"
    assert notes == []


def test_half_a_pair_beside_the_picture_is_nothing(picture):
    write_pair(picture.parent, "jug.parts", part_map()).unlink()
    assert is_automatic(run_to_end(open_file(picture)))
    assert messages(open_file(picture))[1] == []


@pytest.mark.parametrize("fault", ["size", "json"])
def test_parts_beside_that_do_not_fit_are_noted_and_left_out(picture, fault):
    listing = write_pair(
        picture.parent, "jug.parts", part_map(WIDTH, HEIGHT) if fault == "size" else part_map()
    )
    if fault == "json":
        listing.write_text("{", encoding="utf-8")
    assert is_automatic(run_to_end(open_file(picture)))
    told, notes = messages(open_file(picture))
    assert told[-1] == "Finding parts"
    (note,) = notes
    assert note.startswith("The parts beside jug.png were left out. ")
    assert "jug.parts.json" in note


def test_a_count_looks_for_parts_whatever_lies_beside(picture):
    write_pair(picture.parent, "jug.parts", part_map())
    project = run_to_end(open_file(picture, PartsWanted(count=4)))
    assert is_automatic(project)
    assert len(project.parts.parts) == 4


def test_a_file_of_parts_comes_before_what_lies_beside(picture):
    write_pair(picture.parent, "jug.parts", part_map())
    other = write_pair(picture.parent, "other", part_map().changed(1, name="lake"))
    assert names(run_to_end(open_file(picture, PartsWanted(file=other)))) == ("sky", "lake", "tree")
    labels_alone = other.with_suffix(".png")
    other.unlink()
    assert names(run_to_end(open_file(picture, PartsWanted(file=labels_alone)))) == (
        "part 1",
        "part 2",
        "part 3",
    )


def test_a_file_of_parts_that_does_not_fit_is_an_error(picture):
    other = write_pair(picture.parent, "other", part_map(WIDTH, HEIGHT))
    with pytest.raises(PartsError, match=r"other\.json"):
        run_to_end(open_file(picture, PartsWanted(file=other)))


def test_one_way_to_the_parts_at_a_time(picture):
    with pytest.raises(ValueError, match="either"):
        run_to_end(open_file(picture, PartsWanted(count=8, file=picture)))


def test_a_project_keeps_its_own_parts_whatever_lies_beside(project_file):
    write_pair(project_file.parent, "jug.parts", part_map().changed(1, name="lake"))
    project = run_to_end(open_file(project_file))
    assert names(project) == NAMES
    assert (project.locked, project.hidden, project.degrees) == ({2}, {1}, {3: 0.25})
    assert project.take is not None


def test_other_parts_for_a_project_drop_what_was_made_with_the_former(project_file):
    other = write_pair(project_file.parent, "other", part_map().changed(1, name="lake"))
    project = run_to_end(open_file(project_file, PartsWanted(file=other)))
    assert names(project) == ("sky", "lake", "tree")
    assert (project.locked, project.hidden, dict(project.degrees), project.take) == (set(), set(), {}, None)
    assert (project.seed, project.num_steps) == (5, 2)
    # A painting of one colour has one automatic part.
    found = run_to_end(open_file(project_file, PartsWanted(count=3)))
    assert len(found.parts.parts) == 1
    assert (found.locked, found.take) == (set(), None)
