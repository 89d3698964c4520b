"""Tasks run side by side in processes; none of them outlives the one that wants them."""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from painttime.recordings.dataset.adding import add
from painttime.recordings.dataset.bringing import ADDED, FAILED, bring_one
from painttime.recordings.dataset.dataset import Dataset
from painttime.recordings.dataset.processes import run_in_processes

SCRIPT = """
import sys
from functools import partial
from pathlib import Path
sys.path.insert(0, {fakes!r})
if __name__ == "__main__":
    import fake_recordings
    from painttime.recordings.dataset.adding import Wanted, add
    from painttime.recordings.dataset.bringing import bring_one
    from painttime.recordings.dataset.processes import run_in_processes
    from painttime.recordings.options import BringInOptions
    wanted = Wanted(
        options=BringInOptions(), bring_in=fake_recordings.bring_in,
        find_parts=fake_recordings.find_parts, val_share=0.5,
    )
    paths = [Path(name) for name in sys.argv[2:]]
    for _ in add(paths, wanted, Path(sys.argv[1]), partial(run_in_processes, bring_one, num_workers=2)):
        pass
"""


def in_processes(num_workers):
    return partial(run_in_processes, bring_one, num_workers=num_workers)


def test_processes_give_what_one_after_the_other_gives(tmp_path, added, recording_file, content):
    paths = [recording_file(f"{index}.mp4", f"slow {index}") for index in range(2)]
    outcomes = added(paths, tmp_path / "many", in_processes(2))
    assert [outcome.kind for outcome in outcomes] == [ADDED, ADDED]
    added(paths, tmp_path / "one")
    assert content(tmp_path / "many") == content(tmp_path / "one")


def test_a_process_that_dies_takes_nothing_with_it(tmp_path, added, recording_file):
    paths = [recording_file("a.mp4", "die"), recording_file("b.mp4", "good 2")]
    died, went = added(paths, engine=in_processes(2))
    assert (died.kind, went.kind) == (FAILED, ADDED)
    assert "ended suddenly" in died.sentence
    assert {path.name for path in (tmp_path / "set").iterdir()} == {"dataset.json", "recordings"}


def test_stopping_ends_every_process_and_leaves_nothing(tmp_path, wanted, recording_file):
    paths = [recording_file(f"{index}.mp4", f"hang {index}") for index in range(2)]
    adding = add(paths, wanted(), tmp_path / "set", in_processes(2))
    told = set()
    while len(told) < 2:
        step = next(adding)
        if step.message == "Bringing in":
            told.add(step.name)
    started = time.monotonic()
    adding.close()
    assert time.monotonic() - started < 2
    assert not (tmp_path / "set").exists()
    assert _children() == []


def _children():
    """Processes of this one, but for the helper of Python's own that never ends by itself."""
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    if not task.exists():
        pytest.skip("this system does not list processes")
    commands = [Path(f"/proc/{number}/cmdline").read_bytes() for number in task.read_text().split()]
    return [command for command in commands if b"spawn_main" in command]


@pytest.fixture
def script(tmp_path):
    """The arguments of a run of its own, which may be killed."""
    path = tmp_path / "run.py"
    path.write_text(SCRIPT.format(fakes=str(Path(__file__).parent)), encoding="utf-8")
    return [sys.executable, str(path)]


@pytest.mark.parametrize("moment", [".work/*/clean/half.png", "recordings/*/recording.json"])
def test_what_was_killed_goes_on_where_it_was(tmp_path, script, added, recording_file, content, moment):
    """Killed at two moments here; scripts/resume_check.py does the same at twenty, with films."""
    paths = [recording_file(f"{index}.mp4", f"slow {index}") for index in range(3)]
    killed = tmp_path / "killed"
    run = subprocess.Popen([*script, str(killed), *map(str, paths)])
    while not list(killed.glob(moment)):
        assert run.poll() is None
        time.sleep(0.01)
    run.kill()
    run.wait()
    complete = Dataset.open(killed).recordings
    assert len(complete) < 3
    assert all(recording.damaged_files() == () for recording in complete)
    assert all(outcome.kind != FAILED for outcome in added(paths, killed, val_share=0.5))
    added(paths, tmp_path / "whole", val_share=0.5)
    assert content(killed) == content(tmp_path / "whole")
