"""What comes between the viewer and the painting: dialogs, menus, title cards, fades, other pictures."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8

Mask = npt.NDArray[np.bool_]

DIALOG, MENU, PALETTE, TITLE, BLACK, FADE = "dialog", "menu", "palette", "title", "black", "fade"
SCREENS = (DIALOG, TITLE, MENU, FADE, PALETTE, BLACK)
"""In the order in which films show them."""

LIGHT_THEME = ((238, 238, 240), (212, 214, 218), (40, 42, 46))
DARK_THEME = ((52, 54, 58), (70, 73, 79), (226, 226, 228))
"""Background, accent and text of a window."""

TITLES = ("TIME-LAPSE", "PART TWO", "THANK YOU", "DAY 3", "SUBSCRIBE")


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """One frame of what hides the painting. number: which of the film's. along: 0..1 of its stretch."""

    kind: str
    number: int
    along: float


def draw_screen(pixels: RGB8, screen: Screen, seed: int) -> tuple[RGB8, Mask]:
    """Return a frame with a screen over it, and what it hides, (h, w) bool."""
    rng = np.random.default_rng([seed, 8, screen.number])
    everything = np.ones(pixels.shape[:2], dtype=np.bool_)
    if screen.kind == FADE:
        light = abs(2 * screen.along - 1) * 0.85
        return np.rint(pixels * np.float32(light)).astype(np.uint8), everything
    if screen.kind == BLACK:
        return np.zeros_like(pixels), everything
    if screen.kind == TITLE:
        return _title(pixels, rng), everything
    drawn = pixels.copy()
    hidden = np.zeros(pixels.shape[:2], dtype=np.bool_)
    theme = LIGHT_THEME if rng.random() < 0.5 else DARK_THEME
    draw = {DIALOG: _dialog, MENU: _menu, PALETTE: _palette}[screen.kind]
    for x, y, width_px, height_px in draw(drawn, theme, rng, screen.along):
        hidden[max(0, y) : y + height_px, max(0, x) : x + width_px] = True
    return drawn, hidden


Box = tuple[int, int, int, int]
Theme = tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]


def _box(pixels: RGB8, box: Box, colour: tuple[int, int, int]) -> None:
    x, y, width_px, height_px = box
    pixels[max(0, y) : max(0, y + height_px), max(0, x) : max(0, x + width_px)] = colour


def _write(
    pixels: RGB8, text: str, at: tuple[int, int], size_px: float, colour: tuple[int, int, int]
) -> None:
    font = cv2.FONT_HERSHEY_SIMPLEX
    thickness = max(1, round(size_px / 14))
    cv2.putText(pixels, text, at, font, size_px / 30, colour, thickness, cv2.LINE_AA)


def _title(pixels: RGB8, rng: np.random.Generator) -> RGB8:
    height_px, width_px = pixels.shape[:2]
    card = np.empty_like(pixels)
    light, dark = ((245, 243, 238), (30, 32, 38))
    ground, ink = (light, dark) if rng.random() < 0.4 else (dark, light)
    card[:] = ground
    text = TITLES[int(rng.integers(len(TITLES)))]
    _write(card, text, (round(0.12 * width_px), round(0.52 * height_px)), 0.13 * height_px, ink)
    _write(card, "oil on canvas", (round(0.13 * width_px), round(0.66 * height_px)), 0.05 * height_px, ink)
    return card


def _dialog(pixels: RGB8, theme: Theme, rng: np.random.Generator, along: float) -> list[Box]:
    """Draw a dialog box in the middle with some lines and two buttons; one is pressed at the end."""
    height_px, width_px = pixels.shape[:2]
    ground, accent, ink = theme
    box_width, box_height = (
        round(rng.uniform(0.4, 0.62) * width_px),
        round(rng.uniform(0.4, 0.62) * height_px),
    )
    x, y = round(0.45 * (width_px - box_width)), round(0.45 * (height_px - box_height))
    line = max(4, round(0.05 * height_px))
    _box(pixels, (x, y, box_width, box_height), ground)
    _box(pixels, (x, y, box_width, line), accent)
    _write(pixels, "Layer properties", (x + line // 2, y + line - line // 3), line * 0.6, ink)
    for number in range(3):
        top = y + line * (number + 2)
        _box(
            pixels, (x + line, top, round(rng.uniform(0.3, 0.8) * (box_width - 2 * line)), line // 2), accent
        )
    for number, text in enumerate(("Cancel", "OK")):
        left = x + box_width - (2 - number) * 4 * line
        button = (left, y + box_height - 2 * line, 3 * line + line // 2, line + line // 2)
        _box(pixels, button, (62, 120, 200) if number and along > 0.6 else accent)
        _write(pixels, text, (left + line // 3, y + box_height - line), line * 0.6, ink)
    return [(x, y, box_width, box_height)]


def _menu(pixels: RGB8, theme: Theme, rng: np.random.Generator, along: float) -> list[Box]:
    """Draw a menu bar with a menu open, one of whose entries is lit, ever further down."""
    height_px, width_px = pixels.shape[:2]
    ground, accent, ink = theme
    line = max(4, round(0.045 * height_px))
    bar: Box = (0, 0, width_px, line + line // 2)
    _box(pixels, bar, ground)
    for number, text in enumerate(("File", "Edit", "Image", "Layer", "View")):
        _write(pixels, text, (line + number * 4 * line, line), line * 0.7, ink)
    num_entries = int(rng.integers(8, 12))
    menu: Box = (5 * line, bar[3], 9 * line, (num_entries + 1) * line * 3 // 2)
    _box(pixels, menu, ground)
    lit = round(along * (num_entries - 1))
    for number in range(num_entries):
        top = menu[1] + line // 2 + number * line * 3 // 2
        if number == lit:
            _box(pixels, (menu[0], top - line // 4, menu[2], line * 3 // 2), (62, 120, 200))
        _box(
            pixels,
            (menu[0] + line, top, round(rng.uniform(3, 7) * line), line // 2),
            accent if number != lit else ink,
        )
    return [bar, menu]


def _palette(pixels: RGB8, theme: Theme, rng: np.random.Generator, along: float) -> list[Box]:
    """Draw a panel of colours and sliders that comes in from the right."""
    height_px, width_px = pixels.shape[:2]
    ground, accent, ink = theme
    width = round(0.36 * width_px * min(1.0, 0.4 + 2 * min(along, 1 - along + 0.2)))
    box: Box = (width_px - width, round(0.05 * height_px), width, round(0.86 * height_px))
    _box(pixels, box, ground)
    cell = max(3, round(0.06 * height_px))
    for number in range(24):
        left, top = box[0] + cell + number % 5 * cell * 5 // 4, box[1] + cell + number // 5 * cell * 5 // 4
        _box(pixels, (left, top, cell, cell), tuple(rng.integers(0, 256, 3).tolist()))
    for number in range(4):
        top = box[1] + round((8 + 1.4 * number) * cell)
        _box(pixels, (box[0] + cell, top, 6 * cell, max(1, cell // 5)), accent)
        _box(pixels, (box[0] + cell + round(rng.uniform(0, 5) * cell), top - cell // 3, cell // 3, cell), ink)
    return [box]


def another_picture(size_px: tuple[int, int], seed: int, number: int) -> RGB8:
    """Return what a cut shows instead of the painting: something soft, with a few sharp things in it."""
    rng = np.random.default_rng([seed, 9, number])
    width_px, height_px = size_px
    coarse = rng.uniform(20, 235, (5, 8, 3)).astype(np.float32)
    picture = cv2.resize(coarse, size_px, interpolation=cv2.INTER_CUBIC)
    for _ in range(9):
        centre = (int(rng.integers(width_px)), int(rng.integers(height_px)))
        axes = (int(rng.uniform(0.03, 0.2) * width_px), int(rng.uniform(0.03, 0.25) * height_px))
        colour = rng.uniform(10, 245, 3).tolist()
        cv2.ellipse(picture, centre, axes, float(rng.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
    texture = cv2.GaussianBlur(rng.standard_normal((height_px, width_px), dtype=np.float32), (0, 0), 1.2)
    return np.asarray(np.rint(np.clip(picture + 18 * texture[..., None], 0, 255)), dtype=np.uint8)
