"""Which device the models run on."""

import torch

from painttime.errors import UserInputError

DEVICE_NAMES = ("auto", "cpu", "cuda", "mps")


def find_device(name: str) -> torch.device:
    """Return the device of this name; auto takes a GPU where there is one.

    Raises UserInputError where the name is unknown or the device is not there.
    """
    present = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next(device for device in ("cuda", "mps", "cpu") if present[device])
    if name not in present:
        raise UserInputError(f'There is no device "{name}". Choose one of: {", ".join(DEVICE_NAMES)}.')
    if not present[name]:
        raise UserInputError(f'This machine has no usable "{name}" device. Use --device cpu or auto.')
    return torch.device(name)
