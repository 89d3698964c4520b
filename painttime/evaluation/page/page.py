"""The page with plots, written as one file that needs no other."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from painttime.core.counting import Counting
from painttime.core.image import RGB8
from painttime.evaluation.evaluation import PROCESS, RECORDING, Evaluation
from painttime.evaluation.page import content, figures, strips
from painttime.evaluation.page.content import TextTable
from painttime.evaluation.page.sheet import process_sheet, summary_sheet
from painttime.evaluation.page.suffixes import PNG_SUFFIX
from painttime.evaluation.statistics import LEVEL, Summary, summarise
from painttime.files.atomic import replacing_file

Titled = tuple[Evaluation, str | None]
"""An evaluation, and the name of the recording it was measured against."""

_TEMPLATE = Path(__file__).with_name("page.html")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Section:
    """One process on the page; pictures as data: addresses."""

    name: str
    heading: str
    strip: str
    strip_caption: str
    curves: str
    maps: str
    table: TextTable
    sentences: list[str]


def writing_page(evaluations: Sequence[Titled], out: Path, *, failures: Sequence[str] = ()) -> Counting[None]:
    """Write the page as HTML, or as one picture where `out` ends in .png; yields (processes drawn, of).

    failures: what could not be measured, a sentence each. `out` appears whole or not at all. Raises
    ExportError where it cannot be written.
    """
    # The place is taken before anything is drawn: a folder that is not there is told at once.
    with replacing_file(out) as partial:
        if out.suffix.lower() == PNG_SUFFIX:
            sheet = yield from _drawing_sheet(evaluations)
            partial.write_bytes(strips.as_png(sheet))
        else:
            text = yield from _writing_html(evaluations, failures)
            partial.write_text(text, encoding="utf-8")
    yield len(evaluations), len(evaluations)


def page_title(evaluations: Sequence[Titled]) -> str:
    """Return what the page is about."""
    if len(evaluations) > 1:
        return f"{len(evaluations)} processes measured"
    return f"{evaluations[0][0].name}, measured"


def strip_rows(evaluation: Evaluation, against: str | None) -> tuple[RGB8, str]:
    """Return the frames of the process above those of the recording, and what they are."""
    rows = [evaluation.courses[PROCESS].strip]
    caption = "The process, frames evenly over its time"
    if RECORDING in evaluation.courses:
        rows.append(evaluation.courses[RECORDING].strip)
        caption = f"Above the process, below the recording {against or ''}, at the same shares of their time"
    num_places = max(len(row) for row in rows)
    return strips.stacked([strips.strip_picture(row, num_places) for row in rows]), caption


def _writing_html(evaluations: Sequence[Titled], failures: Sequence[str]) -> Counting[str]:
    sections = []
    for number, (evaluation, against) in enumerate(evaluations):
        yield number, len(evaluations)
        sections.append(_section(evaluation, against))
    summary = _summary(evaluations)
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        title=page_title(evaluations),
        networks=content.networks_of([evaluation for evaluation, _ in evaluations]),
        failures=list(failures),
        sections=sections,
        summary=None if summary is None else content.summary_table(summary),
        notes=() if summary is None else summary.notes,
        level=f"{LEVEL:.0%}",
    )


def _section(evaluation: Evaluation, against: str | None) -> _Section:
    strip, caption = strip_rows(evaluation, against)
    return _Section(
        name=evaluation.name,
        heading=content.heading(evaluation, against),
        strip=_address("image/jpeg", strips.as_jpeg(strip)),
        strip_caption=caption,
        curves=_address("image/svg+xml", figures.as_svg(figures.curves_figure(evaluation))),
        maps=_address("image/svg+xml", figures.as_svg(figures.settle_figure(evaluation))),
        table=content.process_table(evaluation),
        sentences=[*content.missing_sentences(evaluation.measures), content.ground_sentence(evaluation)],
    )


def _drawing_sheet(evaluations: Sequence[Titled]) -> Counting[RGB8]:
    rows: list[RGB8] = []
    summary = _summary(evaluations)
    if summary is not None:
        rows.append(summary_sheet(content.summary_table(summary), page_title(evaluations), summary.notes))
    for number, (evaluation, against) in enumerate(evaluations):
        yield number, len(evaluations)
        strip, caption = strip_rows(evaluation, against)
        rows.append(process_sheet(evaluation, against, strip, caption))
    return strips.stacked(rows, gap_px=24)


def _summary(evaluations: Sequence[Titled]) -> Summary | None:
    """Return what several processes come to together; None for one."""
    return summarise([evaluation for evaluation, _ in evaluations]) if len(evaluations) > 1 else None


def _address(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}"
