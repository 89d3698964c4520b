"""What tests of several packages share."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# Tests show their windows nowhere, also on a desktop; set before anything of Qt is imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 kB, so that it fills up; skipped where no disk may be mounted."""
    folder = tmp_path / "small-disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def read_only_disk(small_disk: Path) -> Iterator[Path]:
    """A real disk that cannot be written to, not even by root."""
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    yield small_disk
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
