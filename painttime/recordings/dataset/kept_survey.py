"""Keeps the first look over a recording, so that long work that was killed need not look again.

The file lies in the folder a recording is worked on, which belongs to its content; it counts for the same
options and the same version of the program only, and goes when the recording is in or the work is given up.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from painttime import __version__
from painttime.core.counting import Counting
from painttime.files.atomic import replacing_file
from painttime.recordings.options import BringInOptions
from painttime.recordings.survey.findings import Moment, Stretch, Survey

NAME = "survey.json"


def kept_survey(work: Path, options: BringInOptions, looking: Counting[Survey]) -> Counting[Survey]:
    """Return the survey an earlier attempt has left in a folder, or look and leave it there.

    work: made where it is missing. looking: not begun. Yields and raises what it does; ExportError where
    the survey cannot be kept.
    """
    path = work / NAME
    known = _read(path, options)
    if known is not None:
        looking.close()
        yield 1, 1
        return known
    found = yield from looking
    work.mkdir(parents=True, exist_ok=True)
    document = {"made_by": _maker(options), "survey": asdict(found)}
    with replacing_file(path) as partial:
        partial.write_text(json.dumps(document), encoding="utf-8")
    return found


def _maker(options: BringInOptions) -> dict[str, Any]:
    """Return what a survey depends on, as JSON gives it back."""
    values: dict[str, Any] = json.loads(json.dumps({"version": __version__, "options": asdict(options)}))
    return values


def _read(path: Path, options: BringInOptions) -> Survey | None:
    """Return the survey in a file; None where there is none that counts: looking again is always right."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["made_by"] != _maker(options):
            return None
        values = document["survey"]
        return Survey(
            num_frames=values["num_frames"],
            stretches=tuple(Stretch(**stretch) for stretch in values["stretches"]),
            moments=tuple(
                Moment(**{**moment, "window": tuple(moment["window"])}) for moment in values["moments"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
