"""Settled pictures brought into the view of the finished painting."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.image import RGB8, read_only
from painttime.core.similarity import IDENTITY, Similarity
from painttime.recordings.options import BringInOptions
from painttime.recordings.registration.lighting import Light, find_light
from painttime.recordings.registration.registering import Registrar
from painttime.recordings.registration.warping import warp
from painttime.recordings.settling.glimpse import Glimpse
from painttime.recordings.settling.picture_store import PictureStore, StoredPicture
from painttime.recordings.settling.settling import Mask
from painttime.recordings.survey.findings import Moment

BRIEF = 2
"""Windows of no more frames do not tell what moves."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Placed:
    """A settled picture in the view of the last.

    number: of the moment. pixels: (h, w, 3) uint8 in its own light. inside: (h, w) bool, what its frame shows
    of the view; trusted: (h, w) bool, where it can be believed. other: (h, w, 3) uint8 what single frames
    show, where has_other, (h, w) bool. light: what takes it about to the light of the last; glimpse: it in
    that light, small.
    """

    number: int
    pixels: RGB8
    inside: Mask
    trusted: Mask
    other: RGB8 | None
    has_other: Mask | None
    to_last: Similarity
    light: Light
    glimpse: Glimpse


class Placer:
    """Places moments, the latest first."""

    def __init__(self, store: PictureStore, moments: Sequence[Moment], options: BringInOptions) -> None:
        self._store = store
        self._moments = moments
        self._options = options
        self._starts: dict[int, Similarity] = {moments[-1].view: IDENTITY}
        self._nearest: Placed | None = None
        self._registrar: tuple[RGB8, Registrar] | None = None

    def placed(self, number: int, canvas: RGB8) -> Placed | None:
        """Bring a moment's picture to the view of a later canvas; None where nothing tells how it lies."""
        stored = self._store.take(number)
        to_last = self._to_last(number, stored, canvas) if self._options.register else IDENTITY
        if to_last is None:
            return None
        placed = self._drawn(number, stored, to_last, canvas)
        self._nearest = placed
        return placed

    def glimpsed(self, number: int, canvas: RGB8) -> Glimpse | None:
        """Return a moment long before, in the view of a canvas; None where it is not certain how it lies."""
        stored, to_last = self._store.look_at(number), IDENTITY
        if self._options.register:
            start = self._starts.get(self._moments[number].view, IDENTITY)
            found = self._registrar_of(canvas).register(stored.pixels, stored.trusted, start)
            if not found.is_reliable:
                return None
            to_last = found.similarity
        return self._drawn(number, stored, to_last, canvas).glimpse

    def _registrar_of(self, canvas: RGB8) -> Registrar:
        if self._registrar is None or self._registrar[0] is not canvas:
            self._registrar = canvas, Registrar(canvas)
        return self._registrar[1]

    def _to_last(self, number: int, stored: StoredPicture, canvas: RGB8) -> Similarity | None:
        view = self._moments[number].view
        start = self._starts.get(view)
        found = self._registrar_of(canvas).register(stored.pixels, stored.trusted, start or IDENTITY)
        nearest = self._nearest
        if not found.is_reliable and nearest is not None and start is not None:
            # Hardly anything may be painted yet: the moment after it, already in place, is most alike.
            found = Registrar(nearest.pixels, nearest.trusted).register(stored.pixels, stored.trusted, start)
        if not found.is_reliable:
            return start
        self._starts[view] = found.similarity
        return found.similarity

    def _drawn(self, number: int, stored: StoredPicture, to_last: Similarity, canvas: RGB8) -> Placed:
        size = canvas.shape[1], canvas.shape[0]
        pixels, inside = warp(stored.pixels, to_last, size)
        trusted = inside & _warped_mask(stored.trusted, to_last, size)
        other: RGB8 | None = None
        has_other: Mask | None = None
        if stored.other is not None:
            has_other = inside & _warped_mask(stored.other[..., 3] > 0, to_last, size)
            other = read_only(warp(np.ascontiguousarray(stored.other[..., :3]), to_last, size)[0])
        light = find_light(pixels, canvas, trusted) if self._options.even_light else Light.unchanged()
        return Placed(
            number=number,
            pixels=read_only(pixels),
            inside=inside,
            trusted=trusted,
            other=other,
            has_other=has_other,
            to_last=to_last,
            light=light,
            glimpse=Glimpse.of(
                pixels,
                inside,
                trusted,
                other,
                has_other,
                light=light,
                is_brief=len(self._moments[number].window) <= BRIEF,
            ),
        )


def _warped_mask(mask: Mask, to_last: Similarity, size: tuple[int, int]) -> Mask:
    """Return a mask in the view of the last; a pixel is in where all it is made of is."""
    if mask.all():
        return np.ones((size[1], size[0]), dtype=np.bool_)
    drawn = cv2.warpAffine(
        mask.astype(np.uint8) * np.uint8(255), to_last.matrix, size, flags=cv2.INTER_LINEAR
    )
    return np.asarray(drawn >= 250)
