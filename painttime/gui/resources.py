"""Where the window's icons, style sheet and sample paintings lie."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ICONS = RESOURCES / "icons"
STYLE_SHEET = RESOURCES / "style" / "painttime.qss"
SAMPLES = RESOURCES / "samples"
