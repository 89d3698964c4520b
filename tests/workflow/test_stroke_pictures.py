"""Pictures of strokes: the same however many paintings are shown in turn, quick for one that grows."""

from dataclasses import replace

import numpy as np
import pytest

from painttime.core.brushwork import Brushwork, Stroke, StrokeCanvas, StrokeList
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.project import Project
from painttime.strokes import player as player_module
from painttime.strokes.engine import paint
from painttime.workflow.stroke_pictures import PREVIEW_LONG_SIDE_PX, StrokePictures

SIZE = 40
NUM_STROKES = 30


def brushwork_of(count=NUM_STROKES, seed=0):
    rng = np.random.default_rng(seed)
    strokes = [
        Stroke(
            curve=tuple(map(tuple, rng.random((3, 2)))),
            widths=(0.1, 0.05),
            colour=tuple(rng.integers(0, 256, 3).tolist()),
        )
        for _ in range(NUM_STROKES)
    ][:count]
    return Brushwork(strokes=StrokeList.of(strokes), ground=(250, 240, 230), height_px=SIZE, width_px=SIZE)


@pytest.fixture
def project():
    labels = np.ones((SIZE, SIZE), dtype=np.uint8)
    labels[:, SIZE // 2 :] = 2
    pixels = np.random.default_rng(9).integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)
    parts = (Part(id=1, name="left"), Part(id=2, name="right"))
    return Project(
        painting=Painting(pixels=pixels), parts=PartMap(labels=labels, parts=parts), ground=(250, 240, 230)
    )


@pytest.fixture
def drawn(monkeypatch):
    """The ranges of strokes drawn, in order."""
    ranges = []
    draw = player_module.draw_strokes

    def note(canvas, strokes, *, first, last, **rest):
        ranges.append((first, last))
        draw(canvas, strokes, first=first, last=last, **rest)

    monkeypatch.setattr(player_module, "draw_strokes", note)
    return ranges


def test_paintings_shown_in_turn_stay_apart(project):
    pictures = StrokePictures(project)
    brushworks = [brushwork_of(seed=seed) for seed in range(4)]
    for count in (NUM_STROKES, 7, 0, 19):
        for brushwork in brushworks:
            canvas = StrokeCanvas(brushwork=brushwork, count=count)
            np.testing.assert_array_equal(pictures.frame(canvas), paint(brushwork, count=count))


def test_a_painting_that_grows_is_drawn_once_while_another_is_written(project, drawn):
    pictures = StrokePictures(project)
    written = brushwork_of(seed=1)
    for count in range(1, NUM_STROKES + 1):
        grown = brushwork_of(count)
        pictures.frame(StrokeCanvas(brushwork=grown, count=count))
        pictures.frame(StrokeCanvas(brushwork=written, count=count))
    assert drawn == [(count - 1, count) for count in range(1, NUM_STROKES + 1) for _ in range(2)]


def test_finished_parts_and_the_finished_canvas_show_the_painting(project):
    pictures = StrokePictures(project)
    brushwork = brushwork_of()
    painting, right = project.painting.pixels, project.parts.mask(2)
    frame = pictures.frame(StrokeCanvas(brushwork=brushwork, count=9, finished_parts=frozenset({2})))
    np.testing.assert_array_equal(frame[right], painting[right])
    np.testing.assert_array_equal(frame[~right], paint(brushwork, count=9)[~right])
    finished = StrokeCanvas(brushwork=brushwork, count=9, is_finished=True)
    np.testing.assert_array_equal(pictures.frame(finished), painting)


def test_previews_are_small_and_frames_are_not(project):
    pictures = StrokePictures(project)
    canvas = StrokeCanvas(brushwork=brushwork_of(), count=3)
    assert pictures.preview(canvas).shape == (PREVIEW_LONG_SIDE_PX, PREVIEW_LONG_SIDE_PX, 3)
    assert pictures.frame(canvas).shape == (SIZE, SIZE, 3)


def test_they_fit_one_painting_part_map_and_ground(project):
    pictures = StrokePictures(project)
    assert pictures.fits(replace(project, seed=5, num_steps=9))
    assert not pictures.fits(replace(project, ground=(0, 0, 0)))
    assert not pictures.fits(replace(project, painting=Painting(pixels=project.painting.pixels.copy())))
