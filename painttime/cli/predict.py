"""painttime predict: a whole process from one painting."""

import time
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from painttime.cli.arguments import locked_parts, part_degrees
from painttime.cli.parts_options import CountOption, MethodOption, PartsOption, parts_wanted
from painttime.cli.progress import run_job
from painttime.cli.report import process_json
from painttime.cli.results import check_results, write_results
from painttime.core.change import Direction
from painttime.core.project import BLENDED, MAX_NUM_STEPS, MAX_SEED, MODEL_ENGINE, STROKES, Project
from painttime.exporters.options import ExportOptions
from painttime.workflow import opening, predicting, preparing, stroke_painting


class Render(Enum):
    """How the steps are shown."""

    BLENDED = BLENDED
    STROKES = STROKES


class Device(Enum):
    """What the step model may run on."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


def predict(
    painting: Annotated[Path, typer.Argument(metavar="PAINTING", help="A picture or a .painttime project.")],
    out: Annotated[
        list[Path],
        typer.Option(
            metavar="OUT",
            help="A result: .mp4, .webm, .gif, .psd, .painttime, or a folder for frames; with --render "
            "strokes also .svg, .jsonl and .ora. May be repeated.",
        ),
    ],
    steps: Annotated[
        int | None, typer.Option(min=1, max=MAX_NUM_STEPS, help="Number of steps; 40 for a picture.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=MAX_SEED, help="Makes a run repeatable; 0 for a picture.")
    ] = None,
    habit: Annotated[
        str | None, typer.Option(help="The way of working that makes the plan; back-to-front for a picture.")
    ] = None,
    degree: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PART=SHARE",
            help="Share of a part's area (0 to 1) painted in each step that paints it. May be repeated.",
        ),
    ] = None,
    lock: Annotated[
        list[str] | None, typer.Option(metavar="PART", help="A part no step changes. May be repeated.")
    ] = None,
    method: MethodOption = None,
    count: CountOption = None,
    parts: PartsOption = None,
    direction: Annotated[
        Direction, typer.Option(help="From the painting to the ground, or the other way.")
    ] = Direction.BACKWARD,
    render: Annotated[
        Render | None,
        typer.Option(help="Steps as the model blends them, or painted with strokes; blended for a picture."),
    ] = None,
    device: Annotated[Device, typer.Option(help="What the step model runs on.")] = Device.AUTO,
    threads: Annotated[
        int | None, typer.Option(min=1, help="CPU threads for the step model; else all cores but one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Predict how PAINTING came about and write the process to every OUT."""
    started = time.monotonic()
    wanted = parts_wanted(count=count, file=parts, method=method)
    check_results(out, source=painting, strokes=_may_have_strokes(painting, render))
    opened = run_job(opening.open_file(painting, wanted))
    degrees = part_degrees(degree or (), opened.parts)
    project = configured(opened, steps=steps, seed=seed, habit=habit, lock=lock or ())
    model = run_job(predicting.load_model(device.value, threads))
    prepared = run_job(preparing.prepare(project))
    # Without degrees of the user's own, a project's take goes on where it stands.
    plan = predicting.plan_for(project, prepared, degrees) if degrees else None
    predicted = run_job(predicting.predict(project, prepared, model, plan=plan, direction=direction))
    predicted = rendered(predicted, prepared, predicted.render if render is None else render.value)
    results = write_results(predicted, prepared, out, ExportOptions())
    if as_json:
        seconds = time.monotonic() - started
        typer.echo(process_json(predicted, results, seconds=seconds, device=model.device_name))
    else:
        typer.echo("\n".join(str(result) for result in results))


def rendered(project: Project, prepared: preparing.Prepared, render: str) -> Project:
    """Return the project that shows its process as the model blends it, or painted with strokes."""
    if render == STROKES:
        return run_job(stroke_painting.carry_out_take(project, prepared))
    return replace(project, render=render)


def configured(
    project: Project, *, steps: int | None, seed: int | None, habit: str | None, lock: Sequence[str]
) -> Project:
    """Return the project with the settings given; a take made with other settings is dropped.

    None keeps what the project has. Raises PartsError where a locked part is not there, UserInputError for a
    habit that is not known.
    """
    from painttime.prediction.planner import find_habit

    given = {"num_steps": steps, "seed": seed, "habit": habit}
    settings: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    settings["locked"] = project.locked | locked_parts(lock, project.parts)
    find_habit(settings.get("habit", project.habit))
    project = replace(project, engine=MODEL_ENGINE)
    if all(getattr(project, name) == value for name, value in settings.items()):
        return project
    return replace(project, take=None, **settings)


def _may_have_strokes(painting: Path, render: Render | None) -> bool:
    """Return whether the process may turn out to be painted with strokes; a project may say so itself."""
    from painttime.exporters.table import PROJECT_SUFFIX

    is_project = painting.suffix.lower() == PROJECT_SUFFIX
    return render is Render.STROKES or (render is None and is_project)
