"""From a model folder to a stepper, and which device it runs on."""

from pathlib import Path

import pytest
import torch

from painttime.errors import ModelError, UserInputError
from painttime.networks.checkpoint import WEIGHTS_NAME, save_weights
from painttime.networks.step_model import StepModel
from painttime.prediction import loading
from painttime.prediction.devices import DEVICE_NAMES, find_device
from painttime.prediction.loading import load_stepper


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.manual_seed(5)
    save_weights(StepModel(), tmp_path / "process", "process", {})
    return tmp_path / "process"


def test_a_saved_model_is_loaded(folder: Path) -> None:
    stepper = load_stepper(folder, "process", device="cpu", num_threads=1)
    assert stepper.device_name == "cpu"
    assert torch.get_num_threads() == 1


def test_missing_and_damaged_weights_are_told(folder: Path) -> None:
    path = folder / WEIGHTS_NAME
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ModelError, match="damaged"):
        load_stepper(folder, "process", device="cpu", num_threads=1)
    path.unlink()
    with pytest.raises(ModelError, match="missing"):
        load_stepper(folder, "process", device="cpu", num_threads=1)


def test_networks_and_canvases_must_know_the_same_renditions(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "NUM_RENDITIONS", 6)
    with pytest.raises(ModelError, match="5 renditions, not 6"):
        load_stepper(folder, "process", device="cpu", num_threads=1)


def test_auto_takes_the_best_device_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert find_device("auto") == torch.device("cpu")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert find_device("auto") == torch.device("mps")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert find_device("auto") == torch.device("cuda")


def test_devices_that_are_not_there_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(UserInputError, match='no usable "cuda" device'):
        find_device("cuda")
    with pytest.raises(UserInputError, match='no device "abacus".*' + ", ".join(DEVICE_NAMES)):
        find_device("abacus")


@pytest.mark.parametrize(
    ("wanted", "cores", "expected"), [(3, 4, 3), (100_000, 4, 4), (None, 4, 3), (None, 1, 1)]
)
def test_the_model_gets_no_more_threads_than_there_are_cores(
    folder: Path, monkeypatch: pytest.MonkeyPatch, wanted: int | None, cores: int, expected: int
) -> None:
    taken = []
    monkeypatch.setattr(loading.os, "cpu_count", lambda: cores)
    monkeypatch.setattr(torch, "set_num_threads", taken.append)
    load_stepper(folder, "process", device="cpu", num_threads=wanted)
    assert taken == [expected]
