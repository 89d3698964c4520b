"""What the program remembers from one start to the next."""

import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_dir

from painttime.errors import ExportError
from painttime.files.atomic import replacing_file

MAX_RECENT_FILES = 10
MAX_SETTINGS_BYTES = 2**20
MAX_THREADS = 1024
THEMES = ("system", "dark", "light")
LOOP_MODES = ("once", "loop", "ping-pong")
DEVICES = ("auto", "cpu", "cuda", "mps")
MIN_FPS, MAX_FPS = 0.1, 120.0
MIN_STROKES_PER_S, MAX_STROKES_PER_S = 1.0, 100_000.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The user's preferences.

    recent_files: newest first, at most MAX_RECENT_FILES. playback_fps: canvases a second.
    strokes_per_s: played by stroke.
    theme, loop, device: one of THEMES, LOOP_MODES, DEVICES. num_threads: None leaves one core free.
    last_folder: where the file dialogs begin.
    segment_anything: encoder and decoder, ONNX files of the user's own; None does without.
    """

    recent_files: tuple[Path, ...] = ()
    theme: str = "system"
    playback_fps: float = 12.0
    strokes_per_s: float = 200.0
    loop: str = "once"
    device: str = "auto"
    num_threads: int | None = None
    last_folder: Path | None = None
    segment_anything: tuple[Path, Path] | None = None

    def with_recent_file(self, path: Path) -> "Settings":
        """Return the settings with a file as the most recent one and its folder as the last."""
        path = path.absolute()
        others = tuple(other for other in self.recent_files if other != path)
        return replace(self, recent_files=(path, *others)[:MAX_RECENT_FILES], last_folder=path.parent)

    def without_recent_file(self, path: Path) -> "Settings":
        """Return the settings without a file that is no longer there."""
        others = tuple(other for other in self.recent_files if other != path.absolute())
        return replace(self, recent_files=others)


def default_path() -> Path:
    """Return where the settings lie on this system, for this user."""
    return Path(user_config_dir("painttime", appauthor=False)) / "settings.json"


class SettingsFile:
    """Settings as a small JSON file. Neither reading nor writing ever fails: the program works without it."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = default_path() if path is None else path

    def read(self) -> Settings:
        """Return the settings; whatever is missing or makes no sense has its default value."""
        try:
            with self.path.open("rb") as file:
                document = json.loads(file.read(MAX_SETTINGS_BYTES))
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError, RecursionError) as error:
            _log.warning("settings in %s not read: %s", self.path, error)
            return Settings()
        return _settings(document if isinstance(document, dict) else {})

    def write(self, settings: Settings) -> bool:
        """Write the settings; returns False where that is not possible (a full or read-only disk)."""
        document = {
            "recent_files": [str(path) for path in settings.recent_files],
            "theme": settings.theme,
            "playback_fps": settings.playback_fps,
            "strokes_per_s": settings.strokes_per_s,
            "loop": settings.loop,
            "device": settings.device,
            "num_threads": settings.num_threads,
            "last_folder": None if settings.last_folder is None else str(settings.last_folder),
            "segment_anything": [str(path) for path in settings.segment_anything or ()],
        }
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with replacing_file(self.path) as partial:
                partial.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        except (OSError, ExportError) as error:
            _log.warning("settings not written: %s", error)
            return False
        return True


def _settings(values: dict[str, Any]) -> Settings:
    defaults = Settings()
    threads, folder = values.get("num_threads"), values.get("last_folder")
    return Settings(
        recent_files=_paths(values.get("recent_files")),
        theme=_choice(THEMES, values.get("theme"), defaults.theme),
        playback_fps=_between(values.get("playback_fps"), MIN_FPS, MAX_FPS, defaults.playback_fps),
        strokes_per_s=_between(
            values.get("strokes_per_s"), MIN_STROKES_PER_S, MAX_STROKES_PER_S, defaults.strokes_per_s
        ),
        loop=_choice(LOOP_MODES, values.get("loop"), defaults.loop),
        device=_choice(DEVICES, values.get("device"), defaults.device),
        num_threads=threads if type(threads) is int and 1 <= threads <= MAX_THREADS else None,
        last_folder=Path(folder) if isinstance(folder, str) and folder else None,
        segment_anything=_pair(values.get("segment_anything")),
    )


def _choice(choices: tuple[str, ...], value: Any, default: str) -> str:
    return value if isinstance(value, str) and value in choices else default


def _paths(value: Any) -> tuple[Path, ...]:
    names = [name for name in value if isinstance(name, str) and name] if isinstance(value, list) else []
    return tuple(dict.fromkeys(Path(name) for name in names))[:MAX_RECENT_FILES]


def _pair(value: Any) -> tuple[Path, Path] | None:
    paths = _paths(value)
    return (paths[0], paths[1]) if len(paths) == 2 else None


def _between(value: Any, least: float, most: float, default: float) -> float:
    # Comparing first: a number too large for a float must not get as far as float(). NaN fails it too.
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and least <= value <= most else default
