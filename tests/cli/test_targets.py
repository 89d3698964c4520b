"""Results that cannot be written are refused before the work starts."""

import errno
import os
from pathlib import Path

import pytest

from painttime.cli import targets
from painttime.cli.targets import check_targets
from painttime.errors import ExportError

SUFFIXES = (".mp4", ".png")


def _check(*paths: Path, folders: bool = True) -> None:
    check_targets(paths, SUFFIXES, folders=folders)


def test_good_targets_pass_and_leave_nothing_behind(tmp_path: Path) -> None:
    earlier_frames = tmp_path / "earlier"
    earlier_frames.mkdir()
    (earlier_frames / "0000.png").touch()
    (tmp_path / "there.mp4").write_text("an earlier result", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    _check(tmp_path / "new.MP4", tmp_path / "there.mp4", tmp_path / "frames", earlier_frames)
    assert sorted(tmp_path.rglob("*")) == before


def test_relative_targets_are_looked_at_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _check(Path("new.mp4"), Path("frames"))


@pytest.mark.parametrize(
    ("name", "folders", "sentence"),
    [
        ("result.mov", True, r"result\.mov has an ending.*\.mp4, \.png, or a folder"),
        ("result.mov", False, r"result\.mov has an ending.*\.mp4, \.png\."),
        ("frames", False, "has an ending"),
        ("missing/result.mp4", True, "folder .*missing.* does not exist"),
        ("missing/frames", True, "folder .*missing.* does not exist"),
    ],
)
def test_a_target_that_will_not_do_is_named(tmp_path: Path, name: str, folders: bool, sentence: str) -> None:
    with pytest.raises(ExportError, match=sentence):
        _check(tmp_path / name, folders=folders)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        _check(tmp_path / "folder.png", folders=False)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "frames").touch()
    with pytest.raises(ExportError, match="is a file"):
        _check(tmp_path / "frames")


def test_frames_never_mix_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(ExportError, match=r"thesis\.docx"):
        _check(tmp_path)


def test_one_target_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="twice"):
        _check(tmp_path / "a.mp4", tmp_path / "b" / ".." / "a.mp4")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match=r"result\.mp4"):
        _check(tmp_path / "result.mp4")


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_disk_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refused(**_values: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(targets.tempfile, "TemporaryFile", refused)
    for name in ("result.mp4", "frames"):
        with pytest.raises(ExportError, match=name):
            _check(tmp_path / name)
