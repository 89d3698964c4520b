"""painttime dataset: recordings of somebody painting become data to learn from and to measure by."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from painttime.cli.dataset_options import (
    AUTO,
    ClusterOption,
    CropOption,
    MaxFramesOption,
    PaintingOption,
    Split,
    SplitOption,
    Undo,
    UndoOption,
    ValShareOption,
    WorkersOption,
    crop_wanted,
    intervals_wanted,
)
from painttime.cli.failures import EXIT_BAD_INPUT, EXIT_OUR_FAULT, complain, log_failure
from painttime.cli.parts_options import CountOption, MethodOption, PartsOption, parts_wanted
from painttime.cli.progress import run_job
from painttime.cli.targets import check_targets
from painttime.errors import UserInputError
from painttime.recordings.checks.split import VAL_SHARE
from painttime.recordings.options import CROP_NONE, MAX_FRAMES, BringInOptions
from painttime.workflow import datasets

if TYPE_CHECKING:
    from painttime.recordings.dataset.bringing import Outcome

DEFAULT_INTERVALS = "1,3,5"

DatasetArgument = Annotated[Path, typer.Argument(metavar="DATASET", help="The folder of the data set.")]
IntervalsOption = Annotated[
    str, typer.Option(metavar="N,N,...", help="How many frames apart the two frames of a pair may lie.")
]


def add_dataset_commands(app: typer.Typer) -> None:
    """Register the commands of data sets, under one name."""
    commands = typer.Typer(
        help="Make data sets of recordings, check them and report on them.", no_args_is_help=True
    )
    commands.command("add")(add)
    commands.command("check")(check)
    commands.command("report")(report)
    app.add_typer(commands, name="dataset")


class WorkerFailure(Exception):
    """What went wrong in a process of its own, with its details as a note."""


def add(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="The folder of the data set; made where there is none.")
    ],
    recordings: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDING",
            help="Films, animations, .procreate files, folders of frames, Krita recorder folders, or folders "
            "of such files.",
        ),
    ],
    max_frames: MaxFramesOption = MAX_FRAMES,
    undo: UndoOption = Undo.KEEP,
    crop: CropOption = CROP_NONE,
    no_repair: Annotated[
        bool, typer.Option("--no-repair", help="Leave hands, arms and brushes in the frames.")
    ] = False,
    no_register: Annotated[
        bool, typer.Option("--no-register", help="Leave frames where they are: a screen that never moves.")
    ] = False,
    no_light: Annotated[
        bool, typer.Option("--no-light", help="Leave flicker and exposure as filmed.")
    ] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take what can be read of damaged files.")
    ] = False,
    painting: PaintingOption = None,
    split: SplitOption = Split.AUTO,
    val_share: ValShareOption = VAL_SHARE,
    parts: PartsOption = None,
    method: MethodOption = None,
    count: CountOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Bring in again what is in the data set already.")
    ] = False,
) -> None:
    """Bring every RECORDING into DATASET: aligned, without hands, labelled.

    A recording is there whole or not at all. What was stopped goes on where it was when the command is given
    again; what is there already is left alone.

    Lists what became of each: added, replaced, known or failed, its id, its file.
    """
    options = datasets.AddOptions(
        bringing_in=BringInOptions(
            max_frames=max_frames,
            undo=undo.value,
            crop=crop_wanted(crop),
            repair_hands=not no_repair,
            register=not no_register,
            even_light=not no_light,
            partial=partial,
        ),
        parts=parts_wanted(count=count, file=parts, method=method),
        painting_id=_painting_id(painting),
        split=None if split.value == AUTO else split.value,
        val_share=val_share,
        num_workers=workers,
        cluster=cluster,
        is_replacing=replace,
    )
    outcomes = run_job(datasets.add_recordings(dataset, recordings, options))
    typer.echo("\n".join(f"{outcome.kind}\t{outcome.id or '-'}\t{outcome.name}" for outcome in outcomes))
    _tell(outcomes)


def check(
    dataset: DatasetArgument,
    intervals: IntervalsOption = DEFAULT_INTERVALS,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Say what is wrong with DATASET, or may be, before anything is trained on it.

    Coverage of the degree levels, pairs that contradict each other, intervals that lose information,
    paintings in both splits, files that are damaged. Ends with code 2 where the set must not be used so.
    """
    findings = run_job(datasets.check_dataset(dataset, intervals_wanted(intervals)))
    if as_json:
        typer.echo(json.dumps(findings.to_json(), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(findings.lines()))
    if findings.num_errors:
        raise typer.Exit(EXIT_BAD_INPUT)


def report(
    dataset: DatasetArgument,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Where the page is written; report.html in DATASET else."),
    ] = None,
    intervals: IntervalsOption = DEFAULT_INTERVALS,
) -> None:
    """Write a page about DATASET: its recordings in pictures, its labels, and what `check` finds."""
    if out is not None:
        check_targets([out], (".html",), folders=False)
    typer.echo(str(run_job(datasets.report_dataset(dataset, out, intervals_wanted(intervals)))))


def _painting_id(text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise UserInputError("--painting takes the name of a painting, not an empty one.")
    return None if text is None else text.strip()


def _tell(outcomes: "Sequence[Outcome]") -> None:
    """Say what there is to say of each recording; raises typer.Exit where one failed."""
    from painttime.recordings.dataset.bringing import FAILED

    for outcome in outcomes:
        if outcome.details:
            error = WorkerFailure(outcome.sentence)
            error.add_note(outcome.details)
            complain(log_failure(error, [outcome.name]))
        elif outcome.sentence:
            complain(outcome.sentence)
    if any(outcome.details for outcome in outcomes):
        raise typer.Exit(EXIT_OUR_FAULT)
    if any(outcome.kind == FAILED for outcome in outcomes):
        raise typer.Exit(EXIT_BAD_INPUT)
