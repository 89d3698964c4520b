"""What docs/recordings.md says about reading a data set is true: its code is run here."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from painttime.recordings.dataset.dataset import Dataset

DOCUMENT = Path(__file__).parents[3] / "docs" / "recordings.md"


@pytest.fixture
def code():
    return re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_frames_are_read_by_the_code_of_the_document(tmp_path, added, recording_file, code, monkeypatch):
    monkeypatch.setattr("painttime.recordings.dataset.frame_store.KEY_INTERVAL", 4)
    added([recording_file("a.mp4", "good 5")])
    (recording,) = Dataset.open(tmp_path / "set").recordings
    names: dict[str, object] = {}
    exec(code[0], names)
    read = [np.asarray(picture) for picture in names["frames"](recording.folder)]
    assert len(read) == recording.pictures.num_frames == 6
    for index, pixels in enumerate(read):
        np.testing.assert_array_equal(pixels, recording.pictures.frame(index))


def test_labels_are_read_by_the_code_of_the_document(tmp_path, added, recording_file, code):
    added([recording_file("a.mp4", "good 5")])
    (recording,) = Dataset.open(tmp_path / "set").recordings
    program = f"{code[0]}\nimport sys\nrecording = sys.argv[1]\n{code[1]}\nprint(max(settled.getextrema()))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(recording.folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    *rows, latest = done.stdout.splitlines()
    labels = recording.labels
    assert len(rows) == labels.num_frames - 1
    degrees = [float(value) for value in labels.degrees[0]]
    found = [float(number) for number in re.findall(r": ([\d.e-]+)", rows[0])]
    np.testing.assert_allclose(found, degrees, rtol=1e-6)
    assert int(latest) == labels.settled.max()


def test_every_key_of_the_files_is_described(tmp_path, added, recording_file):
    added([recording_file("a.mp4")])
    document = DOCUMENT.read_text(encoding="utf-8")
    (recording,) = Dataset.open(tmp_path / "set").recordings
    files = [tmp_path / "set" / "dataset.json", *recording.folder.glob("*.json")]
    for path in files:
        if path.name == "parts.json":
            continue  # described with the parts
        values = json.loads(path.read_text(encoding="utf-8"))
        entries = values.get("recordings") or values.get("intervals") or [{}]
        for key in (*values, *entries[0], *values.get("tally", {}), *values.get("frames", [{}])[0]):
            assert f"`{key}`" in document, f"{key} of {path.name}"
