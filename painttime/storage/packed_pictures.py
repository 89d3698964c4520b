"""Pictures packed once, for files that are written again and again."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

MAX_REMEMBERED = 4
"""A project has few large pictures that never change: the painting, labels of its parts and of strokes."""


class PackedPictures:
    """Remembers what a function made of the last pictures that cannot change, told apart by identity."""

    def __init__(self, pack: Callable[[Pixels], bytes]) -> None:
        self._pack = pack
        self._remembered: list[tuple[Pixels, bytes]] = []

    def __call__(self, pixels: Pixels) -> bytes:
        """Return the packed picture; an array that can be written to is packed every time."""
        for known, data in self._remembered:
            if known is pixels:
                return data
        data = self._pack(pixels)
        if not pixels.flags.writeable:
            self._remembered = [*self._remembered[1 - MAX_REMEMBERED :], (pixels, data)]
        return data
