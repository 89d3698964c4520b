"""painttime evaluate: processes measured, alone or against recordings of painters."""

import json
import re
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from painttime.cli.failures import EXIT_BAD_INPUT, complain
from painttime.cli.parts_options import PartsOption
from painttime.cli.progress import run_job
from painttime.cli.targets import check_targets
from painttime.core.image import RGBColour
from painttime.core.project import BRUSH_ENGINE, DEFAULT_NUM_STEPS, MAX_NUM_STEPS, MAX_SEED, MODEL_ENGINE
from painttime.errors import ExportError, UserInputError
from painttime.files.presence import is_within, same_place
from painttime.workflow import evaluating, evaluation_results
from painttime.workflow.evaluating import EvaluationWanted
from painttime.workflow.evaluation_results import Measured

JSON_SUFFIX = ".json"
MAX_TAKES = 20


class Engine(Enum):
    """What predicts the processes of a suite."""

    MODEL = MODEL_ENGINE
    BRUSH = BRUSH_ENGINE


def evaluate(
    process: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PROCESS]...",
            help="A .painttime project with a process, a file of strokes (.jsonl), a film, an animation, a "
            "folder of frames, or a recording of a data set; with --suite also a folder of such.",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="RECORDING", help="A recording of the same painting to measure against."),
    ] = None,
    suite: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A data set or a folder of recordings: each is measured against the PROCESS of its name, or "
            "else against a process predicted for its last frame.",
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="Print everything as JSON, or write it where a name that ends in .json is given."
        ),
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write a page with plots: .html, or .png as one picture."),
    ] = None,
    baselines: Annotated[
        bool, typer.Option(help="Measure trivial processes of the painting beside it.")
    ] = True,
    parts: PartsOption = None,
    ground: Annotated[
        str | None,
        typer.Option(metavar="#RRGGBB", help="Colour of the bare ground, where it is not known."),
    ] = None,
    takes: Annotated[
        int,
        typer.Option(
            min=1, max=MAX_TAKES, help="Takes of different seeds for the diversity; the others are predicted."
        ),
    ] = 1,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="PROCESS goes from the finished painting to the bare ground.")
    ] = False,
    steps: Annotated[
        int, typer.Option(min=1, max=MAX_NUM_STEPS, help="Steps of the processes predicted for a suite.")
    ] = DEFAULT_NUM_STEPS,
    seed: Annotated[int, typer.Option(min=0, max=MAX_SEED, help="Makes predicted processes repeatable.")] = 0,
    engine: Annotated[
        Engine, typer.Option(help="What predicts the processes of a suite: the step model, or the brush.")
    ] = Engine.MODEL,
) -> None:
    """Measure each PROCESS, alone or against a RECORDING, beside trivial baselines.

    No measure says everything: most can be won by a picture that simply fades in. What each one means is in
    docs/evaluation.md.
    """
    processes, json_file = _split(process or (), as_json=as_json)
    _check_request(processes, against=against, suite=suite, parts=parts, plot=plot, json_file=json_file)
    wanted = EvaluationWanted(
        parts_file=parts,
        ground=None if ground is None else colour(ground),
        with_baselines=baselines,
        num_takes=takes,
        is_reversed=reverse,
        num_steps=steps,
        seed=seed,
        engine=engine.value,
    )
    if suite is not None:
        measured = run_job(evaluating.evaluate_suite(suite, processes, wanted=wanted))
    else:
        measured = run_job(evaluating.evaluate_processes(processes, against=against, wanted=wanted))
    _tell(measured, as_json=as_json, json_file=json_file, is_many=suite is not None or len(processes) > 1)
    if plot is not None:
        typer.echo(run_job(evaluation_results.write_page(measured, plot)), err=as_json and json_file is None)
    for failure in measured.failures:
        complain(failure)
    if measured.failures:
        raise typer.Exit(EXIT_BAD_INPUT)


def colour(text: str) -> RGBColour:
    """Return the colour written as #rrggbb; raises UserInputError for anything else."""
    if not re.fullmatch(r"#?[0-9a-fA-F]{6}", text):
        raise UserInputError(f'"{text}" is no colour. Write it as #rrggbb, such as #f6f1e6.')
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def _split(given: Sequence[Path], *, as_json: bool) -> tuple[list[Path], Path | None]:
    """Return the processes, and the file for the JSON: no process has a name that ends so."""
    files = [path for path in given if as_json and path.suffix.lower() == JSON_SUFFIX]
    if len(files) > 1:
        raise UserInputError(f"--json writes one file, and {len(files)} were given.")
    return [path for path in given if path not in files], files[0] if files else None


def _check_request(
    processes: Sequence[Path],
    *,
    against: Path | None,
    suite: Path | None,
    parts: Path | None,
    plot: Path | None,
    json_file: Path | None,
) -> None:
    """Raise UserInputError for what makes no sense, and ExportError where a result cannot be written."""
    from painttime.evaluation.page.suffixes import PAGE_SUFFIXES

    if not processes and suite is None:
        raise UserInputError("Name a PROCESS to measure, or a --suite of recordings.")
    if suite is not None and against is not None:
        raise UserInputError(
            "--suite and --against cannot be given together: both say what is measured against."
        )
    if plot is not None:
        check_targets([plot], PAGE_SUFFIXES, folders=False)
    if json_file is not None:
        check_targets([json_file], [JSON_SUFFIX], folders=False)
    sources = [*processes, *(source for source in (against, parts) if source is not None)]
    for target in (plot, json_file):
        if target is not None:
            _check_apart(target, sources, is_suite=suite is not None)


def _check_apart(target: Path, sources: Sequence[Path], *, is_suite: bool) -> None:
    """Raise ExportError where a result would take the place of what is read, or lie among its frames."""
    for source in sources:
        if same_place(target, source):
            raise ExportError(f'"{target}" is what is measured. Choose another name for the result.')
        # Processes of a suite may be a folder of files, and a page beside them harms none.
        if not is_suite and is_within(target, source):
            raise ExportError(
                f'"{target}" lies among what is measured. Choose another folder for the result.'
            )


def _tell(measured: Measured, *, as_json: bool, json_file: Path | None, is_many: bool) -> None:
    """Print JSON, or tables; JSON that goes into a file leaves the terminal to the tables."""
    text = ""
    if as_json:
        values = measured.to_json() if is_many else measured.evaluated[0].to_json()
        text = json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False)
    if as_json and json_file is None:
        typer.echo(text)
        return
    # Brings statistics and baselines with it, which the help does not wait for.
    from painttime.cli.evaluation_tables import print_tables

    print_tables(measured)
    if json_file is not None:
        typer.echo(run_job(evaluation_results.write_text(text + "\n", json_file)))
