"""A film goes into a data set by the whole program, and what cannot be used leaves the set alone."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from painttime.cli.main import run
from painttime.recordings.dataset.dataset import Dataset
from painttime.simulation.filming.film import FilmOptions
from painttime.simulation.filming.film_file import write_film
from painttime.simulation.filming.filming import film
from painttime.simulation.filming.procedural import procedural_canvases

SIZE_PX, NUM_CANVASES = (160, 120), 5


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with film.mp4, broken.mp4 and parts.png, and set, in which the film is."""
    folder = tmp_path_factory.mktemp("filmed")
    canvases = procedural_canvases(SIZE_PX, num_canvases=NUM_CANVASES, seed=1)
    frames = film(canvases, FilmOptions(frames_per_canvas=4), size_px=SIZE_PX, seed=0)
    write_film((frame.pixels for frame in frames), folder / "film.mp4")
    (folder / "broken.mp4").write_bytes((folder / "film.mp4").read_bytes()[:3000])
    labels = np.ones(SIZE_PX[::-1], dtype=np.uint8)
    labels[:50] = 2
    Image.fromarray(labels).save(folder / "parts.png")
    assert add(folder, "film.mp4") == 0
    return folder


def add(folder: Path, name: str) -> int:
    parts = ["--parts", str(folder / "parts.png")]
    return run(["dataset", "add", str(folder / "set"), str(folder / name), *parts])


def test_the_film_is_there_with_its_frames_parts_and_labels(filmed):
    (recording,) = Dataset.open(filmed / "set").recordings
    assert recording.source.name == "film.mp4"
    assert recording.damaged_files() == ()
    assert NUM_CANVASES - 1 <= recording.pictures.num_frames <= NUM_CANVASES + 1
    assert recording.parts.ids == (1, 2)
    assert recording.labels.degrees.shape == (recording.pictures.num_frames - 1, 2)
    assert recording.labels.degrees.max() > 0


def test_a_broken_film_is_a_sentence_and_the_set_stays(filmed, capsys):
    before = (filmed / "set" / "dataset.json").read_bytes()
    assert add(filmed, "broken.mp4") == 2
    printed = capsys.readouterr()
    assert printed.out.startswith("failed\t")
    assert '"broken.mp4"' in printed.err
    assert printed.err.count("\n") == 1
    assert (filmed / "set" / "dataset.json").read_bytes() == before
    assert {path.name for path in (filmed / "set").iterdir()} == {"dataset.json", "recordings"}


def test_the_set_is_checked_and_reported(filmed, tmp_path, capsys):
    assert run(["dataset", "check", str(filmed / "set"), "--json", "--intervals", "1,2"]) == 0
    assert json.loads(capsys.readouterr().out)
    page = tmp_path / "page.html"
    assert run(["dataset", "report", str(filmed / "set"), "--out", str(page)]) == 0
    assert "film.mp4" in page.read_text(encoding="utf-8")
