"""Where the files that come with the program lie: inside an installed package, beside it in a checkout."""

from pathlib import Path

import painttime


def shipped_folder(name: str) -> Path:
    """Return the folder of this name: "resources" or "models"."""
    package = Path(painttime.__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
