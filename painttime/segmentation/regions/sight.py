"""What the scene network saw, at the size regions are found at."""

from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.image import Float32
from painttime.segmentation.scenes.kinds import SURE_SHARE, UNSURE
from painttime.segmentation.scenes.scene_look import SceneLook


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sight:
    """A SceneLook enlarged to (h, w) pixels.

    kind_names: K kinds. kinds: (h, w, K) float32, sums to 1 over K. ends: (h, w) float32 0..1, how sure it is
    that an object or a plane ends at a pixel.
    """

    kind_names: tuple[str, ...]
    kinds: Float32
    ends: Float32

    def kind_of(self, shares: Float32) -> str:
        """Return the kind of a part from the (K,) mean of its pixels, or UNSURE."""
        best = int(shares.argmax())
        return self.kind_names[best] if shares[best] >= SURE_SHARE else UNSURE


def sight_at(look: SceneLook, height_px: int, width_px: int) -> Sight:
    """Return what was seen at another size, between pixels bilinearly."""
    size = width_px, height_px
    # OpenCV enlarges four channels at once at most.
    kinds = [
        cv2.resize(np.ascontiguousarray(look.kinds[..., start : start + 4]), size).reshape(
            height_px, width_px, -1
        )
        for start in range(0, len(look.kind_names), 4)
    ]
    return Sight(
        kind_names=look.kind_names,
        kinds=np.concatenate(kinds, axis=2),
        ends=np.asarray(cv2.resize(np.ascontiguousarray(look.borders), size), dtype=np.float32),
    )
