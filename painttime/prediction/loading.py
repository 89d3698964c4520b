"""From a model folder to a stepper."""

import os
from pathlib import Path

import torch

from painttime.core.canvas import NUM_RENDITIONS
from painttime.errors import ModelError
from painttime.networks import step_decoder
from painttime.networks.checkpoint import load_weights
from painttime.networks.step_model import StepModel
from painttime.prediction.devices import find_device
from painttime.prediction.stepper import Stepper


def load_stepper(folder: Path, name: str, *, device: str, num_threads: int | None = None) -> Stepper:
    """Load the step model of a folder onto a device.

    device: auto, cpu, cuda or mps. num_threads: CPU threads, no more than there are cores; None takes all
    cores but one, which the window needs: with every core taken, whatever else runs makes each step many
    times slower.
    Raises ModelError for missing or damaged weights, UserInputError for a device that is not there.
    """
    if step_decoder.NUM_RENDITIONS != NUM_RENDITIONS:
        raise ModelError(
            f"The step model knows {step_decoder.NUM_RENDITIONS} renditions, not {NUM_RENDITIONS}."
        )
    cores = os.cpu_count() or 2
    # More threads than cores are never quicker, and a great many end the process.
    torch.set_num_threads(min(num_threads or max(1, cores - 1), cores))
    found = find_device(device)
    model = StepModel()
    load_weights(model, folder, name)
    return Stepper(model, found)
