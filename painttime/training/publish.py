"""From a training run to a model the program can load.

python -m painttime.training.publish RUN models/NAME: RUN/best.pt becomes weights.safetensors (float16) and
config.json of the model NAME, one of NETWORKS; its CARD.md is written by hand.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from painttime.networks.checkpoint import save_weights
from painttime.networks.perceptual import PerceptualNetwork
from painttime.networks.portrait_parser import PortraitParser
from painttime.networks.scene_parser import SceneParser
from painttime.networks.step_model import StepModel
from painttime.networks.stroke_predictor import StrokePredictor

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "process": StepModel,
    "strokes": StrokePredictor,
    "portrait": PortraitParser,
    "scene": SceneParser,
    "perceptual": PerceptualNetwork,
}
"""The shipped models and their networks."""


def publish(checkpoint: Path, folder: Path) -> None:
    """Write the network of a checkpoint as a model folder, whose name says which model it is.

    Raises KeyError for a name that is no model's.
    """
    network = NETWORKS[folder.name]()
    state = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(state["model"])
    training = {"step": state["step"], "settings": state["settings"], "measures": state.get("measures", {})}
    save_weights(network, folder, folder.name, training)


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Make a model folder of a training run.")
    parser.add_argument("run", type=Path)
    parser.add_argument("model", type=Path, help=f"a folder named {' or '.join(NETWORKS)}")
    arguments = parser.parse_args()
    if arguments.model.name not in NETWORKS:
        parser.error(f"the folder must be named {' or '.join(NETWORKS)}, not {arguments.model.name}")
    publish(arguments.run / "best.pt", arguments.model)
    print(f"wrote {arguments.model}")


if __name__ == "__main__":
    main()
