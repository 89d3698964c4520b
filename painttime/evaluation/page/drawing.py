"""The plots of one process; each function draws into axes it is given."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from painttime.core.image import Float32
from painttime.evaluation.evaluation import PROCESS, RECORDING, Course, Evaluation
from painttime.evaluation.page.palette import COLOURS, FAINT, LINES, TITLES, is_baseline

MAX_DETAIL = 2.0
"""Where the curves of detail are cut off: what is uncovered with hard edges may go far beyond."""

LOWEST_IOU_TOP = 0.2
"""Overlaps are small where steps are many; below this they are shown as small as they are."""

Series = npt.NDArray[np.float64]


def draw_distances(axes: Axes, courses: Mapping[str, Course]) -> None:
    """Draw how far each process is from its end, over the time."""
    for name, course in _back_to_front(courses):
        _draw_line(axes, name, _times(len(course.distances)), course.distances.astype(np.float64))
    axes.set_ylim(bottom=0)
    _finish(axes, "Distance to its own end", "share of the time", "mean difference, 0..1")


def draw_detail(axes: Axes, courses: Mapping[str, Course]) -> None:
    """Draw the detail of each process over that of the painting, over the time."""
    axes.axhline(1, color=LINES, linewidth=1, zorder=0)
    highest = 1.1
    for name, course in _back_to_front(courses):
        if course.detail is None:
            continue
        _draw_line(axes, name, _times(len(course.detail)), course.detail.astype(np.float64))
        highest = max(highest, float(course.detail.max()) * 1.05)
    axes.set_ylim(0, min(MAX_DETAIL, highest))
    _finish(axes, "Detail: a collapse is a sudden drop", "share of the time", "of the painting's")


def draw_step_ious(axes: Axes, courses: Mapping[str, Course]) -> None:
    """Draw the overlap of what each step changes with what the recording's step changes."""
    highest = LOWEST_IOU_TOP
    for name, course in _back_to_front(courses):
        if course.step_ious is None or name == RECORDING:
            continue
        ious = np.array([np.nan if iou is None else iou for iou in course.step_ious])
        highest = max(highest, np.nanmax(ious, initial=0.0) * 1.1)
        _draw_line(axes, name, np.arange(1.0, len(ious) + 1), ious, marker="o")
    axes.set_ylim(0, min(1.02, highest))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _finish(axes, "Step IoU", "step of the recording", "overlap, 0..1")


def draw_degrees(axes: Axes, asked: Float32, realised: Float32) -> None:
    """Draw the degrees measured over those asked for, a dot a part and step."""
    is_known = ~(np.isnan(asked) | np.isnan(realised))
    axes.plot([0, 1], [0, 1], color=LINES, linewidth=1, zorder=0)
    axes.scatter(asked[is_known], realised[is_known], s=9, color=COLOURS[PROCESS], alpha=0.35, linewidths=0)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    _finish(axes, "Degrees: asked and realised", "asked", "realised")


def draw_settle_map(axes: Axes, name: str, settled: Float32) -> None:
    """Draw when each place is finished: dark early, light late."""
    axes.imshow(settled, cmap="viridis", vmin=0, vmax=1, interpolation="nearest")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_title(f"{TITLES[name]}: when each place settles", fontsize=9, loc="left")


def draw_legend(figure: Figure, names: list[str]) -> None:
    """Draw which line is which along the foot of a figure."""
    lines = [
        Line2D([], [], color=COLOURS[name], linewidth=1.4 if is_baseline(name) else 2.4) for name in names
    ]
    titles = [TITLES[name] for name in names]
    figure.legend(
        lines,
        titles,
        loc="outside lower left",
        ncols=len(names),
        frameon=False,
        fontsize=8,
        columnspacing=1.2,
    )


def has_degrees(evaluation: Evaluation) -> bool:
    """Return whether degrees were asked for and measured."""
    return evaluation.asked is not None and evaluation.courses[PROCESS].realised is not None


def _back_to_front(courses: Mapping[str, Course]) -> list[tuple[str, Course]]:
    """Return the baselines first: what matters lies on top of them."""
    order = [name for name in courses if is_baseline(name)]
    order += [name for name in (RECORDING, PROCESS) if name in courses]
    return [(name, courses[name]) for name in order]


def _draw_line(axes: Axes, name: str, places: Series, values: Series, *, marker: str = "") -> None:
    thin = is_baseline(name)
    axes.plot(
        places,
        values,
        color=COLOURS[name],
        linewidth=1.1 if thin else 2.2,
        marker=marker,
        markersize=2.5 if thin else 4.5,
        solid_capstyle="round",
    )


def _times(num_frames: int) -> Series:
    return np.linspace(0, 1, num_frames)


def _finish(axes: Axes, title: str, along: str, up: str) -> None:
    axes.set_title(title, fontsize=10, loc="left")
    axes.set_xlabel(along, fontsize=8, color=FAINT)
    axes.set_ylabel(up, fontsize=8, color=FAINT)
    axes.tick_params(labelsize=8, colors=FAINT, length=2)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(LINES)
