"""Painting strokes again with MyPaint's brushes, as a job."""

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.workflow.job import Job, Progress


def check_mypaint() -> None:
    """Raise UserInputError where MyPaint's brush engine or its brushes are missing, naming the packages."""
    from painttime.strokes.mypaint import check_mypaint_brushes

    check_mypaint_brushes()


def paint_with_mypaint_job(
    brushwork: Brushwork, *, long_side_px: int | None = None, brush: str | None = None
) -> Job[RGB8]:
    """Paint all strokes with MyPaint's brushes; returns the picture, (H, W, 3) uint8.

    Progress counts strokes. Arguments and errors: as of painttime.strokes.mypaint.paint_with_mypaint.
    """
    from painttime.strokes.mypaint import painting_with_mypaint

    total = len(brushwork.strokes)
    message = "Painting with MyPaint's brushes"
    yield Progress(done=0, total=total, message=message)
    for step in painting_with_mypaint(brushwork, long_side_px=long_side_px, brush=brush):
        if not isinstance(step, float):
            return step
        yield Progress(done=round(step * total), total=total, message=message)
    raise RuntimeError("MyPaint's brushes ended without a picture")
