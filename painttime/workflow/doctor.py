"""Looks whether everything painttime needs is in place on this computer."""

import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from painttime import __version__
from painttime.files.presence import is_folder
from painttime.workflow.predicting import MODEL_NAME, models_folder
from painttime.workflow.stroke_painting import STROKE_MODEL_NAME

PACKAGES = (
    "torch",
    "PySide6-Essentials",
    "numpy",
    "numba",
    "opencv-python-headless",
    "scikit-image",
    "Pillow",
    "tifffile",
    "psd-tools",
    "imageio-ffmpeg",
    "av",
    "matplotlib",
    "jinja2",
    "safetensors",
    "pyqtgraph",
    "typer",
    "rich",
    "platformdirs",
)
PROBE_TIMEOUT_S = 60

# Each probe runs in a process of its own: Qt and torch may abort, and neither may be loaded here.
QT_PROBE = """
import json
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
application = QApplication([])
print(json.dumps({"platform": application.platformName(), "num_fonts": len(QFontDatabase.families())}))
"""
TORCH_PROBE = """
import json, torch
cuda = torch.cuda
names = [cuda.get_device_name(i) for i in range(cuda.device_count())] if cuda.is_available() else []
mps = torch.backends.mps.is_available()
print(json.dumps({"cuda": names, "mps": mps, "num_threads": torch.get_num_threads()}))
"""


class Verdict(Enum):
    """What a finding means for the user."""

    GOOD = "good"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing looked at.

    group: what it belongs to, such as "packages".
    value: what was found, in words.
    advice: what to do about a note or a fault, else empty.
    """

    group: str
    name: str
    value: str
    verdict: Verdict = Verdict.GOOD
    advice: str = ""


def examine(models: Path | None = None) -> list[Finding]:
    """Return everything found, in the order of groups; takes a few seconds and changes nothing."""
    return [
        *_examine_versions(),
        *_examine_devices(),
        *_examine_ffmpeg(),
        *_examine_qt(os.environ),
        *_examine_models(models_folder() if models is None else models),
        _examine_mypaint(),
        *_examine_folders(),
    ]


def _examine_versions() -> Iterator[Finding]:
    yield Finding(group="system", name="painttime", value=__version__)
    yield Finding(group="system", name="python", value=f"{platform.python_version()} ({sys.executable})")
    yield Finding(group="system", name="platform", value=platform.platform())
    for package in PACKAGES:
        yield _examine_package(package)


def _examine_package(package: str) -> Finding:
    try:
        return Finding(group="packages", name=package, value=version(package))
    except PackageNotFoundError:
        return Finding(
            group="packages",
            name=package,
            value="missing",
            verdict=Verdict.FAULT,
            advice=f"Install it: python -m pip install {package}",
        )


def _examine_devices() -> Iterator[Finding]:
    yield Finding(group="devices", name="cpu", value=f"{os.cpu_count() or 1} cores")
    answer = _probe(TORCH_PROBE, os.environ)
    if isinstance(answer, str):
        yield Finding(
            group="devices",
            name="torch",
            value=answer,
            verdict=Verdict.FAULT,
            advice="PyTorch cannot be loaded: run python -m pip install --force-reinstall torch",
        )
        return
    yield Finding(group="devices", name="torch threads", value=str(answer["num_threads"]))
    yield Finding(group="devices", name="cuda", value=", ".join(answer["cuda"]) or "none")
    yield Finding(group="devices", name="mps", value="available" if answer["mps"] else "none")


def _examine_ffmpeg() -> Iterator[Finding]:
    import imageio_ffmpeg

    try:
        path = imageio_ffmpeg.get_ffmpeg_exe()
        # -version prints "ffmpeg version 7.1 Copyright ..." on its first line.
        shown = subprocess.run(
            [path, "-version"], capture_output=True, text=True, timeout=PROBE_TIMEOUT_S, check=True
        )
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        yield Finding(
            group="video",
            name="ffmpeg",
            value=str(error),
            verdict=Verdict.FAULT,
            advice="Video cannot be exported: install imageio-ffmpeg again, or set IMAGEIO_FFMPEG_EXE.",
        )
        return
    first_line = shown.stdout.partition("\n")[0].partition(" Copyright")[0]
    yield Finding(
        group="video", name="ffmpeg", value=f"{first_line.removeprefix('ffmpeg version ')} ({path})"
    )


def _examine_qt(environment: Mapping[str, str]) -> Iterator[Finding]:
    has_display = sys.platform != "linux" or any(
        environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )
    if not has_display:
        yield Finding(
            group="window",
            name="display",
            value="none",
            verdict=Verdict.NOTE,
            advice="The window needs DISPLAY or WAYLAND_DISPLAY; the other commands work without.",
        )
        environment = {**environment, "QT_QPA_PLATFORM": "offscreen"}
    answer = _probe(QT_PROBE, environment)
    if isinstance(answer, str):
        yield Finding(
            group="window",
            name="Qt platform",
            value=answer,
            verdict=Verdict.FAULT,
            advice="System libraries of Qt are missing; on Debian and Ubuntu make setup installs them.",
        )
        return
    yield Finding(group="window", name="Qt platform", value=answer["platform"])
    has_fonts = answer["num_fonts"] > 0
    yield Finding(
        group="window",
        name="fonts",
        value=f"{answer['num_fonts']} families",
        verdict=Verdict.GOOD if has_fonts else Verdict.FAULT,
        advice="" if has_fonts else "Text would not show: install a font, such as fonts-dejavu-core.",
    )


def _examine_models(folder: Path) -> Iterator[Finding]:
    """Look at every model; networks.checkpoint, which loads them, would bring torch into this process."""
    present = {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()
    for name in sorted(present | {MODEL_NAME, STROKE_MODEL_NAME}):
        yield _examine_model(folder / name)


def _examine_model(folder: Path) -> Finding:
    again = "Get the folder models again from where painttime came from."
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = (folder / "weights.safetensors").read_bytes()
    except FileNotFoundError as error:
        value = f"{error.filename} is missing"
        return Finding(group="models", name=folder.name, value=value, verdict=Verdict.FAULT, advice=again)
    except (OSError, ValueError) as error:
        value = f"{folder} cannot be read ({error})"
        return Finding(group="models", name=folder.name, value=value, verdict=Verdict.FAULT, advice=again)
    checksum = hashlib.sha256(weights).hexdigest()
    if not isinstance(config, dict) or config.get("sha256") != checksum:
        value = f"{folder / 'weights.safetensors'} is damaged: it does not have its checksum"
        return Finding(group="models", name=folder.name, value=value, verdict=Verdict.FAULT, advice=again)
    value = f"{len(weights) / 1e6:.1f} MB, sha256 {checksum[:12]} as it should be"
    return Finding(group="models", name=folder.name, value=value)


def _examine_mypaint() -> Finding:
    from painttime.strokes.mypaint_library import BRUSHES_PACKAGE, LIBRARY_PACKAGE, find_mypaint

    found = find_mypaint()
    if found is not None and found.brush_folders:
        return Finding(group="brushes", name="MyPaint", value=f"{found.file_name}, {found.brush_folders[0]}")
    value = "none" if found is None else f"{found.file_name}, but none of its brushes"
    advice = (
        "Not needed; strokes can then not be painted with MyPaint's brushes. "
        f"On Debian and Ubuntu: sudo apt install {LIBRARY_PACKAGE} {BRUSHES_PACKAGE}"
    )
    return Finding(group="brushes", name="MyPaint", value=value, verdict=Verdict.NOTE, advice=advice)


def _examine_folders() -> Iterator[Finding]:
    import platformdirs

    folders = {
        "settings": platformdirs.user_config_path("painttime", appauthor=False),
        "logs": platformdirs.user_log_path("painttime", appauthor=False),
    }
    for name, folder in folders.items():
        # The folder itself comes with the first write; what counts is whether it could.
        existing = next(parent for parent in (folder, *folder.parents) if is_folder(parent))
        try:
            with tempfile.TemporaryFile(dir=existing):
                pass
        except OSError as error:
            value = f"{folder} ({error.strerror})"
            advice = f"Make {existing} writable; until then painttime forgets its {name}."
            yield Finding(group="folders", name=name, value=value, verdict=Verdict.NOTE, advice=advice)
        else:
            yield Finding(group="folders", name=name, value=str(folder))


def _probe(code: str, environment: Mapping[str, str]) -> dict[str, Any] | str:
    """Run code in a new Python; return the JSON it printed, or the last line of its complaint."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=PROBE_TIMEOUT_S,
            env=dict(environment),
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        return lines[-1] if lines else f"the test ended with code {done.returncode}"
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer
