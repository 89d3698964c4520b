"""The log file of the tests lies in a folder of their own."""

from pathlib import Path

import pytest

from painttime.cli import failures


@pytest.fixture(autouse=True)
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Send the log to a folder of this test and return its path."""
    path = tmp_path / "state" / "log" / "painttime.log"
    monkeypatch.setattr(failures, "log_path", lambda: path)
    return path
