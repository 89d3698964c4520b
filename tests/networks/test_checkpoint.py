"""Weights on disk: written, read back, and refused when anything is wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from painttime.errors import ModelError
from painttime.networks.checkpoint import CONFIG_NAME, WEIGHTS_NAME, load_weights, save_weights


def network(seed: int, width: int = 5) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Conv2d(3, width, 3), nn.GroupNorm(1, width))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "models" / "process"
    save_weights(network(1), path, "process", {"step": 12})
    return path


def test_weights_come_back_as_they_were_in_half_precision(folder: Path) -> None:
    read = network(2)
    load_weights(read, folder, "process")
    for name, value in network(1).state_dict().items():
        torch.testing.assert_close(read.state_dict()[name], value, rtol=1e-3, atol=1e-4)
        assert read.state_dict()[name].dtype == torch.float32


def test_others_can_read_the_weights_and_what_they_are(folder: Path) -> None:
    tensors = load_file(folder / WEIGHTS_NAME)
    assert {value.dtype for value in tensors.values()} == {torch.float16}
    config = json.loads((folder / CONFIG_NAME).read_text(encoding="utf-8"))
    assert config["model"] == "process"
    assert config["training"] == {"step": 12}
    assert config["num_parameters"] == sum(value.numel() for value in tensors.values())


def test_writing_twice_leaves_the_later_weights(folder: Path) -> None:
    save_weights(network(7), folder, "process", {})
    read = network(2)
    load_weights(read, folder, "process")
    torch.testing.assert_close(read[0].weight, network(7)[0].weight, rtol=1e-3, atol=1e-4)
    assert sorted(path.name for path in folder.iterdir()) == [CONFIG_NAME, WEIGHTS_NAME]


def test_weights_too_large_for_half_precision_are_not_written(tmp_path: Path) -> None:
    large = network(1)
    with torch.no_grad():
        large[1].weight[0] = 1e6
    with pytest.raises(ModelError, match=r"too large for float16: 1\.weight"):
        save_weights(large, tmp_path / "model", "process", {})
    assert not (tmp_path / "model").exists()


def test_a_disk_that_is_full_leaves_the_former_weights(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", no_room)
    with pytest.raises(OSError, match="No space left"):
        save_weights(network(7), folder, "process", {})
    monkeypatch.undo()
    load_weights(network(2), folder, "process")


@pytest.mark.parametrize("position", [0, 9, 400, -1])
def test_one_damaged_byte_is_found(folder: Path, position: int) -> None:
    data = bytearray((folder / WEIGHTS_NAME).read_bytes())
    data[position] ^= 0x10
    (folder / WEIGHTS_NAME).write_bytes(data)
    with pytest.raises(ModelError, match=r"weights\.safetensors is damaged.*painttime doctor"):
        load_weights(network(2), folder, "process")


def cut_short(folder: Path) -> None:
    path = folder / WEIGHTS_NAME
    path.write_bytes(path.read_bytes()[:50])


def no_json(folder: Path) -> None:
    (folder / CONFIG_NAME).write_text("{", encoding="utf-8")


def no_object(folder: Path) -> None:
    (folder / CONFIG_NAME).write_text("[]", encoding="utf-8")


def no_text(folder: Path) -> None:
    (folder / CONFIG_NAME).write_bytes(b"\xff\xfe\x00")


def other_format(folder: Path) -> None:
    config = json.loads((folder / CONFIG_NAME).read_text(encoding="utf-8"))
    (folder / CONFIG_NAME).write_text(json.dumps(config | {"format": 2}), encoding="utf-8")


def other_shape(folder: Path) -> None:
    save_weights(network(1, width=6), folder, "process", {})


def no_weights(folder: Path) -> None:
    (folder / WEIGHTS_NAME).unlink()


def no_config(folder: Path) -> None:
    (folder / CONFIG_NAME).unlink()


def a_folder_for_weights(folder: Path) -> None:
    (folder / WEIGHTS_NAME).unlink()
    (folder / WEIGHTS_NAME).mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        cut_short,
        no_json,
        no_object,
        no_text,
        other_format,
        other_shape,
        no_weights,
        no_config,
        a_folder_for_weights,
    ],
)
def test_wrong_files_are_refused_with_a_sentence(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder)
    module = network(2)
    with pytest.raises(ModelError) as caught:
        load_weights(module, folder, "process")
    assert str(folder) in str(caught.value)
    assert "painttime doctor" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert torch.equal(module[0].weight, network(2)[0].weight), "half of the weights were taken over"


def test_weights_of_another_model_are_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match='does not describe the model "segmentation"'):
        load_weights(network(2), folder, "segmentation")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r'"process" is not there.*nowhere'):
        load_weights(network(2), tmp_path / "nowhere", "process")
