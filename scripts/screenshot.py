"""Saves a picture of the window: python scripts/screenshot.py FILE OUT.png [--light]."""

import argparse
import sys
from pathlib import Path

from painttime.errors import PainttimeError
from painttime.gui.app import screenshot


def main() -> int:
    parser = argparse.ArgumentParser(description="Save a picture of the window with a file open in it.")
    parser.add_argument("file", type=Path, help="a picture or a .painttime project")
    parser.add_argument("out", type=Path, help="the .png file to write")
    parser.add_argument("--light", action="store_true", help="light instead of dark")
    parser.add_argument("--at", type=float, default=0.5, help="canvas shown, 0 = ground, 1 = painting")
    arguments = parser.parse_args()
    try:
        screenshot(arguments.out, arguments.file, dark=not arguments.light, at=arguments.at)
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
