"""Machine code on the disk: kept, made again when any source of it changes, and done without."""

import subprocess
import sys
from pathlib import Path

import pytest

INNER = """
from painttime.strokes.compiled import compiled

@compiled
def inner(value: int) -> int:
    return value + 1
"""
OUTER = """
import sys
from inner import inner
from numbers_of import FACTOR
from painttime.strokes.compiled import compiled

@compiled
def outer(value: int) -> int:
    return FACTOR * inner(value)

print(outer(1), sum(outer.stats.cache_hits.values()) if outer.stats.cache_path else "not kept")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program of three files with two compiled functions."""
    (tmp_path / "inner.py").write_text(INNER, encoding="utf-8")
    (tmp_path / "numbers_of.py").write_text("FACTOR = 10\n", encoding="utf-8")
    (tmp_path / "outer.py").write_text(OUTER, encoding="utf-8")
    return tmp_path / "outer.py"


def said_by(program: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(program.parent), **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_machine_code_is_made_once_and_again_when_anything_in_it_changes(program: Path) -> None:
    assert said_by(program) == "20 0"
    assert said_by(program) == "20 1"
    (program.parent / "inner.py").write_text(INNER.replace("value + 1", "value + 4"), encoding="utf-8")
    assert said_by(program) == "50 0", "code of a function called was out of date"
    (program.parent / "numbers_of.py").write_text("FACTOR = 3\n", encoding="utf-8")
    assert said_by(program) == "15 0", "a number of another file was out of date"


def test_where_nothing_can_be_kept_it_works_all_the_same(program: Path) -> None:
    for folder in ("__pycache__", "home"):
        (program.parent / folder).write_text("no folder", encoding="utf-8")
    said = said_by(program, HOME=str(program.parent / "home"), PYTHONDONTWRITEBYTECODE="1")
    assert said == "20 not kept"
