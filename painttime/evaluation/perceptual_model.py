"""The perceptual distance with the weights that come with the program."""

import hashlib
from collections import OrderedDict
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from painttime.core.image import RGB8
from painttime.files.shipped import shipped_folder
from painttime.networks.checkpoint import load_weights
from painttime.networks.perceptual import STRIDE_PX, PerceptualNetwork

MODEL_NAME = "perceptual"

REMEMBERED_PICTURES = 40
"""Pictures whose features are kept; some 3.5 MB each at 256 px."""


class PerceptualModel:
    """Two pictures in, a number out. Safe to use from one thread at a time.

    name: of the network, for whoever reads the number: numbers of other networks do not compare with it.
    """

    name = "painttime perceptual 1"

    def __init__(self, network: PerceptualNetwork) -> None:
        self._network = network.eval()
        self._remembered: OrderedDict[tuple[tuple[int, ...], bytes], list[Tensor]] = OrderedDict()

    @torch.inference_mode()
    def distance(self, one: RGB8, other: RGB8) -> float:
        """Return how different two pictures (h, w, 3) of one size look: 0 = the same, and up.

        Raises ValueError where the sizes differ.
        """
        if one.shape != other.shape:
            raise ValueError(f"pictures of one size are compared, not {one.shape} and {other.shape}")
        maps = self._network.maps(self._features(one), self._features(other))
        return float(torch.stack([layer.mean() for layer in maps]).mean())

    def _features(self, pixels: RGB8) -> list[Tensor]:
        """Return the features of a picture; a recording's frames come by once for each process."""
        key = pixels.shape, hashlib.sha256(np.ascontiguousarray(pixels).data).digest()
        features = self._remembered.pop(key, None)
        if features is None:
            features = self._network.features(_as_tensor(pixels))
        self._remembered[key] = features
        if len(self._remembered) > REMEMBERED_PICTURES:
            self._remembered.popitem(last=False)
        return features


def _as_tensor(pixels: RGB8) -> Tensor:
    """(h, w, 3) uint8 -> (1, 3, H, W) in 0..1, mirrored at the lower and right border to sides that fit."""
    height, width = pixels.shape[:2]
    padded = cv2.copyMakeBorder(pixels, 0, -height % STRIDE_PX, 0, -width % STRIDE_PX, cv2.BORDER_REFLECT)
    return torch.from_numpy(padded).permute(2, 0, 1)[None].float() / 255


def load_perceptual(folder: Path | None = None) -> PerceptualModel:
    """Load the network from a model folder, by default the shipped one.

    Raises ModelError for missing or damaged weights.
    """
    network = PerceptualNetwork()
    load_weights(network, folder or shipped_folder("models") / MODEL_NAME, MODEL_NAME)
    return PerceptualModel(network)
