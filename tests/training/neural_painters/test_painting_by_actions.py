"""Painting by changing actions: cells, digits, sheets, and the way through a real brush."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from painttime.networks.brush_raster import RasterBrush
from painttime.training.neural_painters.cells import Cells, pyramid_loss
from painttime.training.neural_painters.digits import draw_digits, trained_reader
from painttime.training.neural_painters.digits_check import digits_measures
from painttime.training.neural_painters.optimising import (
    Budget,
    RenderActions,
    neural_canvas,
    optimised_actions,
    real_canvas,
)
from painttime.training.neural_painters.paintings_check import cut_to, painted_both_ways, painting_measures
from painttime.training.neural_painters.sheets import picture_of, write_curves, write_sheet

torch.set_num_threads(1)


class Slab:
    """Covers a cell from its left edge to the control point's x, opaquely."""

    def alpha(self, actions: Tensor) -> Tensor:
        columns = (torch.arange(64) + 0.5) / 64
        return (columns < actions[:, 6:7]).float()[:, None, None].expand(-1, -1, 64, -1)


def test_overlapping_cells_are_laid_in_order() -> None:
    cells = Cells(rows=1, columns=2, stride_px=48)
    actions = torch.zeros(2, 1, 2, 12)
    actions[..., 6] = 1
    for number, grey in enumerate((0.2, 0.4, 0.6, 0.8)):
        actions[number // 2, 0, number % 2, 3:6] = grey
    canvas = neural_canvas(Slab(), actions, torch.ones(3, 64, 112), cells)
    # First strokes of both cells, then second strokes; of each the right cell after the left one.
    assert torch.allclose(canvas[:, :, :48], torch.tensor(0.6))
    assert torch.allclose(canvas[:, :, 48:], torch.tensor(0.8))


@pytest.mark.parametrize(("rows", "columns", "stride_px"), [(1, 1, 64), (3, 2, 32), (2, 5, 48), (4, 4, 64)])
def test_every_cell_lies_in_its_place(rows: int, columns: int, stride_px: int) -> None:
    cells = Cells(rows=rows, columns=columns, stride_px=stride_px)
    for row in range(rows):
        for column in range(columns):
            alphas = torch.zeros(1, rows, columns, 64, 64)
            alphas[0, row, column] = 1
            ground = torch.ones(3, cells.height_px, cells.width_px)
            canvas = cells.painted(ground, alphas, torch.zeros(1, rows, columns, 12))
            expected = ground.clone()
            top, left = row * stride_px, column * stride_px
            expected[:, top : top + 64, left : left + 64] = 0
            assert torch.equal(canvas, expected)


def test_cells_that_would_meet_their_second_neighbours_are_refused() -> None:
    with pytest.raises(ValueError, match="every 31 px"):
        Cells(rows=2, columns=2, stride_px=31)


def test_pyramid_loss_is_less_when_a_spot_is_nearer() -> None:
    target, near, far = (torch.zeros(3, 64, 64) for _ in range(3))
    target[:, 8, 8], near[:, 8, 10], far[:, 50, 50] = 1, 1, 1
    assert pyramid_loss(target, target) == 0
    assert pyramid_loss(near, target) < pyramid_loss(far, target)


def test_actions_get_closer_to_the_target_and_stay_in_range() -> None:
    torch.manual_seed(0)
    painter = RasterBrush().requires_grad_(False).eval()
    cells = Cells(rows=1, columns=1)
    target = torch.ones(3, 64, 64)
    target[:, 28:36, 8:56] = 0.1
    ground = torch.ones_like(target)
    first, last = (
        optimised_actions(
            painter, target, ground, cells, Budget(strokes_per_cell=2, iterations=count, has_colours=False)
        )
        for count in (0, 40)
    )
    assert last.shape == (2, 1, 1, 12)
    assert last.min() >= 0
    assert last.max() <= 1
    assert (last[..., 3:6] == 0).all()
    errors = [float((neural_canvas(painter, a, ground, cells) - target).abs().mean()) for a in (first, last)]
    assert errors[1] < 0.6 * errors[0]


def test_the_real_brush_gets_the_same_actions_and_keeps_their_colours(brush: RenderActions) -> None:
    cells = Cells(rows=1, columns=1)
    actions = torch.rand(1, 1, 1, 12, generator=torch.Generator().manual_seed(0))
    canvas = real_canvas(brush, actions, torch.ones(3, 64, 64), cells)
    truth = brush(actions.reshape(1, 12).numpy())[0]
    assert np.abs(picture_of(canvas).astype(int) - truth).max() <= 1


def test_a_painter_that_is_right_survives_the_real_brush(brush: RenderActions) -> None:
    class Bands:
        def alpha(self, actions: Tensor) -> Tensor:
            black = actions.detach().numpy().copy()
            black[:, 3:6] = 0
            cover = 1 - torch.from_numpy(brush(black)[..., :1]).permute(0, 3, 1, 2) / 255
            return cover + 0 * actions.sum()

    cells = Cells(rows=1, columns=2, stride_px=48)
    target = torch.rand(3, 64, 112, generator=torch.Generator().manual_seed(0))
    budget = Budget(strokes_per_cell=2, iterations=2)
    believed, painted = painted_both_ways(Bands(), target, cells, budget, brush)
    measures = painting_measures(target, believed, painted, None)
    assert measures["apart_l1"] < 1e-5
    assert measures["neural_l1"] == pytest.approx(measures["mypaint_l1"], abs=1e-5)


def test_pictures_are_cut_to_the_cells_without_distortion() -> None:
    cells = Cells(rows=1, columns=2)
    pixels = np.zeros((300, 300, 3), dtype=np.uint8)
    pixels[:, 150:] = 255
    cut = cut_to(pixels, cells)
    assert cut.shape == (3, 64, 128)
    assert float(cut[..., :60].max()) == 0
    assert float(cut[..., 68:].min()) == 1


def test_drawn_digits_are_read_and_differ_by_hand() -> None:
    labels = np.arange(100) % 10
    digits = draw_digits(labels, seed=5)
    assert digits.shape == (100, 1, 64, 64)
    assert not torch.equal(digits[0], digits[10])
    assert torch.equal(digits, draw_digits(labels, seed=5))
    reader = trained_reader(num_digits=1200, rounds=4)
    assert reader.share_read(digits, labels) > 0.9
    assert reader.share_read(torch.ones(100, 1, 64, 64), labels) == pytest.approx(0.1)


def test_digits_are_measured_as_believed_and_as_painted(brush: RenderActions) -> None:
    torch.manual_seed(0)
    painter = RasterBrush().requires_grad_(False).eval()
    labels = np.arange(10)
    reader = trained_reader(num_digits=128, rounds=1)
    budget = Budget(strokes_per_cell=1, iterations=1, has_colours=False)
    measures, believed, painted = digits_measures(painter, reader, labels, budget, brush)
    assert believed.shape == painted.shape == (10, 1, 64, 64)
    digits = draw_digits(labels, 99)
    assert measures["mypaint_l1"] == pytest.approx(float((painted - digits).abs().mean()), abs=1e-4)
    assert measures["neural_l1"] == pytest.approx(float((believed - digits).abs().mean()), abs=1e-4)


def test_sheet_holds_the_pictures(tmp_path: Path) -> None:
    colours = np.array([[255, 0, 0], [0, 128, 0], [0, 0, 255]], dtype=np.uint8)
    pictures = [np.full((20, 30, 3), colour, dtype=np.uint8) for colour in colours]
    write_sheet(
        tmp_path / "sheet.png", ("one", "two", "three"), [("row", pictures), ("next", pictures[::-1])]
    )
    with Image.open(tmp_path / "sheet.png") as image:
        sheet = np.array(image.convert("RGB"))
    for colour in colours:
        assert (sheet == colour).all(axis=-1).sum() == pytest.approx(2 * 20 * 30, abs=2)


def test_curves_rise_where_values_do(tmp_path: Path) -> None:
    write_curves(tmp_path / "curves.svg", {"A < B": {"x & y": [(0, 1.0), (1, 2.0), (2, 4.0)]}})
    root = ElementTree.parse(tmp_path / "curves.svg").getroot()
    lines = root.findall("{http://www.w3.org/2000/svg}polyline")
    points = [tuple(map(float, pair.split(","))) for pair in lines[0].attrib["points"].split()]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "A < B" in texts
    assert "x & y" in texts
