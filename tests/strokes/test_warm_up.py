"""Compiling ahead: whatever is painted afterwards needs no compiler."""

import sys
from types import ModuleType

import numpy as np
import pytest

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8, Labels
from painttime.strokes.carrying import carry_out
from painttime.strokes.engine import draw_layer, draw_strokes, paint
from painttime.strokes.options import PaintOptions
from painttime.strokes.painter import ORDER_NAMES, painting
from painttime.strokes.proposals import StructureProposer
from painttime.strokes.warm_up import warm_up

GROUND = (246, 241, 230)


def signatures() -> dict[str, list[object]]:
    """Return what every compiled function of the brush has been compiled for."""
    modules = [module for name, module in sys.modules.items() if name.startswith("painttime.strokes")]
    return {
        f"{module.__name__}.{name}": list(value.signatures)
        for module in modules
        for name, value in vars(module).items()
        if hasattr(value, "signatures") and not isinstance(value, ModuleType)
    }


@pytest.fixture(scope="module")
def warm() -> dict[str, list[object]]:
    warm_up()
    return signatures()


def test_every_compiled_function_the_program_calls_is_used(warm: dict[str, list[object]]) -> None:
    # Functions that these call are part of their machine code.
    called = {name.rsplit(".", 1)[1] for name, compiled_for in warm.items() if compiled_for}
    expected = {"windows_of", "draw_colours", "draw_paint", "gains_of", "lay_where_better", "lay_strokes"}
    assert expected <= called


def test_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    warm_up()
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


@pytest.mark.parametrize("order", ORDER_NAMES)
def test_a_painting_of_any_kind_needs_no_more(
    order: str, warm: dict[str, list[object]], scene_pixels: RGB8, scene_labels: Labels
) -> None:
    known = {name: list(compiled_for) for name, compiled_for in warm.items()}
    for settings in ({"palette_size": 6}, {"brush": "mixed", "smallest_width": 0.03}, {"refine": False}):
        *_, work = painting(
            scene_pixels,
            labels=scene_labels,
            part_ids=(3, 1, 9),
            ground=GROUND,
            options=PaintOptions(num_strokes=60, order=order, **settings),
            predictor=StructureProposer(),
        )
    assert isinstance(work, Brushwork)
    bound = Brushwork(strokes=work.strokes, ground=GROUND, height_px=96, width_px=128, labels=scene_labels)
    canvas = paint(bound, long_side_px=300, num_threads=2)
    draw_strokes(canvas, bound.strokes.selected(slice(0, 9)), first=2)
    draw_layer(bound.strokes, 96, 128, labels=scene_labels)
    assert signatures() == known


def test_carrying_out_a_process_needs_no_more(
    warm: dict[str, list[object]], scene_pixels: RGB8, scene_labels: Labels
) -> None:
    known = {name: list(compiled_for) for name, compiled_for in warm.items()}
    half = (0.5 * scene_pixels + 0.5 * np.array(GROUND)).astype(np.uint8)
    frames = (np.full_like(scene_pixels, 240), half, scene_pixels)
    degrees = np.array([(0.6, 0.3, 0.0), (0.4, 0.7, 1.0)], dtype=np.float32)
    *_, _ = carry_out(
        lambda index: frames[index],
        labels=scene_labels,
        part_ids=(3, 1, 9),
        realised=degrees,
        ground=GROUND,
        max_strokes=200,
    )
    assert signatures() == known
