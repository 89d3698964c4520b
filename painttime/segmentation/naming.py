"""Plain English names for parts that were found automatically, and the colours that mark them."""

import numpy as np

from painttime.core.image import Float32, RGBColour
from painttime.segmentation.ordering import RegionLook

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


def name_regions(looks: dict[int, RegionLook], order: list[int], colours: dict[int, str]) -> dict[int, str]:
    """Return a name for every label, all different; `order` is back to front, `colours` names their colours.

    The rearmost part becomes "background" when it runs along much of the picture's border and around others.
    """
    names: dict[int, str] = {}
    for label in order:
        is_background = label == order[0] and _is_background(looks[label])
        names[label] = "background" if is_background else _plain_name(looks[label], colours[label])
    if len(order) == 1:
        names[order[0]] = "whole picture"
    return _made_unique(names, looks)


def _is_background(look: RegionLook) -> bool:
    return look.border_share >= BACKGROUND_BORDER_SHARE and look.sides >= 3


def _plain_name(look: RegionLook, colour: str) -> str:
    size = "large " if look.area_share >= LARGE_SHARE else "small " if look.area_share < SMALL_SHARE else ""
    return f"{size}{colour} area, {position_name(look.centre)}"


def _made_unique(names: dict[int, str], looks: dict[int, RegionLook]) -> dict[int, str]:
    """Return names in which equal ones are told apart by lightness, then by number."""
    unique = dict(names)
    for name in sorted(set(names.values())):
        same = [label for label, other in names.items() if other == name]
        if len(same) == 2:
            darker, lighter = sorted(same, key=lambda label: (looks[label].lightness, label))
            unique[darker] = name.replace(" area", " area (darker)")
            unique[lighter] = name.replace(" area", " area (lighter)")
        elif len(same) > 2:
            for number, label in enumerate(same, start=1):
                unique[label] = name.replace(" area", f" area {number}")
    return unique
