"""painttime doctor: is everything in place?"""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from painttime.cli.failures import EXIT_OUR_FAULT
from painttime.workflow.doctor import Finding, Verdict, examine

PIPE_WIDTH = 200
"""Columns where the output goes into a file or a pipe."""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look whether everything painttime needs is in place; ends with code 1 where something is not."""
    findings = examine()
    if as_json:
        values = [{**asdict(finding), "verdict": finding.verdict.value} for finding in findings]
        typer.echo(json.dumps({"findings": values}, indent=2, ensure_ascii=False))
    else:
        _print_table(findings)
    if any(finding.verdict is Verdict.FAULT for finding in findings):
        raise typer.Exit(EXIT_OUR_FAULT)


def _print_table(findings: list[Finding]) -> None:
    styles = {Verdict.GOOD: "", Verdict.NOTE: "yellow", Verdict.FAULT: "red"}
    table = Table(box=None, show_header=False, pad_edge=False)
    for name in ("group", "name", "verdict", "value"):
        # A path cut short is of no use in a report.
        table.add_column(name, overflow="fold")
    group = ""
    for finding in findings:
        heading = finding.group if finding.group != group else ""
        group = finding.group
        value = f"{finding.value}\n{finding.advice}" if finding.advice else finding.value
        table.add_row(heading, finding.name, finding.verdict.value, value, style=styles[finding.verdict])
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPE_WIDTH)
    console.print(table, markup=False, highlight=False)
