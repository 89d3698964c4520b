"""Painting a picture: the error only falls, and what was asked for is kept to."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, StrokeList
from painttime.core.image import RGB8, Float32, Labels
from painttime.strokes import painter
from painttime.strokes.cells import Cells
from painttime.strokes.easel import SMALLEST_WIDTH_PX
from painttime.strokes.engine import draw_strokes, paint
from painttime.strokes.options import PaintOptions
from painttime.strokes.painter import painting
from painttime.strokes.proposals import NUM_PER_CELL, RandomProposer, StructureProposer

GROUND = (246, 241, 230)

Settings = dict[str, object]


def progress_of(pixels: RGB8, labels: Labels | None = None, **settings: object) -> list[float | Brushwork]:
    part_ids = () if labels is None else tuple(np.unique(labels).tolist())
    options = PaintOptions(**settings)
    return list(
        painting(
            pixels,
            labels=labels,
            part_ids=part_ids,
            ground=GROUND,
            options=options,
            predictor=StructureProposer(),
        )
    )


def painted(pixels: RGB8, labels: Labels | None = None, **settings: object) -> Brushwork:
    last = progress_of(pixels, labels, **settings)[-1]
    assert isinstance(last, Brushwork)
    return last


def squared_error(canvas: RGB8, target: RGB8) -> int:
    return int(((canvas.astype(np.int64) - target) ** 2).sum())


def assert_same(first: StrokeList, second: StrokeList) -> None:
    for name in StrokeList.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name), name)


ALL_KINDS: list[Settings] = [
    {},
    {"brush": "mixed", "order": "contour-first"},
    {"brush": "wash", "order": "light-to-dark"},
    {"brush": "dry", "palette_size": 5},
    {"order": "back-to-front", "refine": False},
    {"order": "contour-first", "palette_size": 4},
    {"order": "dark-to-light", "largest_width": 0.1, "smallest_width": 0.03},
]


@pytest.mark.parametrize("settings", ALL_KINDS, ids=str)
def test_the_error_falls_with_every_stroke(
    settings: Settings, scene_pixels: RGB8, scene_labels: Labels
) -> None:
    work = painted(scene_pixels, scene_labels, num_strokes=250, **settings)
    canvas = paint(work, count=0)
    error = squared_error(canvas, scene_pixels)
    for index in range(len(work.strokes)):
        draw_strokes(canvas, work.strokes, first=index, last=index + 1)
        after = squared_error(canvas, scene_pixels)
        assert after < error
        error = after
    np.testing.assert_array_equal(canvas, paint(work))


@pytest.mark.parametrize("num_strokes", [10, 57, 300, 1000])
def test_the_budget_is_spent_and_not_exceeded(num_strokes: int, scene_pixels: RGB8) -> None:
    assert len(painted(scene_pixels, num_strokes=num_strokes).strokes) == num_strokes


@pytest.mark.parametrize("order", painter.ORDER_NAMES)
def test_the_budget_is_spent_in_every_order(order: str, scene_pixels: RGB8, scene_labels: Labels) -> None:
    assert len(painted(scene_pixels, scene_labels, num_strokes=200, order=order).strokes) == 200


def test_more_strokes_come_nearer_to_the_picture(scene_pixels: RGB8) -> None:
    errors = [
        squared_error(paint(painted(scene_pixels, num_strokes=count)), scene_pixels)
        for count in (20, 80, 320, 1280)
    ]
    for fewer, more in pairwise(errors):
        assert more < 0.75 * fewer


def test_strokes_along_the_structure_do_better_than_any(scene_pixels: RGB8) -> None:
    errors = []
    for proposer in (StructureProposer(), RandomProposer()):
        *_, last = painting(
            scene_pixels,
            labels=None,
            part_ids=(),
            ground=GROUND,
            options=PaintOptions(num_strokes=600),
            predictor=proposer,
        )
        assert isinstance(last, Brushwork)
        errors.append(squared_error(paint(last), scene_pixels))
    assert errors[0] < errors[1]


def test_refining_strokes_pays(scene_pixels: RGB8) -> None:
    refined, plain = (
        squared_error(paint(painted(scene_pixels, num_strokes=400, refine=refine)), scene_pixels)
        for refine in (True, False)
    )
    assert refined < 0.95 * plain


def test_each_state_goes_on_from_the_one_before(scene_pixels: RGB8) -> None:
    progress = progress_of(scene_pixels, num_strokes=300)
    states = [state for state in progress if isinstance(state, Brushwork)]
    shares = [share for share in progress if isinstance(share, float)]
    assert len(states) > 5
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 1
    for state in states:
        assert_same(state.strokes, states[-1].strokes.selected(slice(0, len(state.strokes))))
    assert (np.diff(states[-1].strokes.passes.astype(int)) >= 0).all()
    assert states[-1].num_passes > 3


@pytest.mark.parametrize("brush", [*BRUSH_NAMES, "mixed"])
def test_the_brush_asked_for_is_used(brush: str, scene_pixels: RGB8) -> None:
    used = {
        BRUSH_NAMES[index] for index in painted(scene_pixels, num_strokes=150, brush=brush).strokes.brushes
    }
    assert used == ({brush} if brush != "mixed" else {"flat", "bristle", "round"})


@pytest.mark.parametrize("order", ["coarse-to-fine", "contour-first"])
@pytest.mark.parametrize("palette_size", [2, 6, 20])
def test_no_more_colours_are_mixed_than_asked_for(palette_size: int, order: str, scene_pixels: RGB8) -> None:
    work = painted(scene_pixels, num_strokes=200, palette_size=palette_size, order=order)
    assert 2 <= len(np.unique(work.strokes.colours, axis=0)) <= palette_size


@pytest.mark.parametrize("refine", [True, False])
@pytest.mark.parametrize("order", ["coarse-to-fine", "contour-first"])
@pytest.mark.parametrize(
    ("smallest", "largest"), [(0.06, None), (None, 0.03), (0.05, 0.08), (0.05, 0.05), (None, 0.001)]
)
def test_brushes_are_as_broad_as_asked_for(
    smallest: float | None, largest: float | None, order: str, refine: bool, scene_pixels: RGB8
) -> None:
    work = painted(
        scene_pixels,
        num_strokes=150,
        smallest_width=smallest,
        largest_width=largest,
        order=order,
        refine=refine,
    )
    widths = work.strokes.widths.max(axis=1)
    assert len(widths) > 20
    assert widths.min() >= (smallest or 0) * (1 - 1e-5)
    # No brush is finer than a pixel.
    assert widths.max() <= max(largest or 1, SMALLEST_WIDTH_PX / 128) * (1 + 1e-5)


def test_strokes_are_strokes_and_no_dabs(scene_pixels: RGB8) -> None:
    strokes = painted(scene_pixels, num_strokes=500).strokes
    lengths = np.linalg.norm(strokes.curves[:, 2] - strokes.curves[:, 0], axis=1)
    elongation = lengths / strokes.widths.max(axis=1)
    assert elongation.min() > 2.5
    assert np.median(elongation) >= 3


def test_painting_is_repeated_by_its_seed_alone(scene_pixels: RGB8, scene_labels: Labels) -> None:
    first, again, other = (
        painted(scene_pixels, scene_labels, num_strokes=150, order="back-to-front", seed=seed).strokes
        for seed in (4, 4, 5)
    )
    assert_same(first, again)
    assert (first.curves != other.curves).any()


def test_a_picture_that_is_bare_ground_needs_no_stroke() -> None:
    pixels = np.empty((40, 50, 3), dtype=np.uint8)
    pixels[:] = GROUND
    assert len(painted(pixels, num_strokes=100).strokes) == 0


def test_a_flat_picture_is_covered_and_then_left_alone() -> None:
    pixels = np.full((40, 50, 3), 90, dtype=np.uint8)
    work = painted(pixels, num_strokes=400)
    assert len(work.strokes) < 400
    assert np.abs(paint(work).astype(int) - pixels).mean() < 3


@pytest.mark.parametrize("order", painter.ORDER_NAMES)
@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 300), (300, 2), (5, 7)])
def test_tiny_and_narrow_pictures_can_be_painted(height: int, width: int, order: str) -> None:
    rng = np.random.default_rng(height)
    pixels = rng.integers(0, 200, (height, width, 3), dtype=np.uint8)
    labels = (np.arange(height * width) % 3).astype(np.uint8).reshape(height, width)
    work = painted(pixels, labels, num_strokes=30, order=order)
    assert 1 <= len(work.strokes) <= 30
    assert squared_error(paint(work), pixels) < squared_error(paint(work, count=0), pixels)


def test_pictures_larger_than_strokes_are_tried_at_are_painted_at_their_size(
    scene_pixels: RGB8, scene_labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painter, "MAX_WORKING_PX", 64)
    large = cv2.resize(scene_pixels, (384, 288), interpolation=cv2.INTER_CUBIC)
    labels = scene_labels.repeat(3, axis=0).repeat(3, axis=1)
    work = painted(large, labels, num_strokes=300, order="back-to-front")
    assert (work.height_px, work.width_px) == (288, 384)
    assert paint(work).shape == large.shape
    assert np.abs(paint(work).astype(int) - large).mean() < 0.2 * np.abs(large - np.array(GROUND)).mean()
    middles = (0.25 * work.strokes.curves * np.array([1, 2, 1])[:, None]).sum(axis=1) * 384
    rows, columns = np.clip(middles[:, 1], 0, 287).astype(int), np.clip(middles[:, 0], 0, 383).astype(int)
    at_middles = labels[rows, columns]
    # Strokes are moved a little after they were begun in their part.
    assert (at_middles == work.strokes.part_ids).mean() > 0.9


def test_pixels_that_cannot_be_written_can_be_painted(scene_pixels: RGB8) -> None:
    frozen = scene_pixels[::2, ::2]
    frozen.flags.writeable = False
    assert len(painted(frozen, num_strokes=50).strokes) == 50


def noise_picture(height: int, width: int) -> RGB8:
    """Noise without direction or place: whatever is regular in its painting comes from the painter."""
    noise = np.random.default_rng(0).normal(0, 1, (height, width, 3))
    smooth = cv2.GaussianBlur(noise, (0, 0), 2.0)
    return np.clip(128 + 40 * smooth / smooth.std(), 0, 255).astype(np.uint8)


class RigidProposer:
    """Proposes the same strokes in every cell: where cells lie would be seen in the painting."""

    def propose(self, cells: Cells, rng: np.random.Generator) -> Float32:
        heights = (np.arange(NUM_PER_CELL) + 0.5) / NUM_PER_CELL
        strokes = [(0.1, y, 0.5, y, 0.9, y, 0.16, 0.16) for y in heights]
        return np.tile(np.array(strokes, dtype=np.float32), (len(cells), 1, 1))


def test_no_grid_shows() -> None:
    """No shift of the error by the side of a cell agrees better with itself than shifts a little off it."""
    pixels = noise_picture(128, 128)
    agreement = np.zeros((128, 128))
    for seed in range(10):
        *_, work = painting(
            pixels,
            labels=None,
            part_ids=(),
            ground=GROUND,
            options=PaintOptions(num_strokes=400, seed=seed, refine=False),
            predictor=RigidProposer(),
        )
        assert isinstance(work, Brushwork)
        error = np.abs(paint(work).astype(float) - pixels).sum(axis=2)
        spectrum = np.abs(np.fft.fft2(error - error.mean())) ** 2
        agreement += np.fft.ifft2(spectrum).real / spectrum.mean() / 10
    for side_px in range(9, 60):
        for along in (agreement[0], agreement[:, 0]):
            near = along[[side_px - 3, side_px - 2, side_px + 2, side_px + 3]]
            assert along[side_px] - near.mean() < 0.03
