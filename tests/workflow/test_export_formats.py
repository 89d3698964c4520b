import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.errors import ExportError
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.workflow.export_formats import (
    estimate_export,
    export_format_of,
    export_formats,
    exported_path,
)


@pytest.fixture
def project() -> Project:
    painting = Painting(pixels=np.zeros((60, 80, 3), dtype=np.uint8))
    labels = np.ones((60, 80), dtype=np.uint8)
    return Project(painting=painting, parts=PartMap(labels=labels, parts=(Part(id=1, name="all"),)))


def test_every_format_is_found_by_its_ending(tmp_path: Path) -> None:
    for known in export_formats():
        assert export_format_of(tmp_path / f"jug{known.suffix}") is known
    with pytest.raises(ExportError, match=r"\.mp4"):
        export_format_of(tmp_path / "jug.doc")


def test_the_result_lies_where_it_is_said_to(project: Project) -> None:
    out = Path("jug.psd")
    steps = ExportOptions(psd_layout=PsdLayout.STEPS)
    parts = ExportOptions(psd_layout=PsdLayout.PARTS)
    one = ExportOptions(psd_layout=PsdLayout.PARTS, first=3, last=3)
    assert exported_path(project, out, steps) == out
    assert exported_path(project, out, parts) != out
    assert exported_path(project, out, one) == out


def test_fewer_canvases_cost_less(project: Project, tmp_path: Path) -> None:
    whole = estimate_export(project, tmp_path, ExportOptions())
    half = estimate_export(project, tmp_path, ExportOptions(first=20))
    assert half.size_bytes < whole.size_bytes
    assert half.seconds < whole.seconds


def test_exporters_are_not_loaded_before_they_are_asked_for() -> None:
    loaded = (
        "import sys, painttime.workflow.export_formats; print('painttime.exporters.table' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
