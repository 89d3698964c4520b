"""The plots of one process as figures: one for the curves, one for the maps."""

import io

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from painttime.core.image import RGB8
from painttime.evaluation.evaluation import PROCESS, RECORDING, Evaluation
from painttime.evaluation.page import drawing

PANEL_SIZE_IN = (3.6, 2.7)
_LEGEND_IN = 0.35


def curves_figure(evaluation: Evaluation) -> Figure:
    """Return distance, detail and, where they are known, step IoU and degrees side by side."""
    courses = evaluation.courses
    own = courses[PROCESS]
    num_panels = 2 + (own.step_ious is not None) + drawing.has_degrees(evaluation)
    figure = _arranged(PANEL_SIZE_IN[0] * num_panels, PANEL_SIZE_IN[1] + _LEGEND_IN)
    panels: list[Axes] = list(figure.subplots(1, num_panels))
    drawing.draw_distances(panels[0], courses)
    drawing.draw_detail(panels[1], courses)
    if own.step_ious is not None:
        drawing.draw_step_ious(panels[2], courses)
    if evaluation.asked is not None and own.realised is not None:
        drawing.draw_degrees(panels[-1], evaluation.asked, own.realised)
    drawing.draw_legend(
        figure, [name for name in (PROCESS, RECORDING, *evaluation.baselines) if name in courses]
    )
    return figure


def settle_figure(evaluation: Evaluation) -> Figure:
    """Return the settle maps of the process and of the recording side by side."""
    names = [name for name in (PROCESS, RECORDING) if name in evaluation.courses]
    height, width = evaluation.courses[PROCESS].settle_map.shape
    panel_width_in = min(PANEL_SIZE_IN[0], PANEL_SIZE_IN[1] * width / height)
    figure = _arranged(panel_width_in * len(names) + 0.8, panel_width_in * height / width + 0.4)
    panels: list[Axes] = list(figure.subplots(1, len(names), squeeze=False)[0])
    for axes, name in zip(panels, names, strict=True):
        drawing.draw_settle_map(axes, name, evaluation.courses[name].settle_map)
    bar = figure.colorbar(panels[-1].images[0], ax=panels, fraction=0.03, pad=0.01)
    bar.set_ticks([0, 1], labels=["at once", "at the end"])
    bar.ax.tick_params(labelsize=8, length=0)
    bar.outline.set_visible(False)
    return figure


def as_svg(figure: Figure) -> bytes:
    """Return a figure as SVG, the same bytes for the same figure."""
    file = io.BytesIO()
    # Letters as shapes: the page looks the same wherever it is opened. The salt makes it the same each time.
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": "painttime"}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def as_pixels(figure: Figure, *, dpi: int) -> RGB8:
    """Return a figure as a picture (H, W, 3)."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=dpi)
    return np.asarray(Image.open(file).convert("RGB"))


def blank_figure(width_in: float, height_in: float) -> Figure:
    """Return an empty figure on white."""
    # A figure of its own, not of pyplot: nothing is kept behind, and no window toolkit is asked for.
    figure = Figure(figsize=(width_in, height_in), facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def _arranged(width_in: float, height_in: float) -> Figure:
    figure = blank_figure(width_in, height_in)
    figure.set_layout_engine("constrained")
    return figure
