"""From the layers of an artist's own file to parts: which layer is it that one sees at each pixel?

That is the layer most of a pixel's colour comes from. A layer that is nowhere opaque, or that only changes
what lies below it (multiply, overlay, ...), is a glaze: it takes what nothing else holds, and leaves the rest
to what shines through. What no layer holds is the ground.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Labels, RGBColour
from painttime.core.part import MAX_PARTS, Part, PartMap
from painttime.errors import PartsError
from painttime.segmentation.description.naming import marking_colour
from painttime.storage.part_names import kind_of_name, listed, one_line

Result = TypeVar("Result")
Reading = Generator[tuple[int, int], None, Result]
"""Yields (done, total) and returns what was read; may be closed at any yield."""

GROUND_NAME = "background"

_OPAQUE, _VISIBLE = 217, 26
_LEAST_OPAQUE_SHARE = 0.1


class LayerRole(Enum):
    """What a layer does: it covers, it changes what lies below, it is only seen on the layer that it is
    clipped to and belongs to that, or it is of a kind that cannot be read."""

    COVERS = "covers"
    TINTS = "tints"
    CLIPPED = "clipped"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Coverage:
    """What a layer covers. left, top: of its upper left pixel. alpha: (h, w) uint8, with masks, opacity."""

    left: int
    top: int
    alpha: npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartMark:
    """What painttime wrote down about the part that a layer is."""

    id: int
    kind: str
    colour: RGBColour


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Layer:
    """A layer as it stands in the file.

    group: names of the groups it lies in, outermost first. places: which group of its parent each of these
    is, as names may repeat. is_visible: it and all its groups are. read: gives what it covers.
    """

    name: str
    group: tuple[str, ...]
    places: tuple[int, ...]
    is_visible: bool
    role: LayerRole
    read: Callable[[], Coverage]
    mark: PartMark | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LayeredDocument:
    """The layers of a file, bottom to top, groups unfolded."""

    name: str
    height_px: int
    width_px: int
    layers: tuple[Layer, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PartsRead:
    """Parts from a file. notes: sentences for the user about what was left out."""

    parts: PartMap
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Slot:
    """What becomes one part: a layer, or the layers of one group."""

    name: str
    group: tuple[str, ...]
    mark: PartMark | None


def parts_of_layers(document: LayeredDocument) -> Reading[PartsRead]:
    """Read the layers that count and return the parts they are, back to front; yields layers read of all.

    Raises PartsError where no layer covers anything, or more than 255 do.
    """
    notes: list[str] = []
    layers = _readable(document, _visible(document, notes), notes)
    slots, slot_of_layer = _slots(document, layers, notes)
    owners = _Owners(document.height_px, document.width_px)
    glazes = []
    for done, (layer, slot) in enumerate(zip(layers, slot_of_layer, strict=True)):
        yield done, len(layers)
        covered = layer.read()
        is_glaze = layer.mark is None and (layer.role is LayerRole.TINTS or _is_glaze(covered.alpha))
        owners.lay(covered, slot + 1, only_on_ground=is_glaze)
        if is_glaze:
            glazes.append(slot)
    yield len(layers), len(layers)
    numbers = owners.without_slits()
    areas = np.bincount(numbers.ravel(), minlength=len(slots) + 1)
    kept = [place for place, slot in enumerate(slots) if areas[place + 1] or slot.mark is not None]
    if not areas[1:].any():
        raise PartsError(f'"{document.name}" has no layer that covers anything, and so it gives no parts.')
    _tell_what_is_left_out(slots, kept, set(glazes), notes)
    parts = _part_map(document, numbers, slots, kept, has_ground=bool(areas[0]))
    return PartsRead(parts=parts, notes=tuple(notes))


def _visible(document: LayeredDocument, notes: list[str]) -> list[Layer]:
    shown = [layer for layer in document.layers if layer.is_visible]
    if not shown and document.layers:
        notes.append(f'All layers of "{document.name}" are hidden; they were taken all the same.')
        return list(document.layers)
    hidden = [one_line(layer.name) for layer in document.layers if not layer.is_visible]
    if hidden:
        notes.append(f"Hidden layers were left out: {listed(hidden)}.")
    return shown


def _readable(document: LayeredDocument, layers: list[Layer], notes: list[str]) -> list[Layer]:
    strange = [one_line(layer.name) for layer in layers if layer.role is LayerRole.UNREADABLE]
    if strange:
        notes.append(
            f'Layers of "{document.name}" without pixels of their own (vectors, copies) were left out: '
            f"{listed(strange)}. Turn them into paint layers to have them as parts."
        )
    return [layer for layer in layers if layer.role in (LayerRole.COVERS, LayerRole.TINTS)]


def _slots(
    document: LayeredDocument, layers: Sequence[Layer], notes: list[str]
) -> tuple[list[_Slot], list[int]]:
    """Return what becomes parts, and which of them each layer goes to; of many layers groups are joined.

    Raises PartsError where even that is not enough.
    """
    deepest = max((len(layer.group) for layer in layers), default=0)
    for depth in range(deepest + 1, 0, -1):
        slots: list[_Slot] = []
        slot_of_layer: list[int] = []
        former: object = None
        for number, layer in enumerate(layers):
            is_joined = len(layer.group) >= depth
            key = layer.places[:depth] if is_joined else number
            if key != former:
                name = layer.group[depth - 1] if is_joined else layer.name
                group = layer.group[: depth - 1] if is_joined else layer.group
                slots.append(_Slot(name=name, group=group, mark=None if is_joined else layer.mark))
            former = key
            slot_of_layer.append(len(slots) - 1)
        if len(slots) <= MAX_PARTS:
            if depth <= deepest:
                notes.append(
                    f'"{document.name}" has {len(layers)} layers, more than {MAX_PARTS}: '
                    "those of one group became one part."
                )
            return slots, slot_of_layer
    raise PartsError(
        f'"{document.name}" has {len(layers)} layers; painttime takes {MAX_PARTS} at most. '
        "Merge some of them, or put them into groups: a group then becomes one part."
    )


def _is_glaze(alpha: npt.NDArray[np.uint8]) -> bool:
    visible = int((alpha >= _VISIBLE).sum())
    return int((alpha >= _OPAQUE).sum()) < _LEAST_OPAQUE_SHARE * visible or not visible


class _Owners:
    """Whose each pixel is as layers come on top of each other: 0 for the ground, else 1, 2, ..."""

    def __init__(self, height_px: int, width_px: int) -> None:
        self._numbers = np.zeros((height_px, width_px), dtype=np.uint8)
        # How much of a pixel's colour comes from its owner.
        self._shares = np.full((height_px, width_px), 255, dtype=np.uint8)

    def lay(self, covered: Coverage, number: int, *, only_on_ground: bool) -> None:
        """Lay a layer on top. only_on_ground: it takes nothing that a layer below holds."""
        height, width = self._numbers.shape
        top, left = max(0, covered.top), max(0, covered.left)
        bottom = min(height, covered.top + covered.alpha.shape[0])
        right = min(width, covered.left + covered.alpha.shape[1])
        if top >= bottom or left >= right:
            return
        window = (slice(top, bottom), slice(left, right))
        alpha = covered.alpha[
            top - covered.top : bottom - covered.top, left - covered.left : right - covered.left
        ]
        numbers, shares = self._numbers[window], self._shares[window]
        if only_on_ground:
            alpha = np.where(numbers == 0, alpha, np.uint8(0))
        dimmed = ((shares.astype(np.uint16) * (255 - alpha.astype(np.uint16)) + 127) // 255).astype(np.uint8)
        wins = (alpha >= dimmed) & (alpha > 0)
        numbers[wins] = number
        shares[:] = np.where(wins, alpha, dimmed)

    def without_slits(self) -> Labels:
        """Return the owners; thin slits of ground between soft edges go to the nearest layer."""
        ground = (self._numbers == 0).astype(np.uint8)
        if not ground.any() or ground.all():
            return self._numbers
        broad = cv2.morphologyEx(ground, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        # Of a broad piece the opening takes corners; they are no slits.
        broad = cv2.dilate(broad, np.ones((3, 3), np.uint8)) & ground
        slits = (ground & (1 - broad)).astype(np.bool_)
        if not slits.any():
            return self._numbers
        _, nearest = cv2.distanceTransformWithLabels(ground, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
        owned = ground == 0
        owner_of_label = np.zeros(int(nearest.max()) + 1, dtype=np.uint8)
        owner_of_label[nearest[owned]] = self._numbers[owned]
        return np.where(slits, owner_of_label[nearest], self._numbers)


def _tell_what_is_left_out(
    slots: Sequence[_Slot], kept: Sequence[int], glazes: set[int], notes: list[str]
) -> None:
    empty = [place for place in range(len(slots)) if place not in kept]
    tinting = [one_line(slots[place].name) for place in empty if place in glazes]
    covered = [one_line(slots[place].name) for place in empty if place not in glazes]
    if tinting:
        notes.append(f"Layers that are empty or only tint others were left out: {listed(tinting)}.")
    if covered:
        notes.append(f"Layers of which nothing is seen were left out: {listed(covered)}.")


def _part_map(
    document: LayeredDocument,
    numbers: Labels,
    slots: Sequence[_Slot],
    kept: Sequence[int],
    *,
    has_ground: bool,
) -> PartMap:
    """Return the parts; marks give their ids where they have any, the others get those that are free."""
    if len(kept) + has_ground > MAX_PARTS:
        raise PartsError(
            f'"{document.name}" has {len(kept)} layers and bare places besides; painttime takes {MAX_PARTS} '
            "parts at most. Merge some layers, or fill a layer below all others."
        )
    marks = [slots[place].mark for place in kept]
    taken = [mark.id for mark in marks if mark is not None]
    if len(set(taken)) != len(taken):
        marks, taken = [None] * len(kept), []
    free = iter([part_id for part_id in range(1, MAX_PARTS + 1) if part_id not in taken])
    table = np.zeros(MAX_PARTS + 1, dtype=np.uint8)
    parts = []
    if has_ground:
        table[0] = next(free)
        parts.append(_part(int(table[0]), GROUND_NAME, (), 0))
    for place, mark in zip(kept, marks, strict=True):
        slot = slots[place]
        part_id = next(free) if mark is None else mark.id
        table[place + 1] = part_id
        name = one_line(slot.name) or f"layer {place + 1}"
        part = _part(part_id, name, tuple(one_line(group) for group in slot.group), len(parts))
        if mark is not None:
            part = Part(id=part_id, name=name, kind=mark.kind, colour=mark.colour, group=part.group)
        parts.append(part)
    return PartMap(labels=table[numbers], parts=tuple(parts))


def _part(part_id: int, name: str, group: tuple[str, ...], place: int) -> Part:
    return Part(id=part_id, name=name, kind=kind_of_name(name), colour=marking_colour(place), group=group)
