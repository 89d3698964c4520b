"""A small process to export: 8 steps, three parts, odd width and height."""

import numpy as np
import pytest

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, Stroke, StrokeList
from painttime.core.image import luminance
from painttime.core.part import Part, PartMap
from painttime.exporters.process_frames import ProcessFrames

HEIGHT, WIDTH, NUM_STEPS = 65, 97, 8


class StoredFrames:
    """Pictures kept in memory, which counts how often each is asked for."""

    def __init__(self, pictures):
        self.pictures = pictures
        self.num_frames = len(pictures)
        self.height_px, self.width_px = pictures[0].shape[:2]
        self.asked = []

    def frame(self, index):
        self.asked.append(index)
        return self.pictures[index]


@pytest.fixture
def painting_pixels():
    """Smooth colours with some texture, as a painting has."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    noise = np.random.default_rng(4).normal(0, 3, (HEIGHT, WIDTH, 3))
    colours = np.stack([40 + 2 * x, 200 - 2 * y, 90 + x + y], axis=2) + noise
    return np.clip(colours, 0, 255).astype(np.uint8)


@pytest.fixture
def part_map():
    labels = np.full((HEIGHT, WIDTH), 2, dtype=np.uint8)
    labels[:20] = 7
    labels[30:50, 30:70] = 1
    return PartMap(
        labels=labels,
        parts=(
            Part(id=7, name="Sky — hell"),
            Part(id=2, name="meadow"),
            Part(id=1, name="jug, 壺", kind="thing"),
        ),
    )


@pytest.fixture
def stored(painting_pixels):
    """Frames from the ground to the painting; step 5 changes nothing."""
    ground = np.full_like(painting_pixels, (246, 241, 230))
    order = luminance(painting_pixels)
    pictures = [ground]
    for step in range(1, NUM_STEPS + 1):
        share = 4 / NUM_STEPS if step == 5 else step / NUM_STEPS
        laid = order <= np.quantile(order, share)
        pictures.append(np.where(laid[..., None], painting_pixels, ground))
    pictures[-1] = painting_pixels
    return StoredFrames(pictures)


@pytest.fixture
def process(stored, part_map):
    stages = ("ground", *["block-in"] * 3, *["modelling"] * 3, "detail", "finish")
    return ProcessFrames(frames=stored, stages=stages, parts=part_map)


@pytest.fixture
def cancelled_exports_leave_nothing(process, tmp_path):
    """Return a check that stops an export after each of its first yields and finds the folder as it was."""

    def check(write, name, options):
        for num_yields in (1, 3):
            running = write(process, tmp_path / name, options)
            for _ in range(num_yields):
                next(running)
            running.close()
            assert list(tmp_path.iterdir()) == []

    return check


@pytest.fixture
def brushwork(part_map):
    """Sixty strokes of every brush in three passes, the first two part by part."""
    rng = np.random.default_rng(8)
    strokes = []
    for number in range(60):
        pass_number = number // 20
        begin = rng.random(2) * (1, HEIGHT / WIDTH)
        control, end = begin + rng.normal(0, 0.12, 2), begin + rng.normal(0, 0.15, 2)
        width = (0.2, 0.08, 0.03)[pass_number]
        stroke = Stroke(
            curve=(tuple(begin), tuple(control), tuple(end)),
            widths=(width, width * rng.random()),
            colour=tuple(rng.integers(0, 256, 3).tolist()),
            opacity=255 if number % 3 else 140,
            brush=BRUSH_NAMES[number % len(BRUSH_NAMES)],
            part_id=(7, 2, 1)[number % 20 // 7] if pass_number < 2 else 0,
            pass_number=pass_number,
            texture=number,
        )
        strokes.append(stroke)
    return Brushwork(
        strokes=StrokeList.of(strokes),
        ground=(246, 241, 230),
        height_px=HEIGHT,
        width_px=WIDTH,
        labels=part_map.labels,
    )
