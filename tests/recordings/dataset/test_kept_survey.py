"""Long work that was killed goes on from the first look, and never from one that does not fit."""

import json

import pytest

from painttime.recordings.dataset.bringing import CLEAN_NAME, clear_work
from painttime.recordings.dataset.kept_survey import NAME, kept_survey
from painttime.recordings.options import BringInOptions
from painttime.recordings.survey.findings import STATIC, WORK, Moment, Stretch, Survey

SURVEY = Survey(
    num_frames=9,
    stretches=(Stretch(first=0, last=5, kind=WORK), Stretch(first=6, last=8, kind=STATIC)),
    moments=(Moment(index=1, window=(0, 1, 2), view=0), Moment(index=4, window=(4,), view=1)),
)


@pytest.fixture
def surveyed(tmp_path):
    """Return a function that gives the survey, and how often somebody had to look."""
    looks = []

    def look():
        looks.append(1)
        yield 1, 2
        return SURVEY

    def run(options=None, stop_after=None):
        keeping = kept_survey(tmp_path / CLEAN_NAME, options or BringInOptions(), look())
        steps = 0
        while True:
            try:
                next(keeping)
            except StopIteration as stop:
                return stop.value, len(looks)
            steps += 1
            if steps == stop_after:
                keeping.close()
                return None, len(looks)

    return run


def test_the_survey_is_made_once(surveyed):
    assert surveyed() == (SURVEY, 1)
    assert surveyed() == (SURVEY, 1)


def test_other_options_and_versions_look_again(surveyed, monkeypatch):
    surveyed()
    assert surveyed(BringInOptions(crop=(1, 2, 3, 4))) == (SURVEY, 2)
    assert surveyed(BringInOptions(crop=(1, 2, 3, 4))) == (SURVEY, 2)
    monkeypatch.setattr("painttime.recordings.dataset.kept_survey.__version__", "99")
    assert surveyed(BringInOptions(crop=(1, 2, 3, 4))) == (SURVEY, 3)


def test_what_was_stopped_half_way_is_not_kept(surveyed, tmp_path):
    surveyed(stop_after=1)
    assert not (tmp_path / CLEAN_NAME).exists()
    assert surveyed() == (SURVEY, 2)


@pytest.mark.parametrize("damage", ["cut", "other", "fields"])
def test_a_damaged_survey_is_made_again(surveyed, tmp_path, damage):
    surveyed()
    path = tmp_path / CLEAN_NAME / NAME
    document = json.loads(path.read_text(encoding="utf-8"))
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-9])
    elif damage == "other":
        path.write_text("[]", encoding="utf-8")
    else:
        document["survey"]["moments"][0]["colour"] = 3
        path.write_text(json.dumps(document), encoding="utf-8")
    assert surveyed() == (SURVEY, 2)


def test_only_the_survey_is_left_for_the_next_attempt(surveyed, tmp_path):
    surveyed()
    work = tmp_path
    (work / CLEAN_NAME / "half.png").write_bytes(b"half")
    (work / "result").mkdir()
    clear_work(work, is_going_on=True)
    left = [path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file()]
    assert left == [f"{CLEAN_NAME}/{NAME}"]
    assert surveyed() == (SURVEY, 1)
    clear_work(work)
    assert not work.exists()
