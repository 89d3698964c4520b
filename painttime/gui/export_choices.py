"""What the user chose in the export dialog last, kept from one start to the next."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from painttime.errors import ExportError
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.files.atomic import replacing_file
from painttime.gui.log_file import LOGGER

MAX_FILE_BYTES = 2**16


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportChoices:
    """The choices that make sense for the next painting too: the range of canvases is not among them.

    suffix: of the format, "" for a folder of frames. psd_layout: value of a PsdLayout.
    folder: where the last result went, "" for none yet. of_strokes: the strokes themselves were exported,
    films of them at strokes_per_s (0: all in a film of the usual length). The others are as in ExportOptions.
    """

    suffix: str = ".mp4"
    folder: str = ""
    fps: float = 12.0
    hold_first_s: float = 0.5
    hold_last_s: float = 2.0
    long_side_px: int = 0
    show_result_first: bool = False
    loop: bool = True
    psd_layout: str = PsdLayout.STEPS.value
    caption: bool = False
    of_strokes: bool = False
    strokes_per_s: float = 0.0

    @classmethod
    def of(cls, target: Path, suffix: str, options: ExportOptions) -> "ExportChoices":
        """Return what to remember of an export; long_side_px 0 stands for the painting's own size."""
        return cls(
            suffix=suffix,
            folder=str(target.parent),
            fps=options.fps,
            hold_first_s=options.hold_first_s,
            hold_last_s=options.hold_last_s,
            long_side_px=options.long_side_px or 0,
            show_result_first=options.show_result_first,
            loop=options.loop,
            psd_layout=options.psd_layout.value,
            caption=options.caption,
        )

    def without_strokes(self) -> "ExportChoices":
        """Return the choices for a process that is not shown in strokes."""
        return replace(self, suffix=ExportChoices().suffix, of_strokes=False) if self.of_strokes else self

    def options(self) -> ExportOptions:
        """Return the options for a whole process; raises ExportError or ValueError for senseless values."""
        return ExportOptions(
            fps=self.fps,
            hold_first_s=self.hold_first_s,
            hold_last_s=self.hold_last_s,
            long_side_px=self.long_side_px or None,
            show_result_first=self.show_result_first,
            loop=self.loop,
            psd_layout=PsdLayout(self.psd_layout),
            caption=self.caption,
        )


class ExportChoicesFile:
    """Choices as a small JSON file. Neither reading nor writing ever fails: what is lost are only habits."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> ExportChoices:
        """Return the last choices; the defaults where there are none or they make no sense."""
        try:
            with self._path.open("rb") as file:
                document = json.loads(file.read(MAX_FILE_BYTES))
            choices = _choices(document)
            choices.options()
        except FileNotFoundError:
            return ExportChoices()
        except (OSError, ValueError, TypeError, RecursionError, ExportError) as error:
            LOGGER.info("export choices were not read: %s", error)
            return ExportChoices()
        return choices

    def write(self, choices: ExportChoices) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with replacing_file(self._path) as partial:
                partial.write_text(json.dumps(asdict(choices), indent=2) + "\n", encoding="utf-8")
        except (OSError, ExportError) as error:
            LOGGER.info("export choices were not written: %s", error)


def _choices(document: Any) -> ExportChoices:
    """Raises TypeError where something has another type than it should."""
    if not isinstance(document, dict):
        raise TypeError(f"choices are a {type(document).__name__}")
    values: dict[str, Any] = {}
    for field in fields(ExportChoices):
        value = document.get(field.name, field.default)
        kind = type(field.default)
        if type(value) is not kind and not (kind is float and type(value) is int):
            raise TypeError(f"{field.name} is a {type(value).__name__}")
        values[field.name] = value
    return ExportChoices(**values)
