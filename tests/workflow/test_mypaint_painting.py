"""The job that paints with MyPaint's brushes; skipped where they are not installed."""

import numpy as np
import pytest

from painttime.core.brushwork import Brushwork, Stroke, StrokeList
from painttime.errors import UserInputError
from painttime.strokes import mypaint_library
from painttime.strokes.mypaint import CHUNK, paint_with_mypaint
from painttime.workflow.job import run_to_end
from painttime.workflow.mypaint_painting import check_mypaint, paint_with_mypaint_job


@pytest.fixture
def brushwork() -> Brushwork:
    strokes = [
        Stroke(curve=((0.1, y), (0.5, y), (0.9, y)), widths=(0.02, 0.02), colour=(20, 30, 120))
        for y in np.linspace(0, 1, CHUNK + 5)
    ]
    return Brushwork(strokes=StrokeList.of(strokes), ground=(255, 255, 255), height_px=64, width_px=64)


def test_progress_counts_strokes_and_the_picture_is_returned(brushwork: Brushwork) -> None:
    try:
        check_mypaint()
    except UserInputError as error:
        pytest.skip(str(error))
    job = paint_with_mypaint_job(brushwork, long_side_px=48)
    assert [next(job).done for _ in range(3)] == [0, CHUNK, CHUNK + 5]
    job.close()
    picture = run_to_end(paint_with_mypaint_job(brushwork, long_side_px=48))
    assert (picture == paint_with_mypaint(brushwork, long_side_px=48)).all()


def test_without_mypaint_the_job_says_what_to_install(
    brushwork: Brushwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mypaint_library, "find_mypaint", lambda: None)
    with pytest.raises(UserInputError, match="mypaint-brushes"):
        check_mypaint()
    with pytest.raises(UserInputError, match="mypaint-brushes"):
        run_to_end(paint_with_mypaint_job(brushwork))
