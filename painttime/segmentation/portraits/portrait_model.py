"""The portrait parser with the weights that come with the program."""

import os
from pathlib import Path

import numpy as np
import torch

from painttime.core.image import RGB8, Float32
from painttime.files.shipped import shipped_folder
from painttime.networks.checkpoint import load_weights
from painttime.networks.portrait_parser import HEAD_STRIDE_PX, PortraitLogits, PortraitParser
from painttime.segmentation.portraits.head_look import HeadLook

MODEL_NAME = "portrait"


class PortraitModel:
    """A PortraitParsing: pictures in, plain arrays out. May be asked by several threads at once."""

    def __init__(self, network: PortraitParser) -> None:
        self._network = network.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    @torch.inference_mode()
    def name_classes(self, pixels: RGB8) -> Float32:
        """Return (h, w, 9) float32 of (h, w, 3) uint8 sRGB; raises ValueError where 32 divides no side."""
        logits: PortraitLogits = self._network(_as_tensor(pixels))
        return np.asarray(logits.classes.softmax(dim=1)[0].permute(1, 2, 0).numpy(), dtype=np.float32)

    @torch.inference_mode()
    def find_heads(self, pixels: RGB8) -> HeadLook:
        """Return where faces are in (h, w, 3) uint8 sRGB; raises ValueError where 32 divides no side."""
        heads = self._network.find_heads(_as_tensor(pixels))[0]
        centre, x, y, log_width, log_height = heads.unbind(0)
        rows, columns = torch.meshgrid(
            torch.arange(centre.shape[0]) + 0.5, torch.arange(centre.shape[1]) + 0.5, indexing="ij"
        )
        x, y = columns + x, rows + y
        half_width, half_height = (log.clamp(-2, 6).exp() / 2 for log in (log_width, log_height))
        boxes = torch.stack([x - half_width, y - half_height, x + half_width, y + half_height], dim=-1)
        return HeadLook(centres=centre.sigmoid().numpy(), boxes=(boxes * HEAD_STRIDE_PX).numpy())


def _as_tensor(pixels: RGB8) -> torch.Tensor:
    """(h, w, 3) uint8 -> (1, 3, h, w) in 0..1."""
    picture = torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1)[None].float() / 255
    return picture.contiguous(memory_format=torch.channels_last)


def load_portrait_parser(folder: Path | None = None) -> PortraitModel:
    """Load the parser from a model folder, by default the shipped one.

    Half of the cores are used for a look from then on, as two looks are taken at once: with more threads than
    cores each look takes many times longer. Raises ModelError for missing or damaged weights.
    """
    torch.set_num_threads(max(1, (os.cpu_count() or 2) // 2))
    network = PortraitParser()
    load_weights(network, folder or shipped_folder("models") / MODEL_NAME, MODEL_NAME)
    return PortraitModel(network)
