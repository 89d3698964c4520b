"""What painttime evaluate shows on the terminal; imported when there is something to show."""

import textwrap

from rich.console import Console
from rich.table import Table

from painttime.evaluation.page.content import (
    STANDS_OUT_MARK,
    Cell,
    TextTable,
    ground_sentence,
    heading,
    missing_sentences,
    networks_of,
    process_table,
    summary_table,
)
from painttime.evaluation.statistics import LEVEL, summarise
from painttime.workflow.evaluation_results import Evaluated, Measured

PIPE_WIDTH = 176
"""Columns where the output goes into a file or a pipe."""

MAX_TABLES = 8
"""With more processes only what they come to together is printed."""

TITLE_WIDTH = 14
BEST_MARK = "*"


def print_tables(measured: Measured) -> None:
    """Print a table for each process, and for several what they come to together."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPE_WIDTH)
    evaluations = [one.evaluation for one in measured.evaluated]
    if len(evaluations) > MAX_TABLES:
        _say(console, f"{len(evaluations)} processes; --json and --plot show each by itself.\n")
    else:
        for evaluated in measured.evaluated:
            _print_process(evaluated, console)
    if len(evaluations) > 1:
        summary = summarise(evaluations)
        _say(console, f"{summary.num} processes together: mean ± standard deviation")
        if summary.baselines:
            _say(
                console,
                f"(below a baseline: process minus baseline, mean and {LEVEL:.0%} interval, paired bootstrap;"
                f" {STANDS_OUT_MARK} the process is better, and the interval clear of 0)",
            )
        _print_table(summary_table(summary), console)
        for note in summary.notes:
            _say(console, note)
        _say(console, "")
    _say(
        console, f"{BEST_MARK} best of the row. What each measure means, and what wins it: docs/evaluation.md"
    )
    for network in networks_of(evaluations):
        _say(console, f"Perceptual distance: {network}. Values of other networks cannot be compared with it.")


def _print_process(evaluated: Evaluated, console: Console) -> None:
    evaluation = evaluated.evaluation
    _say(console, heading(evaluation, evaluated.against))
    _print_table(process_table(evaluation), console)
    for sentence in missing_sentences(evaluation.measures):
        _say(console, sentence)
    _say(console, f"{ground_sentence(evaluation)}\n")


def _print_table(content: TextTable, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="")
    table.add_column("", no_wrap=True)
    for title in content.titles:
        lines = textwrap.wrap(title.lower(), TITLE_WIDTH)
        table.add_column("\n".join(f"{line} " for line in lines), justify="right")
    for row in content.rows:
        # The mark has a column of its own, so that the points of the numbers stand below each other.
        cells = (
            "\n".join([cell.text + (BEST_MARK if cell.is_best else " "), *_below(cell)]) for cell in row.cells
        )
        table.add_row(row.title, *cells)
    console.print(table, markup=False, highlight=False)


def _below(cell: Cell) -> list[str]:
    """Return the lines of a difference: its mean with the mark, and the interval below it."""
    if not cell.difference:
        return []
    has_mark = cell.difference.endswith(STANDS_OUT_MARK)
    return [cell.difference if has_mark else f"{cell.difference} ", f"{cell.interval} "]


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)
