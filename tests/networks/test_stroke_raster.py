"""Strokes drawn so that gradients reach their shapes."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from painttime.networks.stroke_raster import (
    LONGEST,
    NUM_RAW,
    SHORTEST,
    STRONGEST_BEND,
    THICKEST,
    THINNEST,
    coverage,
    laid_over,
    shapes_from_raw,
)

SIZE_PX = 32


def straight(begin: tuple[float, float], end: tuple[float, float], width: float, last: float) -> Tensor:
    middle = tuple(0.5 * (a + b) for a, b in zip(begin, end, strict=True))
    return torch.tensor([[[*begin, *middle, *end, width, last]]])


@pytest.mark.parametrize(
    ("end", "width", "last"),
    [((0.8, 0.5), 0.2, 0.2), ((0.7, 0.7), 0.15, 0.15), ((0.3, 0.75), 0.12, 0.12), ((0.8, 0.5), 0.2, 0.1)],
)
def test_a_stroke_covers_the_area_of_its_capsule(end: tuple[float, float], width: float, last: float) -> None:
    begin = (0.3, 0.4)
    length = ((end[0] - begin[0]) ** 2 + (end[1] - begin[1]) ** 2) ** 0.5
    area = length * 0.5 * (width + last) + torch.pi / 8 * (width**2 + last**2)
    covered = coverage(straight(begin, end, width, last), 64).sum() / 64**2
    assert float(covered) == pytest.approx(area, rel=0.05)


def test_a_stroke_lies_where_it_was_laid() -> None:
    cover = coverage(straight((0.25, 0.5), (0.75, 0.5), 0.2, 0.2), SIZE_PX)[0, 0]
    assert cover[16, 10:22].min() > 0.98
    assert cover[:8].max() < 0.02
    assert cover[:, :2].max() < 0.02
    # Rows are y, columns x.
    assert cover.sum(dim=0).argmax() in range(8, 24)
    assert (cover > 0.5).sum(dim=1).max() > 2 * (cover > 0.5).sum(dim=0).max()


def test_a_bent_stroke_passes_half_as_far_from_its_chord_as_its_control_point() -> None:
    shape = torch.tensor([[[0.2, 0.5, 0.5, 0.1, 0.8, 0.5, 0.08, 0.08]]])
    cover = coverage(shape, 64)[0, 0]
    rows = torch.arange(64) + 0.5
    middle = (cover[:, 32] * rows).sum() / cover[:, 32].sum()
    assert float(middle) == pytest.approx(0.3 * 64, abs=1)


def test_drawing_agrees_at_other_sizes() -> None:
    torch.manual_seed(0)
    shapes = shapes_from_raw(torch.randn(2, 5, NUM_RAW))
    fine = torch.nn.functional.avg_pool2d(coverage(shapes, 128), 4)
    assert (fine - coverage(shapes, SIZE_PX)).abs().mean() < 0.03


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(-60, 60, width=32), min_size=NUM_RAW, max_size=NUM_RAW))
def test_whatever_a_network_says_is_a_stroke(raw: list[float]) -> None:
    shape = shapes_from_raw(torch.tensor(raw)[None, None])[0, 0]
    assert shape.isfinite().all()
    begin, control, end = shape[0:2], shape[2:4], shape[4:6]
    chord = end - begin
    length = float(chord.norm())
    assert length <= LONGEST + 1e-3
    middle = 0.5 * (begin + end)
    assert middle.min() >= -0.1 - 1e-4
    assert middle.max() <= 1.1 + 1e-4
    # Without any direction a stroke is a point; training never leaves it at that.
    if abs(raw[2]) + abs(raw[3]) > 1e-3:
        assert length >= SHORTEST - 1e-3
        assert THINNEST * 0.999 <= float(shape[6]) / length <= THICKEST * 1.001
        away = abs(float(chord[0] * (control - middle)[1] - chord[1] * (control - middle)[0])) / length
        assert away <= 2 * STRONGEST_BEND * length * 1.001
    assert 0.5 * shape[6] * 0.999 <= shape[7] <= shape[6] * 1.001


def test_every_number_of_a_stroke_gets_a_gradient() -> None:
    torch.manual_seed(3)
    raw = torch.randn(4, 8, NUM_RAW, requires_grad=True)
    target = torch.rand(4, 3, SIZE_PX, SIZE_PX)
    canvas, _ = laid_over(
        torch.zeros(4, 3, SIZE_PX, SIZE_PX),
        target,
        coverage(shapes_from_raw(raw), SIZE_PX),
        torch.ones(4, 1, SIZE_PX, SIZE_PX),
    )
    ((canvas - target) ** 2).mean().backward()
    assert raw.grad is not None
    assert raw.grad.isfinite().all()
    assert (raw.grad.abs().amax(dim=(0, 1)) > 1e-8).all()


def test_gradients_stay_finite_where_a_stroke_has_no_direction() -> None:
    raw = torch.zeros(1, 1, NUM_RAW, requires_grad=True)
    coverage(shapes_from_raw(raw), SIZE_PX).sum().backward()
    assert raw.grad is not None
    assert raw.grad.isfinite().all()


def test_gradients_tell_how_the_area_changes() -> None:
    shapes = straight((0.3, 0.4), (0.7, 0.6), 0.2, 0.15).double().requires_grad_()
    coverage(shapes, SIZE_PX).sum().backward()
    assert shapes.grad is not None
    step = 1e-4
    for index in range(8):
        moved = [shapes.detach().clone() for _ in range(2)]
        moved[0][..., index] += step
        moved[1][..., index] -= step
        more, less = (float(coverage(shape, SIZE_PX).sum()) for shape in moved)
        assert float(shapes.grad[0, 0, index]) == pytest.approx((more - less) / (2 * step), rel=0.02, abs=0.5)


def test_a_gradient_step_brings_the_canvas_nearer() -> None:
    torch.manual_seed(5)
    target = torch.zeros(1, 3, SIZE_PX, SIZE_PX)
    target[:, 0, 10:16, 4:28] = 1.0
    raw = torch.zeros(1, 1, NUM_RAW)
    raw[..., 2] = raw[..., 3] = 1.0
    raw.requires_grad_()
    optimiser = torch.optim.Adam([raw], lr=0.1)
    errors = []
    for _ in range(60):
        cover = coverage(shapes_from_raw(raw), SIZE_PX)
        canvas, _ = laid_over(torch.zeros_like(target), target, cover, torch.ones(1, 1, SIZE_PX, SIZE_PX))
        error = ((canvas - target) ** 2).mean()
        errors.append(float(error.detach()))
        optimiser.zero_grad()
        error.backward()
        optimiser.step()
    assert errors[-1] < 0.35 * errors[0]


def test_strokes_are_laid_one_over_the_other_in_the_mean_colour_under_them() -> None:
    target = torch.zeros(1, 3, SIZE_PX, SIZE_PX)
    target[:, 0, :, :16], target[:, 2, :, 16:] = 1.0, 1.0
    cover = torch.zeros(1, 2, SIZE_PX, SIZE_PX)
    cover[0, 0, :8], cover[0, 1, 4:8, :16] = 1.0, 1.0
    ground = torch.full_like(target, 0.5)
    canvas, canvases = laid_over(ground, target, cover, torch.ones(1, 1, SIZE_PX, SIZE_PX))
    torch.testing.assert_close(canvas, canvases[:, -1])
    torch.testing.assert_close(canvas[0, :, 0, 0], torch.tensor([0.5, 0.0, 0.5]))
    torch.testing.assert_close(canvas[0, :, 5, 3], torch.tensor([1.0, 0.0, 0.0]))
    torch.testing.assert_close(canvases[0, 0, :, 5, 3], torch.tensor([0.5, 0.0, 0.5]))
    torch.testing.assert_close(canvas[0, :, 20], ground[0, :, 20])


def test_colours_are_those_of_pixels_that_count() -> None:
    target = torch.zeros(1, 3, SIZE_PX, SIZE_PX)
    target[:, 0, :, :16], target[:, 2, :, 16:] = 1.0, 1.0
    weight = torch.zeros(1, 1, SIZE_PX, SIZE_PX)
    weight[..., 16:] = 1.0
    canvas, _ = laid_over(target, target, torch.ones(1, 1, SIZE_PX, SIZE_PX), weight)
    torch.testing.assert_close(canvas[0, :, 3, 3], torch.tensor([0.0, 0.0, 1.0]))
