"""Where the window's icons and style sheet lie."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ICONS = RESOURCES / "icons"
STYLE_SHEET = RESOURCES / "style" / "painttime.qss"
