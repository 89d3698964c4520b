"""A small drawing of curves as SVG, so that plots need no plotting library."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

COLOURS = ("#b3402a", "#2a6fb3", "#4b8b3b", "#8a5fa8", "#c08a1e", "#555555")
"""Told apart by people who do not see red and green alike as well; every curve is named at its end too."""

_PANEL_PX = (380, 300)
_LEFT_PX, _TOP_PX, _GAP_PX, _BOTTOM_PX, _RIGHT_PX = 56, 40, 130, 48, 130
_FONT = 'font-family="sans-serif" font-size="12"'


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """points: (x, y), x above 0."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """Curves over one logarithmic x axis; y begins at 0."""

    title: str
    x_title: str
    curves: tuple[Curve, ...]


def chart_svg(panels: Sequence[Panel]) -> str:
    """Return panels side by side as the text of an SVG file."""
    width_px = _LEFT_PX + len(panels) * (_PANEL_PX[0] + _GAP_PX) - _GAP_PX + _RIGHT_PX
    height_px = _TOP_PX + _PANEL_PX[1] + _BOTTOM_PX
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{height_px}" '
        f'viewBox="0 0 {width_px} {height_px}">',
        f'<rect width="{width_px}" height="{height_px}" fill="#ffffff"/>',
    ]
    for index, panel in enumerate(panels):
        left_px = _LEFT_PX + index * (_PANEL_PX[0] + _GAP_PX)
        parts.append(f'<g transform="translate({left_px} {_TOP_PX})">')
        parts += _panel(panel)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Axes:
    low_x: float
    high_x: float
    high_y: float

    def x(self, value: float) -> float:
        share = math.log(value / self.low_x) / math.log(self.high_x / self.low_x)
        return round(share * _PANEL_PX[0], 1)

    def y(self, value: float) -> float:
        return round((1 - value / self.high_y) * _PANEL_PX[1], 1)


def _panel(panel: Panel) -> list[str]:
    points = [point for curve in panel.curves for point in curve.points]
    low_x, high_x = min(x for x, _ in points), max(x for x, _ in points)
    if low_x == high_x:
        low_x, high_x = low_x / 2, high_x * 2
    axes = _Axes(low_x=low_x, high_x=high_x, high_y=max(y for _, y in points) * 1.05)
    width_px, height_px = _PANEL_PX
    parts = [f'<text x="0" y="-16" {_FONT} font-weight="bold">{escape(panel.title)}</text>']
    for value in _round_values(axes.high_y):
        y = axes.y(value)
        parts.append(f'<path d="M0 {y}H{width_px}" stroke="#dddddd"/>')
        parts.append(f'<text x="-8" y="{y + 4}" {_FONT} text-anchor="end">{value:g}</text>')
    for value in _log_values(low_x, high_x):
        x = axes.x(value)
        parts.append(f'<path d="M{x} 0V{height_px}" stroke="#eeeeee"/>')
        parts.append(f'<text x="{x}" y="{height_px + 18}" {_FONT} text-anchor="middle">{value:g}</text>')
    parts.append(
        f'<text x="{width_px / 2}" y="{height_px + 38}" {_FONT} text-anchor="middle">'
        f"{escape(panel.x_title)}</text>"
    )
    for curve, colour, name_y in zip(panel.curves, COLOURS, _name_heights(panel, axes), strict=False):
        parts += _curve(curve, colour, name_y, axes)
    return parts


def _curve(curve: Curve, colour: str, name_y: float, axes: _Axes) -> list[str]:
    places = [(axes.x(x), axes.y(y)) for x, y in curve.points]
    path = "M" + "L".join(f"{x} {y}" for x, y in places)
    dots = [f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>' for x, y in places]
    name = (
        f'<text x="{_PANEL_PX[0] + 8}" y="{name_y + 4:g}" {_FONT} fill="{colour}">{escape(curve.name)}</text>'
    )
    return [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>', *dots, name]


def _name_heights(panel: Panel, axes: _Axes) -> list[float]:
    """Return where the names stand: beside the curves' last points, moved apart so that all can be read."""
    wanted = [axes.y(curve.points[-1][1]) for curve in panel.curves]
    heights = list(wanted)
    lowest = -math.inf
    for index in sorted(range(len(wanted)), key=wanted.__getitem__):
        lowest = heights[index] = max(wanted[index], lowest + 15)
    return heights


def _round_values(highest: float) -> list[float]:
    """Return four to eight round values from 0 up."""
    step = 10.0 ** math.floor(math.log10(highest))
    while highest / step < 4:
        step /= 2
    return [round(index * step, 12) for index in range(int(highest / step) + 1)]


def _log_values(lowest: float, highest: float) -> list[float]:
    """Return 1, 2, 5, 10 ... and their like between two values."""
    exponents = range(math.floor(math.log10(lowest)), math.ceil(math.log10(highest)) + 1)
    values = [digit * 10.0**exponent for exponent in exponents for digit in (1, 2, 5)]
    return [value for value in values if lowest <= value <= highest]
