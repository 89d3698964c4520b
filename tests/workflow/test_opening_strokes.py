"""A file of strokes opens as the picture it paints."""

from pathlib import Path

import numpy as np
import pytest

from painttime.core.brushwork import Brushwork, Stroke, StrokeList
from painttime.core.project import BRUSH_ENGINE
from painttime.errors import StrokesFileError
from painttime.exporters.strokes_jsonl import write_jsonl
from painttime.exporters.strokes_options import StrokesOptions
from painttime.strokes.engine import paint
from painttime.workflow.finding_parts import PartsWanted
from painttime.workflow.job import run_to_end
from painttime.workflow.opening import open_file

GROUND = (240, 230, 210)


def brushwork(num_strokes: int, *, has_labels: bool = False) -> Brushwork:
    strokes = [
        Stroke(
            curve=((0.1, 0.02 * number), (0.5, 0.02 * number), (0.9, 0.02 * number)),
            widths=(0.05, 0.03),
            colour=(5 * number, 100, 250 - 5 * number),
            part_id=2 if has_labels else 9,
        )
        for number in range(num_strokes)
    ]
    labels = np.zeros((30, 40), dtype=np.uint8)
    labels[10:] = 2
    return Brushwork(
        strokes=StrokeList.of(strokes),
        ground=GROUND,
        height_px=60,
        width_px=80,
        labels=labels if has_labels else None,
    )


def written(folder: Path, made: Brushwork) -> Path:
    path = folder / "jug.jsonl"
    for _ in write_jsonl(made, path, StrokesOptions()):
        pass
    return path


@pytest.mark.parametrize("has_labels", [False, True])
def test_the_painting_is_what_the_strokes_paint_and_the_process_leads_to_it(
    tmp_path: Path, has_labels: bool
) -> None:
    made = brushwork(40, has_labels=has_labels)
    project = run_to_end(open_file(written(tmp_path, made)))
    np.testing.assert_array_equal(project.painting.pixels, paint(made))
    assert project.engine == BRUSH_ENGINE
    assert project.ground == GROUND
    assert project.take is not None
    assert project.take.is_complete
    assert project.brushwork is not None
    np.testing.assert_array_equal(project.brushwork.strokes.curves, made.strokes.curves)


def test_strokes_keep_their_parts_where_the_file_holds_them(tmp_path: Path) -> None:
    project = run_to_end(open_file(written(tmp_path, brushwork(10, has_labels=True))))
    assert set(project.parts.ids) == {1, 2}, "what belonged to no part is one of its own"
    assert project.parts.part(2).name == "part 2"
    assert project.brushwork is not None
    assert set(project.brushwork.strokes.part_ids.tolist()) == {2}


def test_parts_that_are_found_are_not_taken_for_those_of_the_strokes(tmp_path: Path) -> None:
    project = run_to_end(open_file(written(tmp_path, brushwork(10)), PartsWanted(count=3)))
    assert len(project.parts.ids) <= 3
    assert project.brushwork is not None
    assert not project.brushwork.strokes.part_ids.any()


def test_a_file_without_strokes_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StrokesFileError, match="holds no strokes"):
        run_to_end(open_file(written(tmp_path, brushwork(0))))
