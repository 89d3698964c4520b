"""Data sets of recordings: adding to them, checking them, and reports of them."""

import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from painttime.core.counting import Counting, translated
from painttime.errors import UserInputError
from painttime.files.presence import is_folder, same_place
from painttime.recordings.checks.split import VAL_SHARE
from painttime.recordings.options import BringInOptions
from painttime.recordings.sources.kinds import SUFFIXES
from painttime.workflow.finding_parts import ANY_PARTS, AUTO, PartsWanted
from painttime.workflow.job import Job, Progress

if TYPE_CHECKING:
    from painttime.recordings.checks.findings import Findings
    from painttime.recordings.dataset.adding import AddStep, Engine, Wanted
    from painttime.recordings.dataset.bringing import Outcome

Result = TypeVar("Result")

WORKER_BYTES = 1536 * 2**20
"""Memory a recording may need while it is brought in; an hour of 1080p stays below."""

REPORT_NAME = "report.html"
STILL_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".exr")
"""Several pictures of these kinds in a folder are the frames of one recording."""

_MAX_LISTED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class AddOptions:
    """How recordings are added to a data set.

    bringing_in: how each becomes a sequence. parts: where its parts come from. painting_id: what painting
    they all show; None where each shows another. split: "train", "val" or None for one drawn by painting.
    val_share: of what is drawn, how much goes to "val". num_workers: recordings at a time, None for as many
    as the machine has cores and memory for. cluster: address of a Dask scheduler, "local" for one of its
    own, None for plain processes. is_replacing: bring in again what is there already.
    """

    bringing_in: BringInOptions = field(default_factory=BringInOptions)
    parts: PartsWanted = ANY_PARTS
    painting_id: str | None = None
    split: str | None = None
    val_share: float = VAL_SHARE
    num_workers: int | None = None
    cluster: str | None = None
    is_replacing: bool = False


def add_recordings(dataset: Path, paths: Sequence[Path], options: AddOptions) -> "Job[tuple[Outcome, ...]]":
    """Add recordings to a data set; returns what became of each, in their order.

    A folder that holds recordings stands for all of them, and progress carries a note that says so. What is
    complete stays when the job is closed. Raises UserInputError where nothing can be added at all.
    """
    from painttime.recordings.dataset.adding import add

    recordings, notes = recordings_of(paths)
    if options.parts.file is not None and len(recordings) != 1:
        raise UserInputError(
            f"Parts from a file belong to one recording; {len(recordings)} are given. Add them one by one."
        )
    for note in notes:
        yield Progress(done=0, total=len(recordings), message="Looking for recordings", note=note)
    wanted = yield from _wanted(options)
    adding = add(recordings, wanted, dataset, _engine(options, len(recordings)))
    return (yield from translated(adding, _progress))


def check_dataset(dataset: Path, intervals: Sequence[int] | None = None) -> "Job[Findings]":
    """Look for what is wrong with a data set; raises DatasetError where it is none."""
    from painttime.recordings.checks.checking import check
    from painttime.recordings.dataset.dataset import Dataset
    from painttime.recordings.labelling.labels import INTERVALS

    opened = Dataset.open(dataset)
    return (yield from _shown(check(opened, tuple(intervals or INTERVALS)), "Checking"))


def report_dataset(
    dataset: Path, out: Path | None = None, intervals: Sequence[int] | None = None
) -> Job[Path]:
    """Check a data set and write a page about it, by default into it; returns where the page lies."""
    from painttime.recordings.checks.report import write_report
    from painttime.recordings.dataset.dataset import Dataset

    findings = yield from check_dataset(dataset, intervals)
    place = out or dataset / REPORT_NAME
    title = dataset.resolve().name or str(dataset)
    writing = write_report(Dataset.open(dataset), findings, place, title=title)
    yield from _shown(writing, "Writing the report")
    return place


def recordings_of(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Return the recordings that paths stand for, none twice, and sentences about folders of recordings.

    A folder of pictures is one recording, also where a film lies beside them. Any other that holds videos,
    animations or Procreate files is a folder of recordings. Raises UserInputError where a data set is given.
    """
    from painttime.recordings.dataset.layout import is_dataset

    found: list[Path] = []
    notes = []
    for path in paths:
        if is_dataset(path):
            raise UserInputError(f'"{path}" is a data set. Give recordings: films or folders of frames.')
        inside = _recordings_in(path)
        if inside:
            num = f"{len(inside)} recordings" if len(inside) > 1 else "one recording"
            notes.append(f'The folder "{path}" holds {num}: {_listed(inside)}.')
        for recording in inside or [path]:
            if not any(same_place(recording, other) for other in found):
                found.append(recording)
    return found, notes


def _listed(paths: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in paths[:_MAX_LISTED])
    return f"{names}, ..." if len(paths) > _MAX_LISTED else names


def _recordings_in(path: Path) -> list[Path]:
    """Return the recordings directly in a folder; empty for files and for folders of frames."""
    if not is_folder(path):
        return []
    try:
        entries = sorted(path.iterdir())
    except OSError:
        # Opening it says what is wrong.
        return []
    shown = [entry for entry in entries if not entry.name.startswith(".")]
    recordings = [entry for entry in shown if entry.suffix.lower() in SUFFIXES]
    # WebP files are frames more often than animations; a film may lie beside the frames it was made of.
    pictures = [entry for entry in shown if entry.suffix.lower() in (*STILL_SUFFIXES, ".webp")]
    stills = [entry for entry in pictures if entry.suffix.lower() in STILL_SUFFIXES]
    return recordings if len(stills) < 2 and len(recordings) > len(pictures) - len(stills) else []


def _wanted(options: AddOptions) -> "Job[Wanted]":
    from painttime.recordings.dataset.adding import Wanted
    from painttime.recordings.dataset.origin import origin_of
    from painttime.workflow.recording_workers import bring_in_file, parts_finder

    file, parts_source = options.parts.file, None
    if file is not None:
        parts_source = yield from _shown(origin_of(file), f"Reading {file.name}")
    return Wanted(
        options=options.bringing_in,
        bring_in=bring_in_file,
        find_parts=parts_finder(options.parts),
        painting_id=options.painting_id,
        split=options.split,
        val_share=options.val_share,
        parts_asked=_parts_asked(options.parts),
        parts_source=parts_source,
        is_replacing=options.is_replacing,
    )


def _parts_asked(parts: PartsWanted) -> str | None:
    """Return how parts are to be found, for comparison; None for the usual way."""
    if not parts.are_looked_for:
        return None
    return f"{parts.method or AUTO} {parts.count or AUTO}"


def _engine(options: AddOptions, num_recordings: int) -> "Engine":
    from painttime.recordings.dataset.bringing import bring_one
    from painttime.recordings.dataset.processes import run_in_processes

    num_workers = max(1, min(options.num_workers or default_workers(), num_recordings))
    if options.cluster is None:
        return partial(run_in_processes, bring_one, num_workers=num_workers)
    from painttime.workflow.dataset_cluster import run_on_cluster

    return partial(run_on_cluster, address=options.cluster, num_workers=num_workers)


def default_workers() -> int:
    """Return how many recordings this machine can bring in at a time: as many as cores, if memory allows."""
    num_cores = os.cpu_count() or 1
    try:
        memory_bytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        # Not every system says.
        return num_cores
    return max(1, min(num_cores, memory_bytes // WORKER_BYTES))


def _progress(step: "AddStep") -> Progress:
    """Show the one recording by its own steps, several by how many are done."""
    if step.num_recordings == 1:
        return Progress(done=step.done, total=step.total, message=f"{step.name}: {step.message}")
    share = f" {step.done / step.total:.0%}" if step.total else ""
    return Progress(
        done=step.recordings_done,
        total=step.num_recordings,
        message=f"{step.name}: {step.message}{share}",
    )


def _shown(counting: Counting[Result], message: str) -> Generator[Progress, None, Result]:
    """Show how far long work below the jobs is."""
    return (
        yield from translated(counting, lambda step: Progress(done=step[0], total=step[1], message=message))
    )
