"""Recordings brought in by Dask: the same set as without, and a sentence where there is no Dask."""

import importlib
import logging
import sys
from functools import partial
from pathlib import Path

import distributed
import pytest

from painttime.errors import UserInputError
from painttime.recordings.dataset.adding import Wanted, add
from painttime.recordings.dataset.bringing import ADDED, FAILED, bring_one
from painttime.recordings.dataset.processes import run_in_processes
from painttime.recordings.options import BringInOptions
from painttime.workflow.dataset_cluster import run_by_client, run_on_cluster

FAKES = Path(__file__).parents[1] / "recordings" / "dataset"


@pytest.fixture
def fakes(monkeypatch):
    monkeypatch.syspath_prepend(str(FAKES))
    return importlib.import_module("fake_recordings")


@pytest.fixture
def adding(tmp_path, fakes):
    """Return a function that adds two recordings, one of them bad, by an engine; returns the outcomes."""
    paths = [tmp_path / "a.mp4", tmp_path / "bad.mp4"]
    for path, text in zip(paths, ("good 1", "bad"), strict=True):
        path.write_text(text, encoding="utf-8")

    def run(folder, engine):
        wanted = Wanted(
            options=BringInOptions(), bring_in=fakes.bring_in, find_parts=fakes.find_parts, val_share=0.1
        )
        running = add(paths, wanted, folder, engine)
        while True:
            try:
                next(running)
            except StopIteration as stop:
                return stop.value

    return run


@pytest.fixture
def client():
    """A scheduler and a worker in threads of this process."""
    with (
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            dashboard_address=None,
            silence_logs=logging.ERROR,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_a_cluster_makes_the_set_that_processes_make(tmp_path, adding, client):
    good, bad = adding(tmp_path / "cluster", partial(run_by_client, client=client))
    assert (good.kind, bad.kind) == (ADDED, FAILED)
    assert "bad.mp4" in bad.sentence
    adding(tmp_path / "processes", partial(run_in_processes, bring_one, num_workers=1))
    one, other = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "cluster", tmp_path / "processes")
    )
    assert one == other


def test_a_cluster_of_processes_of_this_machine(tmp_path, adding, monkeypatch):
    # Its workers find the stand-ins by themselves.
    monkeypatch.setenv("PYTHONPATH", str(FAKES))
    outcomes = adding(tmp_path / "set", partial(run_on_cluster, address="local", num_workers=1))
    assert [outcome.kind for outcome in outcomes] == [ADDED, FAILED]


def test_without_dask_there_is_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserInputError, match=r"painttime\[cluster\]"):
        next(run_on_cluster([], address="local", num_workers=1))


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://127.0.0.1:1"])
def test_a_scheduler_that_does_not_answer_is_a_sentence(address, monkeypatch):
    monkeypatch.setattr("painttime.workflow.dataset_cluster._PATIENCE_S", 0.3)
    with pytest.raises(UserInputError, match="No Dask scheduler"):
        next(run_on_cluster([], address=address, num_workers=1))
