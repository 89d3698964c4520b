"""A target is the finished new file or what it was before, whatever happens in between."""

import errno
import os
import stat
from pathlib import Path

import pytest

from painttime.errors import ExportError
from painttime.files.atomic import explanation, replacing_file, replacing_folder


def names(folder):
    return [entry.name for entry in folder.iterdir()]


def write_half_then(target, error):
    with replacing_file(target) as partial:
        partial.write_bytes(b"half")
        raise error


def is_frame(path):
    return path.suffix == ".png"


def test_file_is_written(tmp_path):
    target = tmp_path / "new.bin"
    with replacing_file(target) as partial:
        partial.write_bytes(b"whole")
        assert not target.exists()
        assert partial.parent == tmp_path
    assert target.read_bytes() == b"whole"
    assert names(tmp_path) == ["new.bin"]


def test_file_replaces_the_former_and_keeps_its_permissions(tmp_path):
    target = tmp_path / "old.bin"
    target.write_bytes(b"former")
    target.chmod(0o640)
    with replacing_file(target) as partial:
        partial.write_bytes(b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), GeneratorExit(), RuntimeError("x"), ExportError("y.")]
)
def test_any_error_leaves_the_former_file_alone(tmp_path, error):
    target = tmp_path / "old.bin"
    target.write_bytes(b"former")
    with pytest.raises(type(error)):
        write_half_then(target, error)
    assert target.read_bytes() == b"former"
    assert names(tmp_path) == ["old.bin"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EROFS, "cannot be written to"),
        (errno.EACCES, "may not write"),
        (errno.EIO, "could not be written"),
    ],
)
def test_trouble_while_writing_is_a_sentence_and_leaves_nothing(tmp_path, code, words):
    target = tmp_path / "film.mp4"
    with pytest.raises(ExportError, match=words) as error:
        write_half_then(target, OSError(code, os.strerror(code)))
    assert "film.mp4" in str(error.value)
    assert names(tmp_path) == []


def test_a_real_full_disk(small_disk):
    target = small_disk / "large.bin"
    with pytest.raises(ExportError, match="no space left"), replacing_file(target) as partial:
        partial.write_bytes(b"x" * 200_000)
    assert names(small_disk) == []


def test_a_real_read_only_disk(read_only_disk):
    with (
        pytest.raises(ExportError, match="cannot be written to"),
        replacing_file(read_only_disk / "film.mp4"),
    ):
        pytest.fail("must not be reached")
    with (
        pytest.raises(ExportError, match="cannot be written to"),
        replacing_folder(read_only_disk / "frames", is_ours=is_frame),
    ):
        pytest.fail("must not be reached")


def test_no_such_folder(tmp_path):
    with pytest.raises(ExportError, match="does not exist"), replacing_file(tmp_path / "no" / "a.png"):
        pytest.fail("must not be reached")


def test_target_in_a_file(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError, match="does not exist"), replacing_file(tmp_path / "file" / "a.png"):
        pytest.fail("must not be reached")


def test_target_is_a_folder(tmp_path):
    with pytest.raises(ExportError, match="is a folder"), replacing_file(tmp_path):
        pytest.fail("must not be reached")


def test_write_protected_file_is_kept(tmp_path):
    target = tmp_path / "kept.bin"
    target.write_bytes(b"former")
    target.chmod(0o444)
    with pytest.raises(ExportError, match="write-protected"), replacing_file(target):
        pytest.fail("must not be reached")
    assert target.read_bytes() == b"former"


def test_a_link_stays_a_link(tmp_path):
    real = tmp_path / "real.bin"
    real.write_bytes(b"former")
    link = tmp_path / "link.bin"
    link.symlink_to(real)
    with replacing_file(link) as partial:
        partial.write_bytes(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_long_names_leave_room_for_the_partial_file(tmp_path):
    target = tmp_path / ("n" * 251 + ".png")
    with replacing_file(target) as partial:
        partial.write_bytes(b"whole")
    assert target.read_bytes() == b"whole"


def test_folder_appears_whole(tmp_path):
    target = tmp_path / "frames"
    with replacing_folder(target, is_ours=is_frame) as partial:
        (partial / "0000.png").write_bytes(b"0")
        assert not target.exists()
    assert (target / "0000.png").read_bytes() == b"0"
    assert names(tmp_path) == ["frames"]


def test_folder_takes_the_place_of_an_older_result(tmp_path):
    target = tmp_path / "frames"
    target.mkdir()
    (target / "0007.png").write_bytes(b"old")
    with replacing_folder(target, is_ours=is_frame) as partial:
        (partial / "0000.png").write_bytes(b"new")
    assert names(target) == ["0000.png"]
    assert names(tmp_path) == ["frames"]


def test_folder_with_other_files_is_kept(tmp_path):
    (tmp_path / "letter.odt").write_bytes(b"precious")
    with pytest.raises(ExportError, match=r"letter\.odt"), replacing_folder(tmp_path, is_ours=is_frame):
        pytest.fail("must not be reached")
    assert names(tmp_path) == ["letter.odt"]


def test_cancelled_folder_leaves_nothing(tmp_path):
    def export():
        with replacing_folder(tmp_path / "frames", is_ours=is_frame) as partial:
            (partial / "0000.png").write_bytes(b"0")
            yield

    job = export()
    next(job)
    job.close()
    assert names(tmp_path) == []


def test_folder_target_that_is_a_file(tmp_path):
    target = tmp_path / "frames"
    target.write_bytes(b"")
    with pytest.raises(ExportError, match="is a file"), replacing_folder(target, is_ours=is_frame):
        pytest.fail("must not be reached")


def test_older_folder_comes_back_when_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    target = tmp_path / "frames"
    target.mkdir()
    (target / "0000.png").write_bytes(b"old")
    rename = Path.rename

    def fail_once(self, other):
        if self.suffix == ".partial" and (self / "0001.png").exists():
            raise OSError(errno.EIO, "broken")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", fail_once)
    with pytest.raises(ExportError), replacing_folder(target, is_ours=is_frame) as partial:
        (partial / "0001.png").write_bytes(b"new")
    assert names(target) == ["0000.png"]
    assert names(tmp_path) == ["frames"]


@pytest.mark.parametrize("code", [*errno.errorcode, None])
def test_every_error_has_an_explanation(code):
    text = explanation(Path("/tmp/some file.mp4"), OSError(code, "reason") if code else OSError())
    assert text.endswith(".")
    assert "/tmp" in text or "some file.mp4" in text
