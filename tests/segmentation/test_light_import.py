"""The window imports the package before it needs scikit-image, which takes most of a second to load."""

import subprocess
import sys


def test_importing_the_package_does_not_import_scikit_image() -> None:
    code = "import sys, painttime.segmentation; print('skimage' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
