"""A recording comes back from the disk with everything it had; what is damaged is named."""

import gc
import json
import weakref

import numpy as np
import pytest

from painttime.errors import DatasetError
from painttime.recordings.dataset import record as records
from painttime.recordings.dataset.dataset import Dataset
from painttime.recordings.dataset.layout import is_dataset, is_stored_recording
from painttime.recordings.dataset.record import record_from_json
from painttime.recordings.dataset.stored_recording import StoredRecording
from painttime.recordings.labelling.labelling import label
from painttime.recordings.options import CROP_PAINTED, DROP_UNDO, BringInOptions


@pytest.fixture
def stored(tmp_path, added, recording_file):
    """The folder of one recording in a set."""
    options = BringInOptions(
        max_frames=5, undo=DROP_UNDO, crop=(3, 2, 20, 10), register=False, even_light=False, partial=True
    )
    (outcome,) = added([recording_file("Jug.mp4", "good 3")], options=options, painting_id="壺", split="val")
    return tmp_path / "set" / "recordings" / outcome.id


def test_everything_comes_back(stored, fakes):
    recording = StoredRecording.open(stored)
    clean = fakes.clean_of(3, 5)
    assert (recording.painting_id, recording.split, recording.source.name) == ("壺", "val", "Jug.mp4")
    assert recording.options.crop == (3, 2, 20, 10)
    assert recording.options.partial
    assert recording.frames == clean.frames
    assert recording.tally == clean.tally
    assert recording.crop == clean.crop
    assert recording.dropped == clean.dropped
    for index in range(5):
        np.testing.assert_array_equal(recording.pictures.frame(index), clean.pictures.frame(index))
    parts = fakes.find_parts(clean.pictures.frame(4))
    np.testing.assert_array_equal(recording.parts.labels, parts.labels)
    assert [(part.id, part.name, part.kind) for part in recording.parts.parts] == [
        (part.id, part.name, part.kind) for part in parts.parts
    ]


def test_labels_are_those_of_the_stored_frames_and_parts(stored):
    recording = StoredRecording.open(stored)
    labelling = label(recording.pictures, recording.parts)
    while True:
        try:
            next(labelling)
        except StopIteration as stop:
            wanted = stop.value
            break
    np.testing.assert_array_equal(recording.labels.degrees, wanted.degrees)
    np.testing.assert_array_equal(recording.labels.settled, wanted.settled)
    assert recording.labels.stages == wanted.stages


def test_folders_say_what_they_are(stored, tmp_path):
    assert is_dataset(tmp_path / "set")
    assert not is_dataset(tmp_path)
    assert is_stored_recording(stored)
    assert not is_stored_recording(tmp_path / "set")
    dataset = Dataset.open(tmp_path / "set")
    assert dataset.recording(stored.name).folder == stored
    with pytest.raises(DatasetError, match=stored.name):
        dataset.recording("another")
    with pytest.raises(DatasetError, match=r"dataset\.json"):
        Dataset.open(stored)


def test_a_walk_through_a_set_keeps_no_recording(stored, tmp_path):
    recordings = Dataset.open(tmp_path / "set").recordings
    assert len(recordings) == 1
    taken = [weakref.ref(recording.pictures) for recording in recordings]
    gc.collect()
    assert [reference() for reference in taken] == [None]
    assert [recording.id for recording in recordings[:1]] == [stored.name]


@pytest.mark.parametrize("crop", [(0, 0, 5, 6), CROP_PAINTED])
def test_options_come_back_whichever_crop_they_ask_for(stored, crop):
    recording = StoredRecording.open(stored)
    values = json.loads((stored / "recording.json").read_text(encoding="utf-8"))
    values["options"]["crop"] = crop
    assert record_from_json(json.dumps(values)).options.crop == crop
    assert records.to_json(recording.record) == (stored / "recording.json").read_text(encoding="utf-8")


def test_damaged_files_are_named_and_the_others_can_still_be_read(stored, tmp_path):
    (stored / "frames" / "000002.png").unlink()
    (stored / "settled.png").write_bytes((stored / "parts.png").read_bytes())
    listing = stored / "parts.json"
    listing.write_text(listing.read_text(encoding="utf-8").replace("hill", "hell"), encoding="utf-8")
    (recording,) = Dataset.open(tmp_path / "set").recordings
    assert recording.damaged_files() == ("frames/000002.png", "parts.json", "settled.png")
    assert recording.pictures.frame(0).shape == (24, 32, 3)
    with pytest.raises(DatasetError, match=r"000002\.png"):
        recording.pictures.frame(4)
    with pytest.raises(DatasetError, match=r"settled\.png"):
        recording.labels  # noqa: B018


@pytest.mark.parametrize("name", ["labels.json", "parts.json", "frames/frames.json"])
def test_a_text_that_was_cut_is_named(stored, name):
    recording = StoredRecording.open(stored)
    (stored / name).write_bytes((stored / name).read_bytes()[:-40])
    with pytest.raises(DatasetError, match=name.split("/")[-1].replace(".", r"\.")):
        _ = (recording.labels, recording.parts, recording.pictures)


def test_a_record_that_is_not_what_the_manifest_says_is_damage(stored, tmp_path):
    path = stored / "recording.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"val"', '"train"'), encoding="utf-8")
    (recording,) = Dataset.open(tmp_path / "set").recordings
    assert recording.damaged_files() == ("recording.json",)
    with pytest.raises(DatasetError, match="manifest"):
        recording.record  # noqa: B018


@pytest.mark.parametrize(
    "change",
    [
        {"format": "x"},
        {"version": 2},
        {"id": "../up"},
        {"split": "test"},
        {"width_px": 33},
        {"frames": []},
        {"frames": 4},
        {"crop": [0, 0, 4]},
        {"files": {"../../etc/passwd": "0" * 64}},
        {"files": {"/etc/passwd": "0" * 64}},
        {"files": {"parts.png": "short"}},
        {"options": {}},
        {"tally": {}},
        {"source": {"name": 3}},
        {"dropped": [{"first": 1}]},
    ],
)
def test_a_record_that_does_not_fit_is_refused(stored, change):
    path = stored / "recording.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**values, **change}), encoding="utf-8")
    with pytest.raises(DatasetError, match=stored.name):
        StoredRecording.open(stored).pictures  # noqa: B018


@pytest.mark.parametrize("change", [{"version": 2}, {"recordings": 3}, {"recordings": [{"id": "../up"}]}])
def test_a_manifest_that_does_not_fit_is_refused(stored, tmp_path, change):
    path = tmp_path / "set" / "dataset.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**values, **change}), encoding="utf-8")
    with pytest.raises(DatasetError, match=r"dataset\.json"):
        Dataset.open(tmp_path / "set")
