"""From a picture to results through the whole program; only the model's weights are made up."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from painttime.cli.main import run
from painttime.core.project import DEFAULT_GROUND
from painttime.networks.checkpoint import save_weights
from painttime.networks.step_model import StepModel
from painttime.workflow import predicting

NUM_STEPS = 4
HEIGHT_PX, WIDTH_PX = 60, 81
Predict = Callable[..., list[np.ndarray]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a picture of a sky, a field and a round tree, and a model with random weights."""
    root = tmp_path_factory.mktemp("job")
    rng = np.random.default_rng(4)
    picture = np.full((HEIGHT_PX, WIDTH_PX, 3), (225, 170, 120), dtype=np.float32)
    picture[36:] = (60, 150, 170)
    cv2.circle(picture, (30, 28), 14, (40, 60, 35), -1)
    picture += rng.normal(0, 6, picture.shape)
    cv2.imwrite(str(root / "tree.png"), np.clip(picture, 0, 255).astype(np.uint8))
    torch.manual_seed(1)
    save_weights(StepModel(), root / "models" / predicting.MODEL_NAME, predicting.MODEL_NAME, {})
    return root


@pytest.fixture(autouse=True)
def _made_up_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predicting, "models_folder", lambda: folder / "models")


@pytest.fixture
def predict(folder: Path, tmp_path: Path) -> Predict:
    """Predict the picture into a folder of frames and return them, (NUM_STEPS + 1) x (H, W, 3) BGR."""

    def predicted(
        *arguments: str, source: Path = folder / "tree.png", name: str = "frames"
    ) -> list[np.ndarray]:
        out = tmp_path / name
        settings = ["--steps", str(NUM_STEPS), "--seed", "1", "--count", "3", "--device", "cpu"]
        assert run(["predict", str(source), "--out", str(out), *settings, *arguments]) == 0
        return _read_frames(out)

    return predicted


def _read_frames(out: Path) -> list[np.ndarray]:
    paths = sorted(out.iterdir())
    assert [path.name for path in paths] == [f"{number:04}.png" for number in range(NUM_STEPS + 1)]
    return [cv2.imread(str(path), cv2.IMREAD_UNCHANGED) for path in paths]


def _picture(folder: Path) -> np.ndarray:
    return cv2.imread(str(folder / "tree.png"), cv2.IMREAD_UNCHANGED)


@pytest.mark.parametrize("direction", ["backward", "forward"])
def test_n_steps_lead_from_the_bare_ground_to_the_painting(
    folder: Path, predict: Predict, direction: str
) -> None:
    frames = predict("--direction", direction)
    np.testing.assert_array_equal(frames[-1], _picture(folder))
    np.testing.assert_array_equal(np.unique(frames[0].reshape(-1, 3), axis=0), [DEFAULT_GROUND[::-1]])
    for before, after in pairwise(frames):
        assert (before != after).any()


def test_one_seed_gives_one_process(predict: Predict) -> None:
    first, again = predict(), predict(name="again")
    np.testing.assert_array_equal(first, again)
    assert any((a != b).any() for a, b in zip(first, predict("--seed", "2", name="other"), strict=True))


@pytest.mark.parametrize("arguments", [["--lock", "{}"], ["--degree", "{}=0"]])
def test_a_part_left_alone_never_changes(
    folder: Path, predict: Predict, tmp_path: Path, arguments: list[str]
) -> None:
    labels_file = tmp_path / "labels.png"
    assert run(["parts", str(folder / "tree.png"), "--count", "3", "--out", str(labels_file)]) == 0
    labels = cv2.imread(str(labels_file), cv2.IMREAD_UNCHANGED)
    part_id = int(labels[28, 30])
    frames = predict(*(argument.format(part_id) for argument in arguments))
    here = labels == part_id
    for frame in frames:
        np.testing.assert_array_equal(frame[here], _picture(folder)[here])
    assert (frames[0][~here] != _picture(folder)[~here]).any()


def test_a_project_gives_the_same_frames_later(predict: Predict, tmp_path: Path) -> None:
    project = tmp_path / "tree.painttime"
    frames = predict("--out", str(project))
    assert run(["export", str(project), "--out", str(tmp_path / "later")]) == 0
    np.testing.assert_array_equal(_read_frames(tmp_path / "later"), frames)


def test_json_tells_the_degrees_reached(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--steps", str(NUM_STEPS), "--count", "3", "--json"]
    assert run(["predict", str(folder / "tree.png"), "--out", str(tmp_path / "a.gif"), *arguments]) == 0
    told = json.loads(capsys.readouterr().out)
    planned, realised = np.array(told["degrees_planned"]), np.array(told["degrees_realised"])
    assert planned.shape == realised.shape == (NUM_STEPS, len(told["part_ids"]))
    assert realised.max() > 0.3
    assert realised[planned == 0].sum() == 0


def test_damaged_weights_are_told_in_a_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = folder / "models" / predicting.MODEL_NAME
    damaged = tmp_path / "models" / predicting.MODEL_NAME
    damaged.mkdir(parents=True)
    weights = bytearray((model / "weights.safetensors").read_bytes())
    weights[len(weights) // 2] ^= 1
    (damaged / "weights.safetensors").write_bytes(weights)
    (damaged / "config.json").write_bytes((model / "config.json").read_bytes())
    monkeypatch.setattr(predicting, "models_folder", lambda: damaged.parent)
    out = tmp_path / "a.gif"
    assert run(["predict", str(folder / "tree.png"), "--out", str(out)]) == 1
    complaint = capsys.readouterr().err
    assert "damaged" in complaint
    assert complaint.count("\n") == 1
    assert not out.exists()
