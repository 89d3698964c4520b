"""From classes of pixels to parts of people: who is who, what joins what, what lies before what."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32, Labels
from painttime.segmentation.portraits.head_look import Head
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS, PortraitParts

BODY_HEADS = 7.0
"""A person is this many heads high."""

REACH_HEADS = 5.0
"""What lies further than this many heads from every person's middle line is nobody's."""

JOINS = {
    "clothes": (),
    "face": ("clothes",),
    "hair": ("face", "clothes"),
    "body": ("clothes", "face"),
    "eyes": ("face", "hair"),
    "mouth": ("face", "hair"),
    "nose": ("face", "hair"),
    "eyebrows": ("face", "hair"),
}
"""What each kind splits off from, in the order in which they do; where the first is not there, the second.
What splits off from nothing is the person as a whole."""

DEPTH = ("body", "clothes", "face", "hair", "nose", "mouth", "eyes", "eyebrows")
"""Back to front: skin lies under clothes, hair falls over the face and the shoulders."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """One kind of one person, before it has a number."""

    kind: str
    person: int
    area_px: int


def split_people(classes: Labels, heads: Sequence[Head]) -> PortraitParts | None:
    """Return the parts of the people with these heads; None where no class but background is theirs.

    classes: (H, W) uint8, indices of PORTRAIT_KINDS. heads: in pixels of it; their order numbers the persons
    from 0.
    """
    owners = owners_of(classes, heads)
    classes = np.where(owners < len(heads), classes, 0).astype(np.uint8)
    pieces = [
        _Piece(kind=PORTRAIT_KINDS[kind], person=person, area_px=area)
        for person in range(len(heads))
        for kind, area in enumerate(np.bincount(classes[owners == person], minlength=len(PORTRAIT_KINDS)))
        if kind and area
    ]
    if not pieces:
        return None
    ordered, parents = joined(pieces)
    table = np.zeros((len(heads) + 1, len(PORTRAIT_KINDS)), dtype=np.uint8)
    for label, piece in enumerate(ordered, start=1):
        table[piece.person, PORTRAIT_KINDS.index(piece.kind)] = label
    return PortraitParts(
        labels=table[owners, classes],
        kinds=tuple(piece.kind for piece in ordered),
        persons=tuple(piece.person for piece in ordered),
        parents=tuple(parents),
        order=depth_order(ordered, heads),
    )


def owners_of(classes: Labels, heads: Sequence[Head]) -> npt.NDArray[np.intp]:
    """Return (H, W): the number of the person each pixel would belong to, len(heads) for nobody's.

    Where people do not touch, all of a figure goes to its head; where they do, each pixel goes to
    whom it lies nearest in sizes of their heads. What touches no head is
    somebody's if it lies near: a hand over a table.
    """
    distance = np.stack([_distance_to(head, classes.shape) for head in heads])
    nearest = distance.argmin(axis=0)
    owners = np.where(distance.min(axis=0) <= REACH_HEADS, nearest, len(heads))
    count, islands = cv2.connectedComponents((classes > 0).astype(np.uint8), connectivity=4)
    inside: dict[int, list[int]] = {}
    for number, head in enumerate(heads):
        island = _island_under(np.asarray(islands, dtype=np.int32), head)
        if island:
            inside.setdefault(island, []).append(number)
    alone = np.full(count, -1, dtype=np.intp)
    for island, numbers in inside.items():
        if len(numbers) == 1:
            alone[island] = numbers[0]
    of_one = alone[islands]
    return np.where(of_one >= 0, of_one, owners)


def _island_under(islands: npt.NDArray[np.int32], head: Head) -> int:
    """Return the figure that most of a head lies on; 0 for none."""
    x0, y0, x1, y1 = (max(0, round(value)) for value in head.box)
    under = islands[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    counts = np.bincount(under.ravel(), minlength=2)
    counts[0] = 0
    return int(counts.argmax()) if counts.any() else 0


def _distance_to(head: Head, shape: tuple[int, ...]) -> Float32:
    """Return (H, W): distance to the line from a head down the middle of its body, in sizes of the head."""
    x, y = head.centre
    rows = np.arange(shape[0], dtype=np.float32)[:, None] + 0.5
    columns = np.arange(shape[1], dtype=np.float32)[None, :] + 0.5
    down = rows - np.clip(rows, y, y + BODY_HEADS * head.size_px)
    return np.asarray(np.hypot(columns - x, down) / head.size_px, dtype=np.float32)


def joined(pieces: Sequence[_Piece]) -> tuple[list[_Piece], list[int]]:
    """Return the pieces in the order in which they split off, and the label each splits off from; 0 for none.

    All persons come before anyone's face, the larger person first: with few parts everyone is there.
    """
    sizes: dict[int, int] = {}
    for piece in pieces:
        sizes[piece.person] = sizes.get(piece.person, 0) + piece.area_px
    has = {(piece.person, piece.kind) for piece in pieces}
    roots = {person: next(kind for kind in JOINS if (person, kind) in has) for person in sizes}
    ranks = {kind: rank for rank, kind in enumerate(JOINS, start=1)}

    def place(piece: _Piece) -> tuple[int, int]:
        rank = 0 if piece.kind == roots[piece.person] else ranks[piece.kind]
        return rank, -sizes[piece.person]

    ordered = sorted(pieces, key=place)
    labels = {(piece.person, piece.kind): label for label, piece in enumerate(ordered, start=1)}
    parents = []
    for label, piece in enumerate(ordered, start=1):
        root = labels[piece.person, roots[piece.person]]
        wanted = [labels.get((piece.person, kind), 0) for kind in JOINS[piece.kind]]
        parents.append(0 if label == root else next((one for one in wanted if 0 < one < label), root))
    return ordered, parents


def depth_order(pieces: Sequence[_Piece], heads: Sequence[Head]) -> tuple[int, ...]:
    """Return the labels back to front: persons whose heads are small and high stand behind the others."""
    behind = sorted(range(len(heads)), key=lambda person: (heads[person].size_px, heads[person].centre[1]))
    places = {person: place for place, person in enumerate(behind)}
    numbered = enumerate(pieces, start=1)
    return tuple(
        label
        for label, _ in sorted(
            numbered, key=lambda entry: (places[entry[1].person], DEPTH.index(entry[1].kind))
        )
    )
