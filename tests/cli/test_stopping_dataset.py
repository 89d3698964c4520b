"""painttime dataset add stopped by a real signal, as a terminal sends it: to all its processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FAKES = Path(__file__).parents[1] / "recordings" / "dataset"

HANGING_WORKERS = f"""
import sys
sys.path.insert(0, {str(FAKES)!r})
import fake_recordings
from painttime.cli.main import main
from painttime.workflow import recording_workers

recording_workers.bring_in_file = fake_recordings.bring_in
sys.argv = ["painttime", "dataset", "add", "set", "a.mp4", "b.mp4", "--workers", "2"]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals to a group of processes")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_stopped_with_its_workers_it_leaves_nothing_behind(tmp_path, name):
    for number, film in enumerate(("a.mp4", "b.mp4")):
        (tmp_path / film).write_text(f"hang {number}", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", HANGING_WORKERS],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while len(list(tmp_path.glob("set/.work/*/clean/half.png"))) < 2:
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, getattr(signal, name))
    out, complaint = process.communicate(timeout=30)
    assert (process.returncode, out, complaint) == (130, "", "Stopped.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", "b.mp4"}
    # Python's own helper of processes ends by itself, a moment later.
    give_up = time.monotonic() + 10
    while _is_alive(process.pid):
        assert time.monotonic() < give_up
        time.sleep(0.02)


def _is_alive(group):
    """Whether a process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
