"""Finding how one picture of a painting lies in another."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8
from painttime.core.similarity import IDENTITY, Similarity
from painttime.recordings.registration.coarse import Features, Spectrum, shift_between
from painttime.recordings.registration.patches import Agreement, Followed, agree, follow
from painttime.recordings.registration.warping import Mask
from painttime.recordings.registration.work_picture import WorkPicture

WORK_LONG_SIDE_PX = 640
"""Pictures are compared at this size; it suffices, as patches are placed to hundredths of a pixel."""

RELIABLE = 0.5
"""Confidence from which a registration may be used."""

SURE_NUMBER, SURE_SHARE = 40, 0.6
"""Patches that agree, and their share of those found in both pictures, from which a registration is sure.

By chance about a dozen of 800 agree (wrong starts, unrelated pictures), up to 50 of a picture and its mirror
image, but those are less than a third of those found; of pictures of one painting it is half or more.
"""

SURE_SPREAD, SURE_SOUGHT = 0.7, 0.6
"""How far the patches that agree are spread, against all of what both pictures show, or else their share of
all that were sought, from which a registration is sure: a hand agrees with itself, but in one place only."""

USABLE_ERROR_PX = 4.0
"""A registration that may put the corners further off (work pixels) is none to rely on."""

PASSES = ((3, 2.0), (1, 1.0))
"""Levels of the pyramid, and how far patches may lie from where the move puts them (work pixels)."""

LARGEST_CORRECTION = 1.18
"""Patches that ask for a larger change of scale have been followed wrongly."""

PATCH_MARGIN_PX = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Registration:
    """How a picture lies in another.

    similarity: takes points of the moving picture to the fixed one, full-size pixels; where nothing was
        found, the start.
    confidence: 0..1; below RELIABLE it may be wrong altogether.
    error_px: standard error of where it puts the corners, full-size pixels; infinite where nothing was found.
    """

    similarity: Similarity
    confidence: float
    error_px: float

    @property
    def is_reliable(self) -> bool:
        """Whether it may be used."""
        return self.confidence >= RELIABLE


class Registrar:
    """Finds how pictures lie in a fixed one, whose structure is kept.

    Small patches are followed from each picture to the other, and the move that most of them agree on is
    taken: hands, changes of the light, and paint that only one of the pictures has do not disturb it.
    """

    def __init__(self, fixed: RGB8, mask: Mask | None = None) -> None:
        """fixed: (h, w, 3) uint8. mask: (h, w) bool, where it counts."""
        self._full_size = fixed.shape[1], fixed.shape[0]
        self._factor = min(1.0, WORK_LONG_SIDE_PX / max(self._full_size))
        self._fixed = WorkPicture.of(fixed, mask, self._factor)
        self._structure = self._fixed.structure()

    @cached_property
    def _spectrum(self) -> Spectrum:
        return Spectrum(self._structure)

    @cached_property
    def _features(self) -> Features:
        return Features(self._fixed.grey, self._fixed.trusted)

    def register(self, moving: RGB8, mask: Mask | None = None, start: Similarity = IDENTITY) -> Registration:
        """Find how (h, w, 3) uint8 `moving` lies in the fixed picture.

        mask: (h, w) bool, where it counts. start: where it may lie, such as how the picture before lay; with
        one that is right within some 5 % of the picture it is quick. Where it leads nowhere, any shift, a
        turn up to a right angle and a scale up to about 2.5 are tried.
        """
        work = WorkPicture.of(moving, mask, self._factor)
        best = self._refined(work, start.at_scale(self._factor))
        if not best.is_reliable:
            for guess in self._guesses(work):
                found = self._refined(work, guess)
                best = max(best, found, key=lambda registration: registration.confidence)
                if best.is_reliable:
                    break
        if best.confidence == 0:
            return Registration(similarity=start, confidence=0.0, error_px=math.inf)
        return Registration(
            similarity=best.similarity.at_scale(1 / self._factor),
            confidence=best.confidence,
            error_px=best.error_px / self._factor,
        )

    def _guesses(self, moving: WorkPicture) -> Iterator[Similarity]:
        """Yield where the picture may lie, at work size, the cheaper way first."""
        spectrum = Spectrum(moving.structure())
        (width, height), (there_width, there_height) = moving.size, self._fixed.size
        turned = (
            Similarity(dx_px=(1 - width) / 2, dy_px=(1 - height) / 2)
            .then(self._spectrum.scale_and_turn(spectrum))
            .then(Similarity(dx_px=(there_width - 1) / 2, dy_px=(there_height - 1) / 2))
        )
        seen = moving.seen_from(turned, self._fixed.size)
        yield turned.then(shift_between(self._structure, seen.structure()))
        found = self._features.similarity_from(Features(moving.grey, moving.trusted))
        if found is not None:
            yield found

    def _refined(self, moving: WorkPicture, start: Similarity) -> Registration:
        """Return what the patches say, at work size, from a start within about 40 pixels."""
        estimate, found = start, None
        for levels, within_px in PASSES:
            seen = moving.seen_from(estimate, self._fixed.size)
            structure = seen.structure()
            usable = _shrunk_by(self._fixed.trusted & seen.trusted, PATCH_MARGIN_PX)
            followed = follow(self._structure, structure, usable, levels=levels)
            found = agree(followed, self._fixed.size, within_px=within_px)
            if found is None or max(found.similarity.scale, 1 / found.similarity.scale) > LARGEST_CORRECTION:
                return Registration(similarity=start, confidence=0.0, error_px=math.inf)
            estimate = estimate.then(found.similarity)
        assert found is not None
        return Registration(
            similarity=estimate,
            confidence=_confidence(followed, found, usable),
            error_px=found.error_px,
        )


def _confidence(followed: Followed, found: Agreement, usable: Mask) -> float:
    """Return how sure it is that what patches agree on is how the pictures lie, 0..1."""
    num_held = int(found.held.sum())
    spread = _spread_px(followed.fixed[found.held]) / max(
        _spread_px(np.argwhere(usable[::4, ::4]) * 4.0), 1.0
    )
    return min(
        1.0,
        num_held / SURE_NUMBER,
        num_held / len(followed.moving) / SURE_SHARE,
        max(spread / SURE_SPREAD, num_held / followed.num_sought / SURE_SOUGHT),
        USABLE_ERROR_PX / found.error_px / 2,
    )


def _spread_px(points: npt.NDArray[np.floating]) -> float:
    """Return how far (n, 2) points are spread both ways: the side of the square with their covariance."""
    if len(points) < 3:
        return 0.0
    return float(np.linalg.det(np.cov(points.T)).clip(0) ** 0.25)


def _shrunk_by(mask: Mask, margin_px: int) -> Mask:
    """Return the mask without the outermost pixels of what it holds."""
    square = np.ones((2 * margin_px + 1, 2 * margin_px + 1), np.uint8)
    shrunk = cv2.erode(mask.astype(np.uint8), square, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(shrunk > 0)
