"""What light and sensor do to a film: flicker, slow change of exposure, noise."""

import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.simulation.filming.camera import smooth_path
from painttime.simulation.filming.film import FilmOptions

Float32 = npt.NDArray[np.float32]

CAST_SHARE = 0.25
"""How much of the flicker each channel has of its own."""
NOISE_MARGIN_PX = 64


def gains(num_frames: int, options: FilmOptions, seed: int) -> Float32:
    """Return what each frame's channels are multiplied with, (num_frames, 3).

    At most 1, so that nothing white burns out. Two frames differ by at most flicker + exposure_drift.
    """
    rng = np.random.default_rng([seed, 2])
    slow = smooth_path(num_frames, rng)
    spread = float(np.ptp(slow))
    slow = (slow - slow.max()) * (options.exposure_drift / spread if spread > 0 else 0.0)
    common = rng.uniform(-1, 0, (num_frames, 1)) * options.flicker * (1 - CAST_SHARE)
    cast = rng.uniform(-1, 0, (num_frames, 3)) * options.flicker * CAST_SHARE
    return np.asarray(1 + slow[:, None] + common + cast, dtype=np.float32)


class Sensor:
    """Applies gains and noise; the noise of every frame is another piece of one large pattern."""

    def __init__(self, size_px: tuple[int, int], noise: float, seed: int) -> None:
        self.size_px = size_px
        self.seed = seed
        self.pattern: Float32 | None = None
        if noise > 0:
            rng = np.random.default_rng([seed, 3])
            shape = (size_px[1] + NOISE_MARGIN_PX, size_px[0] + NOISE_MARGIN_PX, 3)
            self.pattern = rng.standard_normal(shape, dtype=np.float32) * np.float32(noise)

    def expose(self, pixels: RGB8, gain: Float32, index: int) -> RGB8:
        """Return frame number `index` as the sensor gives it."""
        if self.pattern is None and (gain == 1).all():
            return pixels
        seen = pixels * gain
        if self.pattern is not None:
            width_px, height_px = self.size_px
            x, y = np.random.default_rng([self.seed, 4, index]).integers(0, NOISE_MARGIN_PX, 2)
            seen += self.pattern[y : y + height_px, x : x + width_px]
        return np.asarray(np.rint(np.clip(seen, 0, 255)), dtype=np.uint8)
