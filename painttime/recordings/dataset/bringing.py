"""Brings one recording into a data set: the function that other processes and other machines run."""

import logging
import shutil
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from painttime.core.counting import Counting, translated
from painttime.errors import PainttimeError
from painttime.files.atomic import explanation, flush_folder
from painttime.files.lock import FileLock
from painttime.files.presence import is_folder
from painttime.recordings.clean_recording import CleanRecording
from painttime.recordings.dataset import layout
from painttime.recordings.dataset.kept_survey import NAME as SURVEY_NAME
from painttime.recordings.dataset.writing import FindParts, Identity, Step, write_recording
from painttime.recordings.options import BringInOptions

BringIn = Callable[[Path, BringInOptions, Path], Counting[CleanRecording]]
"""Makes a recording of a file, with a folder to work in; picklable."""

ADDED, REPLACED, KNOWN, FAILED = "added", "replaced", "known", "failed"

CLEAN_NAME, RESULT_NAME, FORMER_NAME = "clean", "result", "former"
_WAIT_S, _PAUSE_S = 10.0, 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One recording to be brought in; all of it can be sent to another process.

    path: where its file lies. is_replacing: whether it takes the place of one with the same id.
    """

    path: Path
    dataset: Path
    identity: Identity
    bring_in: BringIn
    find_parts: FindParts
    is_replacing: bool = False

    @property
    def work(self) -> Path:
        return self.dataset / layout.WORK_NAME / self.identity.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a recording.

    name: of its file. kind: ADDED, REPLACED, KNOWN (it is in the set already) or FAILED. id: None where it
    failed before it had one. sentence: for the user, where there is something to say. details: of a failure
    that is our fault, for the log.
    """

    name: str
    kind: str
    id: str | None = None
    sentence: str = ""
    details: str = ""


def bring_one(task: Task) -> Generator[Step, None, Outcome]:
    """Bring one recording into a data set; it is there whole when this returns, or not at all.

    Nothing but Cancelled, KeyboardInterrupt and the like is raised: a failure is an outcome, and touches
    nothing else of the set. Closing the generator stops the work and removes what there is of it.
    """
    name, recording_id = task.identity.source.name, task.identity.id
    try:
        with _warnings() as heard:
            kind = yield from _bring(task)
    except PainttimeError as error:
        return Outcome(name=name, id=recording_id, kind=FAILED, sentence=str(error))
    except OSError as error:
        sentence = explanation(Path(error.filename or task.dataset), error)
        return Outcome(name=name, id=recording_id, kind=FAILED, sentence=sentence)
    except MemoryError:
        sentence = (
            f'There is not enough memory to bring in "{name}". Close other programs, or take fewer workers.'
        )
        return Outcome(name=name, id=recording_id, kind=FAILED, sentence=sentence)
    except Exception as error:
        sentence = (
            f'"{name}" could not be brought in, which is our mistake ({type(error).__name__}: {error}).'
        )
        details = traceback.format_exc()
        return Outcome(name=name, id=recording_id, kind=FAILED, sentence=sentence, details=details)
    return Outcome(name=name, id=recording_id, kind=kind, sentence=" ".join(heard))


class _Listener(logging.Handler):
    """Notes what is logged."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what painttime warns of meanwhile: it may be said on another machine, where nobody reads it."""
    heard: list[str] = []
    logger, listener = logging.getLogger("painttime"), _Listener(heard)
    logger.addHandler(listener)
    try:
        yield heard
    finally:
        logger.removeHandler(listener)


def clear_work(work: Path, *, is_going_on: bool = False) -> None:
    """Remove what is left of an attempt; a recording it was about to replace goes back to its place.

    is_going_on: leave what the next attempt can use.
    """
    former, place = work / FORMER_NAME, _place(work)
    if is_folder(former) and not is_folder(place):
        former.rename(place)
    survey = work / CLEAN_NAME / SURVEY_NAME
    kept = _content(survey) if is_going_on else None
    shutil.rmtree(work, ignore_errors=True)
    if kept is not None:
        survey.parent.mkdir(parents=True)
        survey.write_bytes(kept)


def lock_of(work: Path) -> FileLock:
    """Return the lock that whoever works on this recording holds."""
    return FileLock(work.with_name(f"{work.name}{layout.LOCK_NAME}"))


def _bring(task: Task) -> Generator[Step, None, str]:
    work = task.work
    work.parent.mkdir(parents=True, exist_ok=True)
    lock = lock_of(work)
    if not _taken(lock):
        raise PainttimeError(
            f'"{task.identity.source.name}" is being brought into this data set by another run. '
            "Wait for it, or stop it."
        )
    try:
        clear_work(work, is_going_on=True)
        bringing = task.bring_in(task.path, task.identity.options, work / CLEAN_NAME)
        clean = yield from translated(bringing, lambda step: (*step, "Bringing in"))
        yield from write_recording(clean, task.identity, task.find_parts, work / RESULT_NAME)
        return _put_in_place(task)
    finally:
        clear_work(work)
        lock.release()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _taken(lock: FileLock) -> bool:
    # A worker whose run was killed ends by itself, a moment later.
    give_up = time.monotonic() + _WAIT_S
    while not lock.take():
        if time.monotonic() > give_up:
            return False
        time.sleep(_PAUSE_S)
    return True


def _put_in_place(task: Task) -> str:
    work, place = task.work, _place(task.work)
    place.parent.mkdir(exist_ok=True)
    is_there = is_folder(place)
    if is_there and not task.is_replacing:
        return KNOWN
    if is_there:
        place.rename(work / FORMER_NAME)
    (work / RESULT_NAME).rename(place)
    flush_folder(place.parent)
    return REPLACED if is_there else ADDED


def _place(work: Path) -> Path:
    return layout.recording_folder(work.parent.parent, work.name)
