"""A page about a data set that a person can read, in one file that needs nothing else."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jinja2
import numpy as np

from painttime.core.canvas import RENDITION_NAMES
from painttime.core.counting import Counting
from painttime.core.image import RGBColour
from painttime.errors import DatasetError
from painttime.files.atomic import replacing_file
from painttime.recordings.checks import report_pictures
from painttime.recordings.checks.conflicts import Conflict
from painttime.recordings.checks.findings import Findings, IntervalCoverage
from painttime.recordings.checks.intervals import IntervalFinding
from painttime.recordings.checks.report_page import PAGE
from painttime.recordings.checks.subject import CheckedDataset, CheckedEntry, CheckedRecording
from painttime.recordings.clean_recording import Tally
from painttime.recordings.labelling.level_table import NUM_LEVELS

MAX_RECORDINGS, MAX_CONFLICTS, STRIP_FRAMES = 100, 24, 9
"""Of larger sets the page shows so many; it stays small enough for a browser (about .3 MB a recording)."""

_TALLY = (
    ("num_kept", "kept", "#2f5d8c"),
    ("num_static", "static", "#b9c0c9"),
    ("num_interface", "interface and other pictures", "#c9a227"),
    ("num_hidden", "hidden", "#a0522d"),
    ("num_undone", "taken back", "#7a4e8a"),
    ("num_thinned", "thinned out", "#6f9a8d"),
)
_PLOT_TOP, _PLOT_BOTTOM, _PLOT_STEP = 10, 150, 46


def write_report(dataset: CheckedDataset, findings: Findings, out: Path, *, title: str) -> Counting[None]:
    """Write the page about a data set and what `check` found in it; yields (recordings done, recordings).

    Pictures lie in the page, and nothing is loaded from elsewhere. A recording that cannot be read is shown
    with the reason. Raises ExportError where `out` cannot be written; what is there then stays as it was.
    """
    shown = dataset.entries[:MAX_RECORDINGS]
    total = len(shown) + 1
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(PAGE)
    recordings = []
    for done, entry in enumerate(shown):
        recordings.append(_recording(dataset, entry))
        yield done + 1, total
    conflicts = list(_conflicts(dataset, findings))
    page = template.render(
        title=title,
        findings=findings,
        plots=[_plot(coverage) for coverage in findings.coverages],
        kinds=_kinds(findings.coverages[0]) if findings.coverages else [],
        intervals=[_interval(interval, findings) for interval in findings.intervals],
        conflicts=conflicts,
        num_conflicts=len(findings.conflicts.listed),
        recordings=recordings,
        num_left_out=len(dataset.entries) - len(shown),
        scale=report_pictures.scale_row(),
        stages=[
            {"name": name, "colour": _css(colour)}
            for name, colour in zip(RENDITION_NAMES, report_pictures.STAGE_COLOURS, strict=True)
        ],
    )
    with replacing_file(out) as partial:
        partial.write_text(page, encoding="utf-8", errors="replace")
    yield total, total


def _recording(dataset: CheckedDataset, entry: CheckedEntry) -> dict[str, Any]:
    try:
        return _readable(dataset.recording(entry.id))
    except DatasetError as error:
        return {
            "id": entry.id,
            "source": entry.id,
            "painting": entry.painting_id,
            "split": entry.split,
            "num_frames": "?",
            "width": "?",
            "height": "?",
            "failure": str(error),
        }


def _readable(recording: CheckedRecording) -> dict[str, Any]:
    pictures, parts, labels = recording.pictures, recording.parts, recording.labels
    last = pictures.frame(pictures.num_frames - 1)
    columns = {part_id: column for column, part_id in enumerate(labels.part_ids)}
    repaired = [frame.repaired_share for frame in recording.frames]
    return {
        "id": recording.id,
        "source": recording.source.name,
        "painting": recording.painting_id,
        "split": recording.split,
        "num_frames": pictures.num_frames,
        "width": pictures.width_px,
        "height": pictures.height_px,
        "failure": "",
        "strip": [_frame(recording, index) for index in _spread(pictures.num_frames, STRIP_FRAMES)],
        "num_read": recording.tally.num_frames,
        "tally": list(_tally(recording.tally)),
        "dropped": "; ".join(f"{first} to {last}, {why}" for first, last, why in recording.dropped),
        "repaired": f"{np.mean(repaired):.1%} of the pixels were taken from other moments (a hand was there, "
        f"or they were out of view), {np.max(repaired):.1%} in the worst frame.",
        # Front parts first, as one names them.
        "heat": [
            {
                "name": part.name,
                "colour": _css(part.colour),
                "uri": report_pictures.heat_row(labels.degrees[:, columns[part.id]]),
            }
            for part in reversed(parts.parts)
            if part.id in columns
        ],
        "stages": report_pictures.stage_row(labels.stages),
        "parts": report_pictures.part_overlay(last, parts),
        "settled": report_pictures.settled_picture(labels.settled, pictures.num_frames),
    }


def _frame(recording: CheckedRecording, index: int) -> dict[str, str]:
    return {
        "uri": report_pictures.photograph(recording.pictures.frame(index)),
        "caption": f"{index} · {_time(recording.frames[index].time_s)} · {recording.labels.stages[index]}",
    }


def _time(time_s: float) -> str:
    """Return a time as 1:02:03 or 2:03, with tenths within the first minute."""
    if time_s < 60:
        return f"0:{time_s:04.1f}"
    minutes, seconds = divmod(int(time_s), 60)
    return (
        f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}" if minutes >= 60 else f"{minutes}:{seconds:02d}"
    )


def _spread(num_frames: int, most: int) -> list[int]:
    """Return at most so many frames, evenly from the first to the last."""
    return sorted(set(np.linspace(0, num_frames - 1, min(most, num_frames)).round().astype(int).tolist()))


def _tally(tally: Tally) -> Iterator[dict[str, Any]]:
    for name, text, colour in _TALLY:
        number = getattr(tally, name)
        if number:
            width = round(100 * number / max(1, tally.num_frames), 3)
            yield {"text": f"{text} {number}", "colour": colour, "width": width}


def _plot(coverage: IntervalCoverage) -> dict[str, Any]:
    before, after = coverage.before.shares, coverage.after.shares
    highest = max(float(before.max()), float(after.max()), 0.25)

    def height(share: float) -> float:
        return round(share / highest * (_PLOT_BOTTOM - _PLOT_TOP), 1)

    bars = [
        {
            "kind": kind,
            "x": 20 + _PLOT_STEP * level + 17 * place,
            "y": round(_PLOT_BOTTOM - height(share), 1),
            "height": height(share),
            "percent": f"{share:.1%}",
        }
        for place, (kind, shares) in enumerate((("before", before), ("after", after)))
        for level, share in enumerate(shares.tolist())
    ]
    return {
        "title": f"interval {coverage.interval}" if coverage.interval else "all intervals",
        "num_pairs": coverage.num_pairs,
        "bars": bars,
        "even_y": round(_PLOT_BOTTOM - height(1 / NUM_LEVELS), 1),
        "labels": [{"x": 36 + _PLOT_STEP * level, "text": level} for level in range(NUM_LEVELS)],
        "before": f"{coverage.before.distance:.2f}",
        "after": f"{coverage.after.distance:.2f}",
        "num_effective": round(coverage.num_effective),
    }


def _kinds(coverage: IntervalCoverage) -> list[dict[str, Any]]:
    before, after = coverage.before.shares_by_kind, coverage.after.shares_by_kind
    return [
        {
            "kind": kind,
            "cells": [f"{one:.0%} → {other:.0%}" for one, other in zip(*rows, strict=True)],
        }
        for kind, *rows in zip(coverage.before.kinds, before, after, strict=True)
    ]


def _interval(interval: IntervalFinding, findings: Findings) -> dict[str, Any]:
    conflicting, examples = findings.conflicts.num_by_interval.get(interval.interval, (0, 0))
    by = interval.contradicted_by
    return {
        "interval": interval.interval,
        "num_pairs": interval.num_pairs,
        "saturated": _percent(interval.saturated),
        "lost": _percent(interval.lost),
        "contradicted": _percent(interval.contradicted) + (f" (by {by})" if by else ""),
        "uncertain": "-" if interval.entropy_bits is None else f"{interval.entropy_bits:.2f} bits",
        "conflicts": f"{conflicting} of {examples}",
        "reasons": " ".join(interval.reasons),
    }


def _conflicts(dataset: CheckedDataset, findings: Findings) -> Iterator[dict[str, Any]]:
    for conflict in findings.conflicts.listed[:MAX_CONFLICTS]:
        yield {
            "text": findings.conflict_text(conflict),
            "pictures": _pictures_of(dataset, findings.recordings, conflict),
        }


def _pictures_of(dataset: CheckedDataset, ids: Sequence[str], conflict: Conflict) -> list[dict[str, str]]:
    pictures = []
    for example in (conflict.one, conflict.other):
        recording = dataset.recording(ids[example.pair.recording])
        for frame in (example.pair.earlier, example.pair.later):
            uri = report_pictures.cut_of_part(recording.pictures, recording.parts, example.part_id, frame)
            pictures.append({"uri": uri, "caption": f"{recording.id}, {frame}"})
    return pictures


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def _css(colour: RGBColour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
