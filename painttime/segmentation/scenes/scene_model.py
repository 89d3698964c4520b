"""The scene parser with the weights that come with the program."""

from pathlib import Path

import cv2
import numpy as np
import torch

from painttime.core.image import RGB8, fitted_size
from painttime.files.shipped import shipped_folder
from painttime.networks.checkpoint import load_weights
from painttime.networks.scene_parser import NUM_KINDS, SceneParser
from painttime.networks.squeeze_trunk import STRIDE_PX
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.segmentation.scenes.scene_look import SceneLook

MODEL_NAME = "scene"

LOOK_SIDE_PX = 320
"""Longer side of the copy that is looked at; the views of training are about as large."""


class SceneModel:
    """A picture in, plain arrays out. Safe to use from one thread at a time."""

    def __init__(self, network: SceneParser) -> None:
        if len(SCENE_KINDS) != NUM_KINDS:
            raise ValueError("the network knows other kinds")
        self._network = network.eval()

    @torch.inference_mode()
    def look(self, pixels: RGB8) -> SceneLook:
        """Return what lies where in (H, W, 3) uint8 sRGB of any size, in a quarter of the copy looked at.

        A picture says the same whatever its size, but for what the reduction to LOOK_SIDE_PX loses.
        """
        kinds, borders = self._network(_as_tensor(pixels))
        return SceneLook(
            kind_names=SCENE_KINDS,
            kinds=np.asarray(kinds.softmax(dim=1)[0].permute(1, 2, 0).numpy(), dtype=np.float32),
            borders=np.asarray(borders.sigmoid()[0, 0].numpy(), dtype=np.float32),
        )


def _as_tensor(pixels: RGB8) -> torch.Tensor:
    """(H, W, 3) uint8 -> (1, 3, h, w) in 0..1, sides the network takes."""
    fitted = fitted_size(pixels.shape[0], pixels.shape[1], LOOK_SIDE_PX)
    height, width = (max(1, round(side / STRIDE_PX)) * STRIDE_PX for side in fitted)
    shrinks = height <= pixels.shape[0] and width <= pixels.shape[1]
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(pixels, (width, height), interpolation=method))
    return torch.from_numpy(small).permute(2, 0, 1)[None].float() / 255


def load_scene_parser(folder: Path | None = None) -> SceneModel:
    """Load the parser from a model folder, by default the shipped one.

    Raises ModelError for missing or damaged weights.
    """
    network = SceneParser()
    load_weights(network, folder or shipped_folder("models") / MODEL_NAME, MODEL_NAME)
    return SceneModel(network)
