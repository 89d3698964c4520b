"""From a training run to the predictor the program loads.

python -m painttime.training.strokes.publish RUN MODEL: RUN/best.pt becomes MODEL/weights.safetensors
(float16) and MODEL/config.json; MODEL/CARD.md is written by hand.
"""

import argparse
from pathlib import Path

import torch

from painttime.networks.checkpoint import save_weights
from painttime.networks.stroke_predictor import StrokePredictor
from painttime.strokes.predictor import MODEL_NAME


def publish(checkpoint: Path, folder: Path) -> None:
    """Write the predictor of a checkpoint as a model folder."""
    state = torch.load(checkpoint, weights_only=True)
    network = StrokePredictor()
    network.load_state_dict(state["model"])
    training = {"step": state["step"], "settings": state["settings"], "measures": state["measures"]}
    save_weights(network, folder, MODEL_NAME, training)


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Make a model folder of a training run.")
    parser.add_argument("run", type=Path)
    parser.add_argument("model", type=Path)
    arguments = parser.parse_args()
    publish(arguments.run / "best.pt", arguments.model)
    print(f"wrote {arguments.model}")


if __name__ == "__main__":
    main()
