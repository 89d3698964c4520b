"""Brings recordings in on several machines, by Dask: an optional part, imported only when it is asked for."""

import importlib
import logging
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from painttime.errors import UserInputError
from painttime.recordings.dataset.bringing import Outcome, Task
from painttime.recordings.dataset.processes import Report
from painttime.workflow.recording_workers import bring_one_to_end

LOCAL = "local"
_LOOK_EVERY_S = 0.5
_PATIENCE_S = 20


def run_on_cluster(
    tasks: Iterable[Task], *, address: str, num_workers: int
) -> Generator[Report[Outcome] | None, None, None]:
    """Run tasks on the workers of a Dask scheduler; yields an outcome each, and None now and then.

    address: of the scheduler ("tcp://host:8786"), or LOCAL for `num_workers` processes of this machine.
    Workers must find recordings and data set under the same paths. Closing the generator gives up what has
    not begun. Raises UserInputError where Dask is not installed or nobody answers.
    """
    with _client(address, num_workers) as client:
        yield from run_by_client(tasks, client)


def run_by_client(tasks: Iterable[Task], client: Any) -> Generator[Report[Outcome] | None, None, None]:
    """Run tasks as `run_on_cluster` does, by a distributed.Client that is there already."""
    distributed: Any = importlib.import_module("distributed")
    # Impure: what was asked for before is to be looked at again, not remembered by the scheduler.
    waiting = {
        client.submit(bring_one_to_end, task, pure=False, key=f"painttime-{task.identity.id}-{index}"): index
        for index, task in enumerate(tasks)
    }
    try:
        while waiting:
            yield None
            try:
                ready = distributed.wait(list(waiting), timeout=_LOOK_EVERY_S, return_when="FIRST_COMPLETED")
            except TimeoutError:
                continue
            for future in sorted(ready.done, key=waiting.__getitem__):
                yield _report(future, waiting.pop(future))
    finally:
        client.cancel(list(waiting))


def _report(future: Any, index: int) -> Report[Outcome]:
    # bring_one raises nothing: a future without a result has lost its worker.
    if future.status == "finished":
        return Report(index=index, outcome=future.result())
    return Report(index=index)


@contextmanager
def _client(address: str, num_workers: int) -> Iterator[Any]:
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise UserInputError(
            '--cluster needs Dask, which is not installed. Install it with: pip install "painttime[cluster]".'
        ) from None
    if address == LOCAL:
        # A thread each: a recording takes all of a core, and Python's own lock the rest.
        with (
            distributed.LocalCluster(
                n_workers=num_workers,
                threads_per_worker=1,
                dashboard_address=None,
                # It warns of workers that end a little late.
                silence_logs=logging.ERROR,
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(address, timeout=_PATIENCE_S)
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        raise UserInputError(
            f'No Dask scheduler answers at "{address}". Give its address, such as tcp://host:8786, or '
            f'"{LOCAL}".'
        ) from error
    with client:
        yield client
