"""What dialogs offer."""

import subprocess
import sys

import pytest

from painttime.recordings.sources.kinds import is_recording


@pytest.mark.parametrize("name", ["a.MP4", "b.mkv", "c.gif", "d.procreate", "e.webp"])
def test_files_with_the_right_names(tmp_path, name):
    (tmp_path / name).touch()
    assert is_recording(tmp_path / name)


@pytest.mark.parametrize("name", ["a.txt", "b.jpg", "c.kra"])
def test_other_files(tmp_path, name):
    (tmp_path / name).touch()
    assert not is_recording(tmp_path / name)


def test_folders_may_hold_pictures(tmp_path):
    assert is_recording(tmp_path)
    assert not is_recording(tmp_path / "none.mp4")


def test_asking_loads_nothing_slow():
    code = (
        "import sys; import painttime.recordings.sources.kinds; "
        "print(sorted({'cv2', 'av', 'PIL', 'numpy', 'torch'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
