"""Open the window: python main.py [PAINTING]."""

import sys

from painttime.gui.app import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
