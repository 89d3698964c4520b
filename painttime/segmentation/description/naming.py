"""Names for parts that were found automatically, in the user's language, and the colours that mark them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

import numpy as np

from painttime.core.image import Float32, RGBColour
from painttime.segmentation.description.name_tables import NameTable, name_table
from painttime.segmentation.description.ordering import RegionLook
from painttime.segmentation.scenes.kinds import UNSURE

MARKING_COLOURS: tuple[RGBColour, ...] = (
    (68, 119, 170),
    (230, 159, 0),
    (34, 136, 51),
    (204, 102, 160),
    (102, 204, 238),
    (213, 74, 30),
    (150, 150, 220),
    (221, 204, 68),
    (17, 119, 119),
    (136, 34, 85),
    (153, 204, 120),
    (160, 110, 60),
)
"""Told apart with any of the common forms of colour blindness (after Tol 2021, Okabe and Ito 2008)."""

COLOUR_NAMES: tuple[tuple[str, float, float, float], ...] = (
    # name, L, a, b; greys are named by lightness alone
    ("dark red", 25, 35, 20),
    ("red", 45, 58, 38),
    ("pink", 72, 28, 8),
    ("rose", 55, 38, 8),
    ("orange", 64, 35, 58),
    ("ochre", 58, 10, 42),
    ("golden yellow", 75, 8, 65),
    ("yellow", 88, -6, 70),
    ("cream", 90, 1, 14),
    ("sand", 75, 5, 24),
    ("flesh", 70, 15, 22),
    ("light brown", 52, 13, 24),
    ("brown", 35, 14, 22),
    ("dark brown", 18, 9, 12),
    ("olive green", 42, -7, 30),
    ("dark olive", 23, -4, 15),
    ("green", 45, -32, 28),
    ("pale green", 75, -16, 18),
    ("grey green", 55, -11, 9),
    ("dark green", 24, -16, 10),
    ("turquoise", 62, -26, -10),
    ("pale blue", 80, -6, -12),
    ("sky blue", 68, -8, -26),
    ("blue", 45, 2, -38),
    ("grey blue", 52, -3, -13),
    ("dark blue", 22, 4, -22),
    ("violet", 40, 26, -28),
    ("pale violet", 70, 12, -14),
)

LIGHTNESS_SLACK = 1.6
"""Lightness may differ this much more than hue before another name fits better."""

GREY_CHROMA = 6.5
"""Below this chroma a colour is called by its lightness."""

GREY_NAMES: tuple[tuple[float, str], ...] = (
    (18, "black"),
    (38, "dark grey"),
    (62, "grey"),
    (84, "light grey"),
    (100, "white"),
)

BACKGROUND_BORDER_SHARE = 0.4
"""A part along this share of the picture's border may be called background."""

LARGE_SHARE, SMALL_SHARE = 0.16, 0.035

AREA = "area"
"""What a part of unknown kind is called, with its colour, size and place."""


def marking_colour(index: int) -> RGBColour:
    """Return the colour that marks the part at this place; after twelve they come again, lighter."""
    colour = MARKING_COLOURS[index % len(MARKING_COLOURS)]
    if index < len(MARKING_COLOURS):
        return colour
    red, green, blue = ((value + 255) // 2 for value in colour)
    return red, green, blue


def common_colour_name(lab: Float32) -> str:
    """Return a plain name for the colour most of (n, 3) CIE Lab values have, such as "dark brown".

    The mean would not do: the mean of a wall of red and green dabs is a brown that is nowhere on it.
    """
    names = [name for _, name in GREY_NAMES] + [name for name, *_ in COLOUR_NAMES]
    table = np.array([entry[1:] for entry in COLOUR_NAMES], dtype=np.float32)
    difference = (lab[:, None] - table) / np.array([LIGHTNESS_SLACK, 1, 1], dtype=np.float32)
    nearest = len(GREY_NAMES) + (difference**2).sum(axis=2).argmin(axis=1)
    greys = np.searchsorted([bound for bound, _ in GREY_NAMES[:-1]], lab[:, 0])
    is_grey = np.hypot(lab[:, 1], lab[:, 2]) < GREY_CHROMA
    votes = np.bincount(np.where(is_grey, greys, nearest), minlength=len(names))
    return names[int(votes.argmax())]


def position_name(centre: tuple[float, float]) -> str:
    """Return where a point (x, y), 0..1, lies: "centre", "top", "lower left", ..."""
    x, y = centre
    side = "left" if x < 0.36 else "right" if x > 0.64 else ""
    if y < 0.36:
        return f"upper {side}" if side else "top"
    if y > 0.64:
        return f"lower {side}" if side else "bottom"
    return side or "centre"


def name_parts(
    part_kinds: Mapping[int, str],
    looks: Mapping[int, RegionLook],
    order: Sequence[int],
    colours: Mapping[int, str],
    *,
    language: str = "en",
    persons: Mapping[int, int] | None = None,
) -> dict[int, str]:
    """Return a name for every part, all different, as a painter would say it: "sky", "trees, left".

    part_kinds: "region" where the kind is not known; such parts are called by their colour and place.
    order: all parts, back to front. colours: as common_colour_name has them.
    language: a code ("de"); English where there is no table for it.
    persons: number of the person a part belongs to, for the parts of people.
    """
    table = name_table(language)
    if len(order) == 1 and part_kinds.get(order[0], UNSURE) in (UNSURE, "background"):
        return {order[0]: table.kind("whole")}
    words = {
        part: _Words(kind=_plain_kind(part, part_kinds, looks, order), person=(persons or {}).get(part))
        for part in order
    }
    words = _with_persons(words, looks)
    for part, known in words.items():
        if known.kind == AREA:
            size = _size_of(looks[part])
            place = position_name(looks[part].centre)
            words[part] = replace(known, size=size, colour=colours[part], place=place)
    words = _told_apart(words, "place", {part: position_name(looks[part].centre) for part in order})
    words = _told_apart(words, "colour", colours)
    return _made_unique({part: known.said(table) for part, known in words.items()}, looks, table)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    """What a name says, as keys of a table: a kind, and what tells it from others of the kind."""

    kind: str
    person: int | None = None
    person_place: str | None = None
    size: str | None = None
    colour: str | None = None
    place: str | None = None

    def said(self, table: NameTable) -> str:
        name = table.kind(self.kind)
        if self.colour is not None:
            name = table.phrase("coloured", name, colour=table.colour(self.colour))
        if self.size is not None:
            name = table.phrase("sized", name, size=table.size(self.size))
        if self.person_place is not None:
            name = table.phrase("placed", name, place=table.place(self.person_place))
        elif self.person is not None:
            name = table.phrase("person", name, number=str(self.person + 1))
        if self.place is not None:
            name = table.phrase("placed", name, place=table.place(self.place))
        return name


def _plain_kind(
    part: int, part_kinds: Mapping[int, str], looks: Mapping[int, RegionLook], order: Sequence[int]
) -> str:
    """Return the kind to call a part by; the rearmost part is background where it frames the others."""
    kind = part_kinds.get(part, UNSURE)
    if part == order[0] and kind in (UNSURE, "wall") and _is_background(looks[part]):
        return "background"
    return AREA if kind == UNSURE else kind


def _is_background(look: RegionLook) -> bool:
    return look.border_share >= BACKGROUND_BORDER_SHARE and look.sides >= 3


def _size_of(look: RegionLook) -> str | None:
    return "large" if look.area_share >= LARGE_SHARE else "small" if look.area_share < SMALL_SHARE else None


def _with_persons(words: dict[int, _Words], looks: Mapping[int, RegionLook]) -> dict[int, _Words]:
    """Return words in which the parts of several people say whose they are: by place, or by number."""
    members: dict[int, list[int]] = {}
    for part, known in words.items():
        if known.person is not None:
            members.setdefault(known.person, []).append(part)
    if len(members) < 2:
        return {part: replace(known, person=None) for part, known in words.items()}
    places = {
        person: position_name(_middle([looks[part] for part in parts])) for person, parts in members.items()
    }
    if len(set(places.values())) < len(places):
        return words
    return {
        part: known if known.person is None else replace(known, person_place=places[known.person])
        for part, known in words.items()
    }


def _middle(looks: Sequence[RegionLook]) -> tuple[float, float]:
    """Return the middle of several parts together, (x, y) 0..1."""
    area = sum(look.area_share for look in looks) or 1.0
    x, y = (sum(look.area_share * look.centre[axis] for look in looks) / area for axis in (0, 1))
    return x, y


def _told_apart(
    words: dict[int, _Words], detail: Literal["place", "colour"], details: Mapping[int, str]
) -> dict[int, _Words]:
    """Return words in which those that say the same say one thing more, where that helps."""
    groups: dict[_Words, list[int]] = {}
    for part, known in words.items():
        groups.setdefault(known, []).append(part)
    result = dict(words)
    for known, parts in groups.items():
        if len({details[part] for part in parts}) > 1 and getattr(known, detail) is None:
            for part in parts:
                more = details[part]
                result[part] = (
                    replace(known, place=more) if detail == "place" else replace(known, colour=more)
                )
    return result


def _made_unique(names: dict[int, str], looks: Mapping[int, RegionLook], table: NameTable) -> dict[int, str]:
    """Return names in which equal ones are told apart by lightness where they are two, else by number."""
    unique = dict(names)
    taken = set(names.values())
    for name in sorted(taken):
        same = [part for part, other in names.items() if other == name]
        pair = [table.phrase(pattern, name) for pattern in ("darker", "lighter")]
        if len(same) == 2 and taken.isdisjoint(pair):
            darker, lighter = sorted(same, key=lambda part: (looks[part].lightness, part))
            unique[darker], unique[lighter] = pair
            taken.update(pair)
        elif len(same) > 1:
            numbered = (table.phrase("numbered", name, number=str(number)) for number in count(1))
            for part in same:
                unique[part] = next(new for new in numbered if new not in taken)
                taken.add(unique[part])
    return unique
