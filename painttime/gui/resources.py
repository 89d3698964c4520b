"""Where the window's icons, style sheet and sample paintings lie."""

from painttime.files.shipped import shipped_folder

RESOURCES = shipped_folder("resources")
ICONS = RESOURCES / "icons"
STYLE_SHEET = RESOURCES / "style" / "painttime.qss"
SAMPLES = RESOURCES / "samples"
