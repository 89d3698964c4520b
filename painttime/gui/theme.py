"""Dark and light: palettes on Qt's Fusion style, one accent colour, a neutral grey around the painting.

The palettes are our own: asking Qt for a colour scheme does nothing on bare X11 and offscreen.
"""

from enum import Enum
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from painttime.gui.resources import STYLE_SHEET

SURROUND_ROLE = QPalette.ColorRole.Shadow
"""Role that holds the colour around the painting: without hue, so that it does not tint what one sees."""


class Theme(Enum):
    """What the user chose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


DARK_COLOURS = {
    "window": "#2a2b2d",
    "base": "#212224",
    "alternate": "#262729",
    "button": "#3a3b3e",
    "hover": "#46474b",
    "line": "#191a1b",
    "edge": "#4a4b4f",
    "text": "#e4e3e0",
    "muted": "#a3a29e",
    "disabled": "#75757a",
    "accent": "#e3a557",
    "on_accent": "#1e1a14",
    "link": "#efb76e",
    "surround": "#3c3c3c",
    "tooltip": "#3f4043",
}
LIGHT_COLOURS = {
    "window": "#efeeec",
    "base": "#fbfbfa",
    "alternate": "#f4f3f1",
    "button": "#fdfdfc",
    "hover": "#e2e0dc",
    "line": "#d3d1cc",
    "edge": "#bcb9b3",
    "text": "#232326",
    "muted": "#63625f",
    "disabled": "#9b9995",
    "accent": "#a85a12",
    "on_accent": "#ffffff",
    "link": "#96500f",
    "surround": "#b9b9b9",
    "tooltip": "#fffdf7",
}


def is_dark(theme: Theme) -> bool:
    """Return whether a theme comes out dark on this desktop; one that does not say gets dark."""
    if theme is Theme.SYSTEM:
        return QApplication.styleHints().colorScheme() is not Qt.ColorScheme.Light
    return theme is Theme.DARK


def palette_of(colours: dict[str, str]) -> QPalette:
    """Return the palette of a set of colours."""
    role = QPalette.ColorRole
    made = QPalette()
    for key, roles in {
        "window": (role.Window,),
        "base": (role.Base,),
        "alternate": (role.AlternateBase,),
        "button": (role.Button,),
        "text": (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText),
        "accent": (role.Highlight, role.Accent),
        "on_accent": (role.HighlightedText,),
        "link": (role.Link, role.LinkVisited),
        "surround": (SURROUND_ROLE,),
        "tooltip": (role.ToolTipBase,),
        "muted": (role.PlaceholderText,),
        "edge": (role.Mid,),
        "hover": (role.Midlight, role.Light),
        "line": (role.Dark,),
    }.items():
        for one in roles:
            made.setColor(one, QColor(colours[key]))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(colours["disabled"]))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours["edge"]))
    return made


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole program the palette and style sheet of a theme."""
    colours = DARK_COLOURS if is_dark(theme) else LIGHT_COLOURS
    app.setStyle("Fusion")
    app.setPalette(palette_of(colours))
    app.setStyleSheet(Template(STYLE_SHEET.read_text(encoding="utf-8")).substitute(colours))
