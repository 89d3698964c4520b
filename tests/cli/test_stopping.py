"""A real process, stopped by a real signal while it writes."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ENDLESS_JOB = """
import sys, time
from pathlib import Path
from painttime.cli.main import main
from painttime.files.atomic import replacing_file
from painttime.workflow import opening
from painttime.workflow.job import Progress

def open_file(path, _wanted):
    with replacing_file(Path("result.bin")) as partial:
        partial.write_bytes(b"half a result")
        print("writing", flush=True)
        while True:
            time.sleep(0.01)
            yield Progress(done=0, total=0, message="Writing")

opening.open_file = open_file
sys.argv = ["painttime", "parts", "painting.png"]
main()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_stopped_command_leaves_no_partial_file(tmp_path: Path, name: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS_JOB],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    assert len(list(tmp_path.iterdir())) == 1
    process.send_signal(getattr(signal, name))
    _out, complaint = process.communicate(timeout=30)
    assert process.returncode == 130
    assert complaint == "Stopped.\n"
    assert list(tmp_path.iterdir()) == []
