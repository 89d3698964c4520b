"""Whatever cannot be read or written: one sentence, code 2 or 130, nothing half done, all else as it was."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from painttime.cli.main import run
from painttime.workflow import exporting

EXPORTS = {
    "film.mp4": [],
    "film.webm": [],
    "film.gif": [],
    "steps.psd": [],
    "layers.psd": ["--psd-layout", "parts"],
    "again.painttime": [],
    "frames": [],
}
"""Every form a process is written in, with its options."""

FOLDERS = {"frames": "frames/0000.png", "layers.psd": "layers psd/0000.psd"}
"""The forms that are a folder, with a file of theirs."""

PARTS = ("parts.png", "parts.json", "parts.psd")
EARLIER = b"an earlier result"
NOBODY = 65_534


def put_earlier(folder: Path, name: str) -> None:
    """Put an earlier result where one of this name goes."""
    file = folder / FOLDERS.get(name, name)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(EARLIER)


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return everything below a folder, hidden files too; None for a folder."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in folder.rglob("*")
    }


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was said on stderr, which is one line, and nothing on stdout."""
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert said.out == ""
    return said.err


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up root's right to read and write everything, for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may write to; those of pytest are closed to all but their owner."""
    folder = Path(tempfile.mkdtemp(prefix="painttime-test-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


# -- a disk that is full -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_to_a_disk_that_fills_up(
    studio: Path, small_disk: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    put_earlier(small_disk, name)
    before, project = contents(small_disk), contents(studio)
    out = str(small_disk / name)
    assert run(["export", str(studio / "noise.painttime"), "--out", out, *EXPORTS[name]]) == 2
    assert "no space left" in one_line(capsys)
    assert contents(small_disk) == before
    assert contents(studio) == project


@pytest.mark.parametrize("name", PARTS)
def test_parts_on_a_full_disk(
    studio: Path, small_disk: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    put_earlier(small_disk, name)
    # A list of parts is small: nothing at all may be left for it.
    (small_disk / "filler").write_bytes(bytes(60 * 1024))
    before = contents(small_disk)
    assert run(["parts", str(studio / "noise.painttime"), "--out", str(small_disk / name)]) == 2
    assert "no space left" in one_line(capsys)
    assert contents(small_disk) == before


# -- targets that cannot be written ------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*EXPORTS, *PARTS])
def test_a_read_only_disk(
    studio: Path, read_only_disk: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    command = "parts" if name in PARTS else "export"
    out = str(read_only_disk / name)
    assert run([command, str(studio / "noise.painttime"), "--out", out, *EXPORTS.get(name, [])]) == 2
    assert "cannot be written to" in one_line(capsys)
    assert contents(read_only_disk) == {}


@pytest.mark.parametrize("name", ["film.mp4", "steps.psd", "again.painttime", "parts.png"])
def test_a_protected_file_is_told_before_the_work(
    studio: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    put_earlier(tmp_path, name)
    (tmp_path / name).chmod(0o444)
    command = "parts" if name in PARTS else "predict"
    # There is no such picture: whoever complains about the target has not looked for it yet.
    assert run([command, str(studio / "nowhere.png"), "--out", str(tmp_path / name)]) == 2
    assert "write-protected" in one_line(capsys)
    assert contents(tmp_path) == {name: EARLIER}


@pytest.mark.parametrize("command", ["parts", "predict", "export"])
def test_a_folder_of_somebody_else(
    studio: Path, open_folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o555)
    out = closed / ("parts.png" if command == "parts" else "film.mp4")
    with as_nobody():
        code = run([command, str(studio / "noise.painttime"), "--out", str(out)])
    assert code == 2
    assert "You may not write" in one_line(capsys)
    closed.chmod(0o755)
    assert contents(closed) == {}


@pytest.mark.parametrize("name", ["loop.json", f"{'x' * 300}.json", "gone/parts.json", "file/parts.json"])
def test_a_target_that_leads_nowhere(
    studio: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "loop.json").symlink_to("loop.json")
    (tmp_path / "file").write_bytes(EARLIER)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert run(["parts", str(studio / "noise.painttime"), "--out", str(tmp_path / name)]) == 2
    one_line(capsys)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


# -- files that cannot be read -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["secret.png", "secret.painttime"])
@pytest.mark.parametrize("command", ["parts", "predict", "export"])
@pytest.mark.parametrize("hidden", ["file", "folder"])
def test_a_file_that_may_not_be_read(
    studio: Path, open_folder: Path, capsys: pytest.CaptureFixture[str], command: str, name: str, hidden: str
) -> None:
    place = open_folder / "place"
    place.mkdir()
    file = place / name
    shutil.copy(studio / f"noise{file.suffix}", file)
    (file if hidden == "file" else place).chmod(0o000)
    out = open_folder / ("parts.png" if command == "parts" else "film.mp4")
    with as_nobody():
        code = run([command, str(file), "--out", str(out)])
    assert code == 2
    sentence = one_line(capsys)
    assert "You may not read" in sentence
    assert name in sentence
    place.chmod(0o755)
    assert [path.name for path in open_folder.iterdir()] == ["place"]


@pytest.mark.parametrize("suffix", [".json", ".png"])
def test_parts_that_may_not_be_read(
    studio: Path, open_folder: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    for name in ("parts.png", "parts.json"):
        assert run(["parts", str(studio / "noise.painttime"), "--out", str(open_folder / name)]) == 0
    shutil.copy(studio / "noise.png", open_folder / "noise.png")
    command = ["parts", str(open_folder / "noise.png"), "--parts", str(open_folder / "parts.json")]
    # Once as it should be: what Python loads on the way may lie where only root can read.
    assert run(command) == 0
    (open_folder / f"parts{suffix}").chmod(0o000)
    capsys.readouterr()
    with as_nobody():
        assert run(command) == 2
    sentence = one_line(capsys)
    assert "You may not read" in sentence
    assert f"parts{suffix}" in sentence


@pytest.mark.parametrize("name", ["loop.png", f"{'x' * 300}.png", "gone.png"])
def test_the_window_is_not_opened_on_a_name_that_leads_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "loop.png").symlink_to("loop.png")
    assert run(["open", str(tmp_path / name)]) == 2
    assert name in one_line(capsys)


# -- stopped by the user -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPORTS)
def test_ctrl_c_in_an_export_keeps_the_earlier_result(
    studio: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    real_export = exporting.export

    def interrupted(*arguments):
        """Ctrl+C is heard inside the job when it has written some of its result."""
        job = real_export(*arguments)
        for _ in range(4):
            yield next(job)
        job.throw(KeyboardInterrupt())

    monkeypatch.setattr(exporting, "export", interrupted)
    put_earlier(tmp_path, name)
    before, project = contents(tmp_path), contents(studio)
    out = str(tmp_path / name)
    assert run(["export", str(studio / "noise.painttime"), "--out", out, *EXPORTS[name]]) == 130
    assert one_line(capsys) == "Stopped.\n"
    assert contents(tmp_path) == before
    assert contents(studio) == project


WAIT_WHILE_WRITING = """
import sys, time
from painttime.cli.main import main
from painttime.workflow import exporting

real_export = exporting.export

def export(*arguments):
    for number, progress in enumerate(real_export(*arguments)):
        yield progress
        while number == 3:
            print("writing", flush=True)
            time.sleep(60)

exporting.export = export
sys.argv = ["painttime", *sys.argv[1:]]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups of this kind")
def test_ctrl_c_in_a_terminal_reaches_the_encoder_too_and_leaves_nothing(
    studio: Path, tmp_path: Path
) -> None:
    command = ["export", str(studio / "noise.painttime"), "--out", str(tmp_path / "film.mp4")]
    process = subprocess.Popen(
        [sys.executable, "-c", WAIT_WHILE_WRITING, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    assert len(list(tmp_path.iterdir())) == 1
    # As a terminal does: to the whole group.
    os.killpg(process.pid, signal.SIGINT)
    _said, complaint = process.communicate(timeout=30)
    assert process.returncode == 130
    assert complaint == "Stopped.\n"
    assert list(tmp_path.iterdir()) == []
