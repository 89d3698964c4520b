"""Both themes can be read, and the surround of the painting has no hue."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from painttime.gui.dialogs import show_failure
from painttime.gui.icons import icon
from painttime.gui.resources import ICONS
from painttime.gui.theme import DARK_COLOURS, LIGHT_COLOURS, SURROUND_ROLE, Theme, apply_theme, palette_of

READABLE = 4.5
"""Contrast WCAG 2.2 AA asks of text."""


def luminance(colour):
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [DARK_COLOURS, LIGHT_COLOURS], ids=["dark", "light"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "window"),
        ("text", "base"),
        ("text", "button"),
        ("text", "tooltip"),
        ("muted", "window"),
        ("muted", "base"),
        ("on_accent", "accent"),
        ("link", "base"),
    ],
)
def test_text_is_readable(colours, text, ground):
    assert contrast(QColor(colours[text]), QColor(colours[ground])) >= READABLE


@pytest.mark.parametrize("colours", [DARK_COLOURS, LIGHT_COLOURS], ids=["dark", "light"])
def test_the_surround_does_not_tint_the_painting(colours):
    surround = palette_of(colours).color(SURROUND_ROLE)
    assert surround.red() == surround.green() == surround.blue()


def test_a_chosen_theme_is_taken_at_once(qapp):
    apply_theme(qapp, Theme.LIGHT)
    light = QApplication.palette().color(QPalette.ColorRole.Window)
    apply_theme(qapp, Theme.DARK)
    dark = QApplication.palette().color(QPalette.ColorRole.Window)
    assert light.lightness() > 200 > 80 > dark.lightness()


def test_every_icon_can_be_drawn(qapp):
    for file in ICONS.glob("*.svg"):
        image = icon(file.stem).pixmap(24, 24).toImage()
        alphas = {image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)}
        assert max(alphas) > 0, file.name


def test_icons_take_the_colour_of_the_text(qapp):
    apply_theme(qapp, Theme.DARK)
    image = icon("play").pixmap(24, 24).toImage()
    assert image.pixelColor(12, 12) == QColor(DARK_COLOURS["text"])


def test_the_style_leaves_the_width_of_a_message_to_its_text(qtbot, qapp):
    apply_theme(qapp, Theme.DARK)
    box = show_failure(None, "Cannot open jug.png", "It is damaged.")
    qtbot.addWidget(box)
    label = box.findChild(QLabel, "qt_msgbox_label")
    assert label.font().bold()
    # Qt asks a label for the width of its text only where no style sets one, and cuts it off otherwise.
    assert label.minimumWidth() == 0
