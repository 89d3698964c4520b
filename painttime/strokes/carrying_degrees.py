"""What each step of a process asks of each part, in pixels of the working size."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32, Labels

NUM_IDS = 256
"""Part ids fit a byte; arrays by part id have an entry for each."""

_BARE_SLACK = 0.02
"""Share of a part's area by which covering bare ground may go beyond its degree in one step."""


class StepDegrees(NamedTuple):
    """What one step asks, arrays by part id, (256,).

    pixels: how many shall change. pixels_if_bare: how many may change where bare ground is covered: a little
        more, and as many as it takes in a part's last step, lest holes stay for good.
    share_done: how much of the part's work in the whole process is done after the step, 0..1.
    """

    pixels: npt.NDArray[np.int64]
    pixels_if_bare: npt.NDArray[np.int64]
    share_done: npt.NDArray[np.float64]


class AskedDegrees:
    """The degrees that a process is to be carried out with."""

    def __init__(self, realised: Float32, labels: Labels, part_ids: tuple[int, ...]) -> None:
        """realised: (num_steps, num_parts), NaN for none. labels: (h, w). part_ids: those of the columns."""
        self._ids = np.asarray(part_ids, dtype=np.intp)
        self._areas = np.bincount(labels.ravel(), minlength=NUM_IDS)
        self._realised = np.nan_to_num(realised.astype(np.float64))

    def of_step(self, step: int) -> StepDegrees:
        """Return what a step asks, 0 = the first."""
        pixels = np.zeros(NUM_IDS, dtype=np.int64)
        # Shares are float32: 0.3 of 300 pixels is not to become 91.
        pixels[self._ids] = np.ceil(self._realised[step] * self._areas[self._ids] - 1e-3)
        share_done = self._share_done(step)
        slack = np.where(share_done < 1.0, _BARE_SLACK, 1.0) * self._areas
        return StepDegrees(
            pixels=pixels,
            pixels_if_bare=np.where(pixels > 0, pixels + slack.astype(np.int64), 0),
            share_done=share_done,
        )

    def _share_done(self, step: int) -> npt.NDArray[np.float64]:
        share = np.ones(NUM_IDS)
        total = self._realised.sum(axis=0)
        later = self._realised[step + 1 :].sum(axis=0)
        share[self._ids] = 1.0 - later / np.maximum(total, 1e-9)
        return share
