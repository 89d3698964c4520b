"""Recordings are added whole or not at all, and one that fails leaves the others alone."""

import json

import pytest

from painttime.errors import DatasetError, ExportError
from painttime.recordings.checks.split import split_of
from painttime.recordings.dataset.adding import add
from painttime.recordings.dataset.bringing import ADDED, FAILED, KNOWN, REPLACED
from painttime.recordings.dataset.dataset import Dataset
from painttime.recordings.dataset.origin import Origin
from painttime.recordings.options import BringInOptions


def kinds(outcomes):
    return [outcome.kind for outcome in outcomes]


def manifest(folder):
    return json.loads((folder / "dataset.json").read_text(encoding="utf-8"))


def test_what_was_added_is_there(tmp_path, added, recording_file):
    paths = [recording_file("Jug & Äpfel.mp4", "good 1"), recording_file("b.mp4", "good 2")]
    outcomes = added(paths)
    assert kinds(outcomes) == [ADDED, ADDED]
    dataset = Dataset.open(tmp_path / "set")
    assert sorted(outcome.id for outcome in outcomes) == [entry.id for entry in dataset.entries]
    assert {entry.source_name for entry in dataset.entries} == {"Jug & Äpfel.mp4", "b.mp4"}
    assert dataset.entries[1].id.startswith("jug-apfel-")
    assert {path.name for path in (tmp_path / "set").iterdir()} == {"dataset.json", "recordings"}


def test_the_same_set_gives_the_same_bytes_in_any_order_and_place(tmp_path, added, recording_file, content):
    paths = [recording_file(f"{index}.mp4", f"good {index}") for index in range(3)]
    added(paths, tmp_path / "one")
    for path in paths[::-1]:
        added([path], tmp_path / "elsewhere" / "two")
    assert content(tmp_path / "one") == content(tmp_path / "elsewhere" / "two")
    assert str(tmp_path) not in "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "one").rglob("*.json")
    )


def test_one_that_fails_leaves_the_others_as_they_are(tmp_path, added, recording_file, content):
    good = [recording_file("a.mp4", "good 1"), recording_file("z.mp4", "good 2")]
    bad = [recording_file(f"{what}.mp4", what) for what in ("bad", "bug", "memory")]
    outcomes = added([good[0], *bad, tmp_path / "missing.mp4", good[1]])
    assert kinds(outcomes) == [ADDED, FAILED, FAILED, FAILED, FAILED, ADDED]
    assert outcomes[1].sentence == '"bad.mp4" is no recording. Give another one.'
    assert not outcomes[1].details
    assert "our mistake" in outcomes[2].sentence
    assert "something nobody foresaw" in outcomes[2].details
    assert "memory" in outcomes[3].sentence
    assert "missing.mp4" in outcomes[4].sentence
    added(good, tmp_path / "only good")
    assert content(tmp_path / "set") == content(tmp_path / "only good")


@pytest.mark.logs_expected
def test_what_is_warned_of_is_told_with_the_outcome(added, recording_file):
    outcomes = added([recording_file("a.mp4", "warn 1"), recording_file("b.mp4", "good 2")])
    assert kinds(outcomes) == [ADDED, ADDED]
    assert [outcome.sentence for outcome in outcomes] == ["Only 6 frames could be read.", ""]


def test_parts_that_cannot_be_found_are_a_sentence_and_nothing_stays(tmp_path, added, recording_file, fakes):
    (outcome,) = added([recording_file("a.mp4")], find_parts=fakes.find_no_parts)
    assert (outcome.kind, outcome.sentence) == (FAILED, "There are no parts. Give another file.")
    assert not (tmp_path / "set").exists()


def test_only_a_data_set_that_is_new_and_empty_goes_with_its_failures(tmp_path, added, recording_file):
    bad = recording_file("bad.mp4", "bad")
    kept, new = tmp_path / "kept", tmp_path / "new"
    kept.mkdir()
    for folder in (kept, new):
        assert kinds(added([bad], folder)) == [FAILED]
    assert Dataset.open(kept).entries == ()
    assert not new.exists()
    assert kinds(added([bad, recording_file("a.mp4")], new)) == [FAILED, ADDED]
    assert kinds(added([bad], new)) == [FAILED]
    assert len(Dataset.open(new).entries) == 1


def test_a_recording_is_known_by_its_content(tmp_path, added, recording_file, content):
    first = recording_file("a.mp4", "good 1")
    added([first])
    before = content(tmp_path / "set")
    (again,) = added([first])
    assert again.kind == KNOWN
    (copy,) = added([recording_file("copy.mp4", "good 1")])
    assert (copy.kind, copy.id) == (KNOWN, again.id)
    assert "a.mp4" in copy.sentence
    assert content(tmp_path / "set") == before


def test_two_files_with_one_content_are_one_recording(added, recording_file):
    outcomes = added([recording_file("a.mp4", "good 1"), recording_file("b.mp4", "good 1")])
    assert kinds(outcomes) == [ADDED, KNOWN]
    assert outcomes[1].id == outcomes[0].id
    assert '"a.mp4"' in outcomes[1].sentence
    bad = added([recording_file("c.mp4", "bad"), recording_file("d.mp4", "bad")])
    assert kinds(bad) == [FAILED, FAILED]
    assert '"c.mp4"' in bad[1].sentence


def test_other_options_for_a_known_recording_are_refused_unless_it_is_replaced(
    tmp_path, added, recording_file
):
    path = recording_file("a.mp4")
    added([path])
    fewer = BringInOptions(max_frames=4)
    (refused,) = added([path], options=fewer)
    assert refused.kind == FAILED
    assert "--replace" in refused.sentence
    assert Dataset.open(tmp_path / "set").recordings[0].pictures.num_frames == 6
    (replaced,) = added([path], options=fewer, is_replacing=True)
    assert replaced.kind == REPLACED
    (recording,) = Dataset.open(tmp_path / "set").recordings
    assert recording.pictures.num_frames == 4
    assert recording.options == fewer
    assert recording.damaged_files() == ()


def test_what_fails_while_it_replaces_leaves_the_former_one(tmp_path, added, recording_file, fakes, content):
    path = recording_file("a.mp4")
    added([path])
    before = content(tmp_path / "set")
    (outcome,) = added([path], is_replacing=True, find_parts=fakes.find_no_parts)
    assert outcome.kind == FAILED
    assert content(tmp_path / "set") == before


def test_paintings_are_split_and_stay_together(tmp_path, added, recording_file):
    added([recording_file("a.mp4", "good 1")], painting_id="The Jug", split="val")
    (outcome,) = added([recording_file("b.mp4", "good 2")], painting_id="the jug ")
    added([recording_file("c.mp4", "good 3")])
    by_name = {entry.source_name: entry for entry in Dataset.open(tmp_path / "set").entries}
    assert outcome.kind == ADDED
    assert by_name["b.mp4"].split == "val"
    assert by_name["c.mp4"].painting_id == by_name["c.mp4"].id
    assert by_name["c.mp4"].split == split_of(by_name["c.mp4"].id, 0.1)
    (torn,) = added([recording_file("d.mp4", "good 4")], painting_id="THE JUG", split="train")
    assert torn.kind == FAILED
    assert '"val"' in torn.sentence


def test_known_recordings_of_another_painting_parts_or_split_are_not_the_same(added, recording_file):
    path = recording_file("a.mp4")
    parts = Origin(name="parts.png", sha256="0" * 64, size_bytes=9)
    added([path], painting_id="jug", split="val")
    assert kinds(added([path])) == [KNOWN]
    assert kinds(added([path], painting_id="Jug", split="val")) == [KNOWN]
    for values in (
        {"painting_id": "pot"},
        {"split": "train"},
        {"parts_source": parts},
        {"parts_asked": "auto 9"},
    ):
        assert kinds(added([path], **values)) == [FAILED]


@pytest.mark.parametrize("num_steps", [1, 2, 5, 9, 14, 20])
def test_stopped_at_any_moment_it_leaves_only_what_is_complete(
    tmp_path, wanted, recording_file, one_after_the_other, added, content, num_steps
):
    paths = [recording_file(f"{index}.mp4", f"good {index}") for index in range(2)]
    adding = add(paths, wanted(), tmp_path / "set", one_after_the_other)
    for _ in range(num_steps):
        next(adding)
    adding.close()
    if (tmp_path / "set").exists():
        names = {path.name for path in (tmp_path / "set").iterdir()}
        assert names == {"dataset.json", "recordings"}
        for recording in Dataset.open(tmp_path / "set").recordings:
            assert recording.damaged_files() == ()
    added(paths)
    added(paths, tmp_path / "whole")
    assert content(tmp_path / "set") == content(tmp_path / "whole")


def test_a_crash_between_two_renames_loses_nothing(tmp_path, added, recording_file, content):
    path = recording_file("a.mp4")
    (outcome,) = added([path])
    before = content(tmp_path / "set")
    work = tmp_path / "set" / ".work" / outcome.id
    (work / "result").mkdir(parents=True)
    (tmp_path / "set" / "recordings" / outcome.id).rename(work / "former")
    (again,) = added([path])
    assert again.kind == KNOWN
    assert content(tmp_path / "set") == before


def test_the_survey_of_a_killed_attempt_reaches_the_next_one(tmp_path, added, recording_file, fakes):
    path = recording_file("a.mp4")
    (outcome,) = added([path], tmp_path / "other")
    clean = tmp_path / "set" / ".work" / outcome.id / "clean"
    clean.mkdir(parents=True)
    for name in ("survey.json", "half.png"):
        (clean / name).write_text(name, encoding="utf-8")
    (tmp_path / "set" / ".work" / f"{outcome.id}.lock").touch()
    found = []

    def bring_in(source, options, work):
        found.extend(file.name for file in work.iterdir())
        return (yield from fakes.bring_in(source, options, work))

    assert kinds(added([path], bring_in=bring_in)) == [ADDED]
    assert found == ["survey.json"]
    assert {file.name for file in (tmp_path / "set").iterdir()} == {"dataset.json", "recordings"}


def test_a_manifest_that_was_not_written_any_more_is_made_of_what_is_there(tmp_path, added, recording_file):
    paths = [recording_file(f"{index}.mp4", f"good {index}") for index in range(2)]
    added(paths)
    place = tmp_path / "set" / "dataset.json"
    before = place.read_bytes()
    for left in (b"", b"{", before.replace(b"recordings", b"recodrings")):
        place.write_bytes(left)
        assert kinds(added(paths[:1])) == [KNOWN]
        assert place.read_bytes() == before


def test_a_recording_whose_text_is_damaged_stays_known_and_can_be_replaced(tmp_path, added, recording_file):
    paths = [recording_file(f"{index}.mp4", f"good {index}") for index in range(2)]
    outcome, _ = added(paths)
    record = tmp_path / "set" / "recordings" / outcome.id / "recording.json"
    before = record.read_bytes()
    record.write_bytes(before[:-20])
    assert kinds(added(paths)) == [FAILED, KNOWN]
    assert len(manifest(tmp_path / "set")["recordings"]) == 2
    assert kinds(added(paths[:1], is_replacing=True)) == [REPLACED]
    assert record.read_bytes() == before


def test_only_one_run_adds_at_a_time(tmp_path, wanted, recording_file, one_after_the_other, added):
    path = recording_file("a.mp4")
    running = add([path], wanted(), tmp_path / "set", one_after_the_other)
    next(running)
    with pytest.raises(DatasetError, match="Another painttime"):
        added([path])
    running.close()
    assert kinds(added([path])) == [ADDED]


def test_folders_of_others_are_left_alone(tmp_path, added, recording_file, content):
    path = recording_file("a.mp4")
    folder = tmp_path / "films"
    folder.mkdir()
    (folder / "holiday.mov").write_text("mine", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"holiday\.mov"):
        added([path], folder)
    assert list(content(folder)) == ["holiday.mov"]
    with pytest.raises(DatasetError, match="is a file"):
        added([path], path)


def test_a_data_set_is_no_part_of_its_own_recording(tmp_path, added, recording_file):
    frames = tmp_path / "frames"
    frames.mkdir()
    (frames / "0.png").touch()
    inside, beside = added([frames, recording_file("a.mp4")], frames / "set")
    assert (inside.kind, beside.kind) == (FAILED, ADDED)
    assert "lies in the recording" in inside.sentence


def test_a_set_that_cannot_be_written_is_a_sentence(added, recording_file, read_only_disk):
    with pytest.raises(ExportError, match="cannot be written"):
        added([recording_file("a.mp4")], read_only_disk / "set")


def test_a_full_disk_is_the_failure_of_a_recording(added, recording_file, small_disk, fakes, monkeypatch):
    monkeypatch.setattr(fakes, "HEIGHT", 400)
    monkeypatch.setattr(fakes, "WIDTH", 400)
    (outcome,) = added([recording_file("a.mp4")], small_disk / "set")
    assert outcome.kind == FAILED
    assert "no space left" in outcome.sentence
    assert not (small_disk / "set").exists()
