"""A real project, predicted by the whole program; only the model's weights are made up."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from painttime.cli import failures
from painttime.cli.main import run
from painttime.networks.checkpoint import save_weights
from painttime.networks.step_model import StepModel
from painttime.workflow import predicting

NUM_STEPS = 6
SIDE_PX = 200


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with noise.png and noise.painttime, its complete process.

    Noise cannot be packed: every result is larger than the small disk of these tests.
    """
    root = tmp_path_factory.mktemp("studio")
    pixels = np.random.default_rng(1).integers(0, 256, (SIDE_PX, SIDE_PX, 3), dtype=np.uint8)
    cv2.imwrite(str(root / "noise.png"), pixels)
    torch.manual_seed(1)
    save_weights(StepModel(), root / "models" / predicting.MODEL_NAME, predicting.MODEL_NAME, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(predicting, "models_folder", lambda: root / "models")
        settings = ["--steps", str(NUM_STEPS), "--count", "3", "--device", "cpu"]
        out = str(root / "noise.painttime")
        assert run(["predict", str(root / "noise.png"), "--out", out, *settings]) == 0
    return root


@pytest.fixture(autouse=True)
def _own_log_file(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what goes wrong in a test out of the user's log."""
    log = tmp_path_factory.mktemp("log") / "painttime.log"
    monkeypatch.setattr(failures, "log_path", lambda: log)
