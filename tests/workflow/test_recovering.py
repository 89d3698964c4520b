"""What is kept against a crash comes back bit by bit."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.errors import ExportError, ProjectFileError
from painttime.storage.lossless_arrays import png_bytes
from painttime.storage.project_file import read_project
from painttime.storage.recovery import Kept, RecoveryPlace, find_recoveries
from painttime.workflow.job import run_to_end
from painttime.workflow.recovering import THUMBNAIL_LONG_SIDE_PX, ChangeKeeper, recover


@pytest.fixture
def project(tmp_path):
    pixels = np.random.default_rng(1).integers(0, 256, (300, 500, 3), dtype=np.uint8)
    labels = np.ones((300, 500), dtype=np.uint8)
    return Project(
        painting=Painting(pixels=pixels, source=tmp_path / "elsewhere" / "jug.png"),
        parts=PartMap(labels=labels, parts=(Part(id=1, name="jug", colour=(1, 2, 3)),)),
        degrees={1: 0.3},
        seed=7,
    )


@pytest.fixture
def kept(project):
    return Kept(name="jug", source=project.painting.source)


def found_after_a_crash(root, place):
    place.release()
    (found,) = find_recoveries(root)
    return found


def test_a_project_comes_back_with_the_path_of_its_painting(tmp_path, project, kept):
    place = RecoveryPlace.new_in(tmp_path / "recovery")
    run_to_end(ChangeKeeper().keep(project, place, kept))
    found = found_after_a_crash(tmp_path / "recovery", place)
    back = run_to_end(recover(found))
    assert found.kept == kept
    assert np.array_equal(back.painting.pixels, project.painting.pixels)
    assert back.painting.source == project.painting.source
    assert np.array_equal(back.parts.labels, project.parts.labels)
    assert (back.parts.parts, back.degrees, back.seed) == (project.parts.parts, project.degrees, 7)


def test_the_thumbnail_is_small_and_not_distorted(tmp_path, project, kept):
    place = RecoveryPlace.new_in(tmp_path)
    run_to_end(ChangeKeeper().keep(project, place, kept))
    with Image.open(io.BytesIO(place.thumbnail_file.read_bytes())) as image:
        assert image.size == (THUMBNAIL_LONG_SIDE_PX, round(THUMBNAIL_LONG_SIDE_PX * 300 / 500))


def test_a_write_given_up_leaves_what_was_kept_before(tmp_path, project, kept):
    place = RecoveryPlace.new_in(tmp_path)
    run_to_end(ChangeKeeper().keep(project, place, kept))
    before = place.project_file.read_bytes()
    job = ChangeKeeper().keep(project, place, kept)
    for progress in job:
        if progress.done == 2:
            job.close()
    assert place.project_file.read_bytes() == before
    assert len(list(place.folder.iterdir())) == 3


def test_a_full_disk_is_told_and_leaves_no_project_to_offer(small_disk, project, kept):
    place = RecoveryPlace.new_in(small_disk)
    with pytest.raises(ExportError, match="space"):
        run_to_end(ChangeKeeper().keep(project, place, kept))
    place.release()
    assert find_recoveries(small_disk) == []


def test_damaged_changes_are_named(tmp_path, project, kept):
    place = RecoveryPlace.new_in(tmp_path)
    run_to_end(ChangeKeeper().keep(project, place, kept))
    place.project_file.write_bytes(place.project_file.read_bytes()[:500])
    with pytest.raises(ProjectFileError, match='"jug" is damaged'):
        run_to_end(recover(found_after_a_crash(tmp_path, place)))


def test_nobody_writes_over_what_another_window_keeps(tmp_path, project, kept):
    place = RecoveryPlace.new_in(tmp_path)
    run_to_end(ChangeKeeper().keep(project, place, kept))
    with pytest.raises(ExportError, match="Another window"):
        run_to_end(ChangeKeeper().keep(project, RecoveryPlace(place.folder), kept))


def test_the_large_pictures_are_packed_once_and_another_project_is_not_mistaken(
    tmp_path, project, kept, monkeypatch
):
    packed = []

    def pack(pixels):
        packed.append(pixels)
        return png_bytes(pixels)

    monkeypatch.setattr("painttime.storage.lossless_arrays.png_bytes", pack)
    keeper = ChangeKeeper()
    first, second = RecoveryPlace.new_in(tmp_path), RecoveryPlace.new_in(tmp_path)
    run_to_end(keeper.keep(project, first, kept))
    run_to_end(keeper.keep(replace(project, seed=8), first, kept))
    assert [pixels is project.painting.pixels for pixels in packed] == [True, False]
    other = replace(project, painting=Painting(pixels=project.painting.pixels[::-1].copy()))
    run_to_end(keeper.keep(other, second, kept))
    assert np.array_equal(read_project(first.project_file).painting.pixels, project.painting.pixels)
    assert np.array_equal(read_project(second.project_file).painting.pixels, other.painting.pixels)
