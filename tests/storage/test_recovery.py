"""Recoveries: who owns them, which are offered, how many stay."""

import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from painttime.storage.recovery import (
    LOCK_SUFFIX,
    MAX_RECOVERIES,
    UNNAMED,
    Kept,
    RecoveryPlace,
    discard,
    find_recoveries,
)

HOUR_S = 3600


def left_behind(root: Path, name: str = "jug", hours_ago: int = 1) -> RecoveryPlace:
    """A place whose owner died: the lock's file is there, the lock is free."""
    place = RecoveryPlace.new_in(root)
    assert place.claim()
    place.write_about(Kept(name=name, project_path=Path("/home/jug.painttime"), source=Path("jug.png")))
    place.project_file.write_bytes(b"project")
    written_s = 1_700_000_000 - hours_ago * HOUR_S
    os.utime(place.project_file, (written_s, written_s))
    place.release()
    place.folder.with_name(place.folder.name + LOCK_SUFFIX).touch()
    return place


def test_what_a_dead_window_left_is_found_with_all_that_is_known(tmp_path):
    place = left_behind(tmp_path)
    (found,) = find_recoveries(tmp_path)
    assert found.folder == place.folder
    assert found.kept == Kept(name="jug", project_path=Path("/home/jug.painttime"), source=Path("jug.png"))
    assert found.kept_at == datetime.fromtimestamp(1_700_000_000 - HOUR_S).astimezone()


def test_what_a_living_window_keeps_is_not(tmp_path):
    place = left_behind(tmp_path)
    assert place.claim()
    assert find_recoveries(tmp_path) == []
    assert place.project_file.exists()


def test_looking_leaves_it_there_for_the_next_look(tmp_path):
    left_behind(tmp_path)
    assert find_recoveries(tmp_path) == find_recoveries(tmp_path) != []


def test_the_latest_come_first_and_the_oldest_go(tmp_path):
    for hours in range(MAX_RECOVERIES + 3):
        left_behind(tmp_path, f"jug {hours}", hours_ago=hours)
    found = find_recoveries(tmp_path)
    assert [one.kept.name for one in found] == [f"jug {hours}" for hours in range(MAX_RECOVERIES)]
    assert sorted(tmp_path.iterdir()) == sorted(one.folder for one in found)


def test_places_without_a_project_are_cleared_away(tmp_path):
    place = RecoveryPlace.new_in(tmp_path)
    assert place.claim()
    place.write_about(Kept(name="killed before the first write"))
    place.release()
    (tmp_path / f"gone{LOCK_SUFFIX}").touch()
    assert find_recoveries(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "about", [b"", b"{", b"[1]", b'{"name": 3, "project_path": {}}', b"\xff" * 9, b"[" * 9999]
)
def test_a_damaged_note_costs_the_name_only(tmp_path, about):
    left_behind(tmp_path).about_file.write_bytes(about)
    (found,) = find_recoveries(tmp_path)
    assert found.kept == Kept(name=UNNAMED)


def test_no_folder_or_a_file_in_its_place_holds_nothing(tmp_path):
    assert find_recoveries(tmp_path / "nowhere") == []
    (tmp_path / "file").touch()
    assert find_recoveries(tmp_path / "file") == []


def test_discarding_leaves_nothing(tmp_path):
    left_behind(tmp_path)
    (found,) = find_recoveries(tmp_path)
    assert discard(found)
    assert list(tmp_path.iterdir()) == []


def test_what_another_window_took_meanwhile_cannot_be_discarded(tmp_path):
    place = left_behind(tmp_path)
    (found,) = find_recoveries(tmp_path)
    assert place.claim()
    assert not discard(found)
    assert place.project_file.exists()


def test_what_lies_on_a_read_only_disk_can_still_be_offered(read_only_disk):
    subprocess.run(["mount", "-o", "remount,rw", str(read_only_disk)], check=True)
    place = left_behind(read_only_disk)
    place.folder.with_name(place.folder.name + LOCK_SUFFIX).unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(read_only_disk)], check=True)
    assert [one.kept.name for one in find_recoveries(read_only_disk)] == ["jug"]


@pytest.mark.parametrize(("hours_later", "expected"), [(-1, False), (2, True), (None, False)])
def test_a_project_file_saved_since_is_noticed(tmp_path, hours_later, expected):
    place = left_behind(tmp_path / "recovery")
    saved = tmp_path / "jug.painttime"
    place.write_about(Kept(name="jug", project_path=saved))
    if hours_later is not None:
        saved.touch()
        written_s = place.project_file.stat().st_mtime + hours_later * HOUR_S
        os.utime(saved, (written_s, written_s))
    (found,) = find_recoveries(tmp_path / "recovery")
    assert found.is_older_than_its_file() == expected
