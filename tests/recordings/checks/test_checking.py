import json

import numpy as np
import pytest

from painttime.core.part import PartMap
from painttime.recordings.checks.checking import check


@pytest.fixture
def checked(to_the_end, dataset_of):
    return lambda *recordings, intervals=(1, 3, 5): to_the_end(check(dataset_of(*recordings), intervals))[0]


def kinds_of(findings):
    return {problem.kind for problem in findings.problems}


def problem(findings, kind):
    (one,) = [problem for problem in findings.problems if problem.kind == kind]
    return one


@pytest.fixture(scope="module")
def jug(recording_of, painted):
    return recording_of("jug-1", painted(1))


@pytest.fixture(scope="module")
def sea(recording_of, painted):
    return recording_of("sea-1", painted(2), painting_id="sea", split="val")


def test_a_sound_set_has_no_errors_and_is_summed_up(checked, jug, sea):
    findings = checked(jug, sea)
    assert findings.num_errors == 0
    assert findings.recordings == ("jug-1", "sea-1")
    assert [(one.split, one.num_paintings, one.num_frames) for one in findings.splits] == [
        ("train", 1, 13),
        ("val", 1, 13),
    ]
    assert [one.interval for one in findings.coverages] == [0, 1, 3, 5]
    assert [one.num_pairs for one in findings.coverages] == [24 + 20 + 16, 24, 20, 16]
    # A column is a sixth of its half: level 1 for one part, level 0 for the other.
    np.testing.assert_allclose(findings.coverages[1].before.shares, [0.5, 0.5, 0, 0, 0, 0])


def test_progress_ends_where_it_said(to_the_end, dataset_of, jug, sea):
    _, counts = to_the_end(check(dataset_of(jug, sea)))
    done = [one for one, _ in counts]
    assert done == sorted(done)
    assert counts[-1] == (3000, 3000)


def test_a_painting_in_both_splits_is_an_error(checked, changed, jug, recording_of, painted):
    again = recording_of("jug-2", painted(1, order=range(11, -1, -1)), split="val")
    leak = problem(checked(jug, again), "leak")
    assert leak.severity == "error"
    assert leak.recordings == ("jug-1", "jug-2")
    assert "leak" not in kinds_of(checked(jug, changed(again, split="train")))


def test_a_painting_under_two_names_in_both_splits_is_found_by_its_looks(
    checked, changed, recording_of, painted, jug
):
    again = recording_of("pot-1", [picture[2:, 1:] for picture in painted(1)], split="val", painting_id="pot",
        parts=PartMap(labels=jug.parts.labels[2:, 1:], parts=jug.parts.parts))  # fmt: skip
    alike = problem(checked(jug, again), "look-alike")
    assert alike.severity == "error"
    assert alike.recordings == ("jug-1", "pot-1")
    assert problem(checked(jug, changed(again, split="train")), "look-alike").severity == "note"
    assert "look-alike" not in kinds_of(checked(jug, changed(again, painting_id="jug", split="train")))


def test_one_file_under_two_names_is_said(checked, changed, jug):
    twin = changed(jug, id="jug-2", painting_id="other jug")
    assert problem(checked(jug, twin), "duplicate").severity == "warning"
    assert problem(checked(jug, changed(twin, split="val")), "duplicate").severity == "error"


def test_a_set_without_validation_is_noted(checked, changed, jug, sea):
    assert problem(checked(jug, changed(sea, split="train")), "one-split").severity == "note"
    assert "one-split" not in kinds_of(checked(jug))


def test_a_planted_conflict_is_found_between_two_takes_of_a_painting(checked, recording_of, painted):
    takes = [recording_of("left", painted(1)), recording_of("right", painted(1, order=range(11, -1, -1)))]
    findings = checked(*takes)
    first = findings.conflicts.listed[0]
    assert (first.one.pair.recording, first.other.pair.recording) == (0, 1)
    assert first.disagreement > 0.9
    assert problem(findings, "conflicts").severity == "warning"
    assert any(" and right " in line and "disagreement" in line for line in findings.lines())
    assert not checked(takes[0]).conflicts.listed


def test_an_interval_that_saturates_is_flagged(checked, recording_of, painted):
    quick = recording_of("quick", painted(3, columns_a_step=3), intervals=(1, 2, 3))
    findings = checked(quick, intervals=(1, 2))
    flagged = [one.text for one in findings.problems if one.kind == "interval"]
    assert len(flagged) == 1
    assert "Interval 2" in flagged[0]
    assert "highest level" in flagged[0]


def test_intervals_that_were_not_labelled_are_checked_too(checked, jug):
    findings = checked(jug, intervals=(2, 6))
    assert [one.interval for one in findings.coverages] == [0, 2, 6]
    assert [one.num_pairs for one in findings.coverages] == [18, 11, 7]
    assert sorted(findings.conflicts.num_by_interval) == [2, 6]
    # Five or six columns are more than .78 of a half, level 5: from frames 0 and 1, and to 11 and 12.
    assert findings.coverages[2].before.counts[:, 5].sum() == 4


def test_changed_files_stale_lists_and_stale_labels_are_errors(
    checked, changed, dataset_of, to_the_end, jug, sea
):
    damaged = changed(jug, damaged=("frames/000001.png",))
    assert '"frames/000001.png"' in problem(checked(damaged), "damaged").text
    set_of_one = dataset_of(jug)
    set_of_one.entries[0].split = "val"
    findings, _ = to_the_end(check(set_of_one))
    assert problem(findings, "stale-list").recordings == ("jug-1",)
    relabelled = np.where(jug.parts.labels == 4, 9, 4).astype(np.uint8)
    stale = changed(jug, parts=PartMap(labels=relabelled, parts=jug.parts.parts))
    assert "in 12 of 12 steps" in problem(checked(stale), "stale-labels").text
    fewer = changed(jug, parts=PartMap(labels=jug.parts.labels, parts=jug.parts.parts[::-1]))
    findings = checked(fewer, sea)
    assert problem(findings, "stale-labels").severity == "error"
    assert findings.recordings == ("sea-1",)


def test_a_recording_that_cannot_be_read_leaves_the_others(checked, jug):
    findings = checked('"x/labels.json" is damaged.', jug)
    unreadable = problem(findings, "unreadable")
    assert unreadable.text == '"x/labels.json" is damaged.'
    assert unreadable.recordings == ("broken-0",)
    assert findings.problems[0] is unreadable
    assert findings.recordings == ("jug-1",)


def test_an_empty_set_is_said_to_be(checked):
    findings = checked()
    assert kinds_of(findings) == {"empty"}
    assert findings.coverages == ()


def test_findings_are_the_same_json_every_time(checked, jug, sea):
    texts = [json.dumps(checked(jug, sea).to_json(), allow_nan=False) for _ in range(2)]
    assert texts[0] == texts[1]
    document = json.loads(texts[0])
    assert document["coverage"][0]["interval"] == "all"
    assert document["intervals"][0]["num_pairs"] == 24
