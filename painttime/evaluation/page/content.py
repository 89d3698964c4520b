"""What the page says: tables of text, the same for HTML and PNG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from painttime.evaluation.evaluation import PROCESS, RECORDING, SCALAR_KEYS, Evaluation, Measures
from painttime.evaluation.measures_table import BY_KEY
from painttime.evaluation.page.palette import TITLES
from painttime.evaluation.page.values import (
    ARROWS,
    NOTHING,
    best_of,
    shown_interval,
    shown_value,
    stands_out,
)
from painttime.evaluation.statistics import Against, Spread, Summary

STANDS_OUT_MARK = "*"
"""Behind a difference by which the process is better, and whose interval is clear of 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One value. is_best: the best of its row.

    difference: process minus this, with a star where the process is better for sure. interval: of that.
    """

    text: str
    is_best: bool = False
    difference: str = ""
    interval: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One measure. title: with the way that is better. explanation: what it is and what to beware of."""

    title: str
    explanation: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TextTable:
    """A table with a column for each title."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]


def process_table(evaluation: Evaluation) -> TextTable:
    """Return the measures of a process, its recording and the baselines; rows nobody has a value for go."""
    columns: dict[str, Measures] = {PROCESS: evaluation.measures}
    if evaluation.recording is not None:
        columns[RECORDING] = evaluation.recording
    columns |= evaluation.baselines
    rows = []
    for key in SCALAR_KEYS:
        values = {name: measures.value(key) for name, measures in columns.items()}
        if all(value is None for value in values.values()):
            continue
        best = _best(key, values)
        cells = (Cell(text=shown_value(key, value), is_best=name in best) for name, value in values.items())
        rows.append(_row(key, tuple(cells)))
    return TextTable(titles=tuple(TITLES[name] for name in columns), rows=tuple(rows))


def summary_table(summary: Summary) -> TextTable:
    """Return means and spread over all processes, with how the process differs from each baseline."""
    columns: dict[str, Mapping[str, Spread] | Mapping[str, Against]] = {PROCESS: summary.process}
    if summary.recording:
        columns[RECORDING] = summary.recording
    columns |= summary.baselines
    rows = []
    for key in SCALAR_KEYS:
        if key not in summary.process:
            continue
        found = {name: values.get(key) for name, values in columns.items()}
        best = _best(key, {name: None if one is None else one.mean for name, one in found.items()})
        cells = (_summary_cell(key, one, is_best=name in best) for name, one in found.items())
        rows.append(_row(key, tuple(cells)))
    return TextTable(titles=tuple(TITLES[name] for name in columns), rows=tuple(rows))


def missing_sentences(measures: Measures) -> list[str]:
    """Return why measures are missing, in a sentence for each reason."""
    titles: dict[str, list[str]] = {}
    for key, reason in measures.missing.items():
        titles.setdefault(reason, []).append(BY_KEY[key].title)
    return [f"No {', '.join(of_reason)}: {reason}" for reason, of_reason in titles.items()]


def heading(evaluation: Evaluation, against: str | None) -> str:
    """Return what was measured, in a line."""
    width_px, height_px = evaluation.size_px
    beside = "alone" if against is None else f"against {against}"
    return f"{evaluation.name}: {evaluation.num_frames} frames, {width_px} x {height_px}, {beside}"


def ground_sentence(evaluation: Evaluation) -> str:
    """Return which ground the measures and the baselines go by."""
    colour = "#{:02x}{:02x}{:02x}".format(*evaluation.ground)
    return f"Ground {colour}{'' if evaluation.is_ground_given else ', as the first frame shows it'}."


def networks_of(evaluations: Sequence[Evaluation]) -> list[str]:
    """Return the networks the perceptual distances are of."""
    return sorted({one.perceptual_network for one in evaluations if one.perceptual_network is not None})


def _best(key: str, values: Mapping[str, float | None]) -> set[str]:
    """Return who is best; the recording is what is aimed at and takes no part."""
    competing = [name for name in values if name != RECORDING]
    return {competing[index] for index in best_of(key, [values[name] for name in competing])}


def _row(key: str, cells: tuple[Cell, ...]) -> Row:
    measure = BY_KEY[key]
    title = f"{measure.title} {ARROWS[measure.better]}".rstrip()
    return Row(title=title, explanation=f"{measure.says} {measure.pitfall}", cells=cells)


def _summary_cell(key: str, found: Spread | Against | None, *, is_best: bool) -> Cell:
    if found is None:
        return Cell(text=NOTHING)
    deviation = "" if found.deviation is None else f" ± {shown_value(key, found.deviation)}"
    text = shown_value(key, found.mean) + deviation
    if not isinstance(found, Against) or found.difference is None:
        return Cell(text=text, is_best=is_best)
    difference = shown_value(key, found.difference, has_sign=True)
    return Cell(
        text=text,
        is_best=is_best,
        difference=f"{difference}{STANDS_OUT_MARK if stands_out(key, found) else ''}",
        interval=shown_interval(key, found),
    )
