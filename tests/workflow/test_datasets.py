"""The jobs of data sets: which recordings a path stands for, how they are added, progress and notes."""

import importlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from painttime.errors import DatasetError, UserInputError
from painttime.recordings.dataset.bringing import ADDED, KNOWN
from painttime.recordings.dataset.dataset import Dataset
from painttime.workflow import recording_workers
from painttime.workflow.datasets import (
    AddOptions,
    add_recordings,
    check_dataset,
    default_workers,
    recordings_of,
)
from painttime.workflow.finding_parts import PartsWanted
from painttime.workflow.job import run_to_end

FAKES = Path(__file__).parents[1] / "recordings" / "dataset"


@pytest.fixture
def fakes(monkeypatch):
    """Recordings that are text files; each is brought in by a process, which finds this module."""
    monkeypatch.syspath_prepend(str(FAKES))
    module = importlib.import_module("fake_recordings")
    monkeypatch.setattr(recording_workers, "bring_in_file", module.bring_in)
    return module


@pytest.fixture
def files(tmp_path):
    """Return a function that makes empty files in a folder."""

    def make(folder, *names):
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for name in names:
            (place / name).touch()
        return place

    return make


def labels_file(folder, fakes):
    """Parts of a recording, given as a label picture."""
    labels = np.ones((fakes.HEIGHT, fakes.WIDTH), dtype=np.uint8)
    labels[:10] = 2
    path = folder / "parts.png"
    Image.fromarray(labels).save(path)
    return path


def test_a_folder_of_films_stands_for_all_of_them(files):
    folder = files("films", "b.mp4", "a.MOV", "notes.txt", ".hidden.mp4", "c.procreate", "d.webp")
    recordings, notes = recordings_of([folder])
    assert [path.name for path in recordings] == ["a.MOV", "b.mp4", "c.procreate", "d.webp"]
    assert notes == [f'The folder "{folder}" holds 4 recordings: a.MOV, b.mp4, c.procreate, d.webp.']


@pytest.mark.parametrize(
    "names", [("1.png", "2.png"), ("1.webp", "2.webp"), ("1.jpg", "2.jpg", "result.mp4"), ()]
)
def test_a_folder_of_frames_is_one_recording(files, names):
    folder = files("frames", *names)
    assert recordings_of([folder]) == ([folder], [])


def test_a_recording_given_twice_counts_once(files):
    folder = files("films", "a.mp4", "b.mp4")
    recordings, _ = recordings_of([folder / "b.mp4", folder, folder / ".." / "films" / "a.mp4"])
    assert [path.name for path in recordings] == ["b.mp4", "a.mp4"]


def test_a_data_set_is_no_recording(files):
    with pytest.raises(UserInputError, match="is a data set"):
        recordings_of([files("set", "dataset.json")])


def test_recordings_are_added_with_the_parts_of_a_file(tmp_path, fakes):
    film = tmp_path / "a.mp4"
    film.write_text("good 1", encoding="utf-8")
    parts = PartsWanted(file=labels_file(tmp_path, fakes))
    progress = []
    job = add_recordings(tmp_path / "set", [film], AddOptions(parts=parts, num_workers=1))
    while True:
        try:
            progress.append(next(job))
        except StopIteration as stop:
            outcomes = stop.value
            break
    assert [outcome.kind for outcome in outcomes] == [ADDED]
    assert progress[-1].message.startswith("a.mp4")
    (recording,) = Dataset.open(tmp_path / "set").recordings
    assert recording.parts.areas_px() == {1: 14 * 32, 2: 10 * 32}
    assert recording.record.parts_source.name == "parts.png"
    # Without the file the recording that is there will do.
    (again,) = run_to_end(add_recordings(tmp_path / "set", [film], AddOptions()))
    assert again.kind == KNOWN


@pytest.mark.parametrize(("cores", "gib", "workers"), [(4, 64, 4), (64, 16, 10), (8, 1, 1)])
def test_workers_are_as_many_as_cores_and_memory_allow(monkeypatch, cores, gib, workers):
    values = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": gib * 2**18}
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    monkeypatch.setattr("os.sysconf", values.__getitem__, raising=False)
    assert default_workers() == workers


def test_a_file_of_parts_belongs_to_one_recording(tmp_path, files):
    parts = PartsWanted(file=tmp_path / "parts.png")
    folder = files("films", "a.mp4", "b.mp4")
    with pytest.raises(UserInputError, match="one recording"):
        run_to_end(add_recordings(tmp_path / "set", [folder], AddOptions(parts=parts)))
    assert not (tmp_path / "set").exists()


def test_checking_what_is_no_data_set_is_a_sentence(tmp_path):
    with pytest.raises(DatasetError, match=r"dataset\.json"):
        run_to_end(check_dataset(tmp_path))
