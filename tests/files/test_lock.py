"""Locks end with their owner."""

import subprocess
import sys

from painttime.files.lock import FileLock

HOLD = """
import sys
from pathlib import Path
from painttime.files.lock import FileLock
assert FileLock(Path(sys.argv[1])).take()
lock = FileLock(Path(sys.argv[2]))
assert lock.take()
print("held", flush=True)
sys.stdin.read()
"""


def test_only_one_can_hold_it(tmp_path):
    one, other = FileLock(tmp_path / "a.lock"), FileLock(tmp_path / "a.lock")
    assert one.take()
    assert one.take()
    assert not other.take()
    assert not other.is_held
    one.release()
    assert not (tmp_path / "a.lock").exists()
    assert other.take()


def test_a_killed_owner_holds_nothing(tmp_path):
    held, unused = tmp_path / "a.lock", tmp_path / "b.lock"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(unused), str(held)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline().strip() == "held"
    assert not FileLock(held).take()
    process.kill()
    process.communicate()
    assert held.exists()
    assert FileLock(held).take()


def test_a_lock_whose_file_was_just_removed_is_not_taken(tmp_path, monkeypatch):
    # Between opening and locking, the former owner removes the file: others would lock another one.
    path = tmp_path / "a.lock"
    monkeypatch.setattr("painttime.files.lock._lock", lambda _handle: path.unlink())
    lock = FileLock(path)
    assert not lock.take()
    assert not lock.is_held


def test_a_lock_whose_file_was_cleared_away_is_taken_anew(tmp_path):
    one, other = FileLock(tmp_path / "a.lock"), FileLock(tmp_path / "a.lock")
    assert one.take()
    (tmp_path / "a.lock").unlink()
    assert one.take()
    assert not other.take()
    (tmp_path / "a.lock").unlink()
    assert other.take()
    assert not one.take()
    assert not one.is_held
