"""What holds for the code as a whole: import contracts, file sizes, a quick start."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAX_LINES = 350
SLOW_PACKAGES = ("torch", "PySide6", "pyqtgraph", "skimage", "psd_tools", "cv2", "av", "matplotlib", "jinja2")


def test_imports_go_one_way() -> None:
    lint_imports = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", lint_imports], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_architecture_is_drawn_as_it_is_checked() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    drawn = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert "\n> ".join(layers) in drawn


def test_only_the_modules_that_run_networks_bring_torch_into_segmentation() -> None:
    folder = ROOT / "painttime" / "segmentation"
    with_torch = {
        path.name for path in folder.rglob("*.py") if "import torch" in path.read_text(encoding="utf-8")
    }
    assert with_torch == {"portrait_model.py", "scene_model.py", "click_model.py"}


def _python_files() -> list[Path]:
    folders = ("painttime", "scripts")
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", _python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < MAX_LINES


def test_command_line_starts_without_what_is_slow_to_load() -> None:
    code = (
        "import sys; from painttime.cli.main import run; code = run(['--help']);"
        f"print(*[name for name in {SLOW_PACKAGES!r} if name in sys.modules], file=sys.stderr);"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "predict" in done.stdout
    assert done.stderr.split() == []
