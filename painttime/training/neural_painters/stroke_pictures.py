"""Reading the strokes that neural painters learn from, the last of them kept for measuring."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from painttime.core.image import Float32
from painttime.errors import UserInputError
from painttime.networks.brush_action import ACTION_LENGTH, STROKE_PX

ACTIONS_NAME, PICTURES_NAME = "actions.npy", "strokes.npy"
NUM_HELD_OUT = 2000


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StrokePictures:
    """Actions (n, 12) float32 and the pictures of their strokes on white, (n, 64, 64, 3) uint8."""

    actions: Float32
    pictures: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.actions)

    def tensors(self, indices: npt.NDArray[np.intp] | slice) -> tuple[Tensor, Tensor]:
        """Return actions (B, 12) and pictures (B, 3, 64, 64) in 0..1."""
        actions = torch.from_numpy(np.array(self.actions[indices]))
        pictures = torch.from_numpy(np.array(self.pictures[indices]))
        return actions, pictures.permute(0, 3, 1, 2).float() / 255

    def split(self, num_held_out: int = NUM_HELD_OUT) -> tuple["StrokePictures", "StrokePictures"]:
        """Return the strokes to learn from and the last ones, never trained on."""
        border = len(self) - num_held_out
        return (
            StrokePictures(actions=self.actions[:border], pictures=self.pictures[:border]),
            StrokePictures(actions=self.actions[border:], pictures=self.pictures[border:]),
        )


def read_stroke_pictures(folder: Path) -> StrokePictures:
    """Read what painttime.training.neural_painters.strokes_data wrote; pictures stay on the disk.

    Raises UserInputError where the files are missing, damaged or not of one set.
    """
    again = "Make them with `python -m painttime.training.neural_painters.strokes_data`."
    try:
        actions = np.load(folder / ACTIONS_NAME)
        pictures = np.load(folder / PICTURES_NAME, mmap_mode="r")
    except (OSError, ValueError) as error:
        raise UserInputError(f"The strokes in {folder} cannot be read: {error}. {again}") from error
    expected = (len(actions), STROKE_PX, STROKE_PX, 3)
    if actions.shape[1:] != (ACTION_LENGTH,) or pictures.shape != expected or pictures.dtype != np.uint8:
        raise UserInputError(f"{folder} does not hold actions and pictures of one set of strokes. {again}")
    if len(actions) <= NUM_HELD_OUT:
        raise UserInputError(
            f"{folder} holds {len(actions)} strokes; {NUM_HELD_OUT} are kept for measuring. {again}"
        )
    return StrokePictures(actions=actions.astype(np.float32), pictures=pictures)
