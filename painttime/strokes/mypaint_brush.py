"""One of MyPaint's brushes, read from its file and moved along curves."""

import colorsys
import json
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from painttime.core.image import Float32, RGBColour
from painttime.errors import UserInputError
from painttime.strokes.mypaint_library import MyPaint
from painttime.strokes.mypaint_surface import MyPaintSurface

SMALLEST_RADIUS_PX = 0.25
LARGEST_RADIUS_PX = 900.0
"""libmypaint itself stops at 1,000."""

NUM_TEXTURES = 64
STROKE_DURATION_S = 0.5
STEP_S = 1e-4
RUN_UP_PX = 0.01

TRIAL_RADIUS_PX = 16.0
TRIAL_LENGTH_PX = 192
TRIAL_MARGIN_PX = 96
TRIAL_POINTS = 16
TRIAL_PRESSURE = 0.75

FILE_VERSION = 3
MAX_MAPPING_POINTS = 64

HELD_SETTINGS = {
    # A hand that trembles or lags is for tablets; the curves here are final.
    "slow_tracking": 0.0,
    "slow_tracking_per_dab": 0.0,
    "tracking_noise": 0.0,
    "stroke_threshold": 0.0,
    # Strokes add paint, wherever they go.
    "eraser": 0.0,
    "lock_alpha": 0.0,
    "colorize": 0.0,
}

Points = tuple[tuple[float, float], ...]


class MyPaintBrush:
    """A brush of libmypaint; `with` gives its memory back.

    name: `group/name` of its file. follows_pressure: whether its radius changes with the pressure, as its
    maker set it; else the radius is what is asked for. Raises UserInputError where the file cannot be used.
    """

    def __init__(self, mypaint: MyPaint, name: str, *, follows_pressure: bool = False) -> None:
        settings = read_settings(mypaint.brush_file(name))
        for held, value in HELD_SETTINGS.items():
            settings[held] = (value, {})
        if not follows_pressure:
            radius, inputs = settings["radius_logarithmic"]
            settings["radius_logarithmic"] = (radius, {k: v for k, v in inputs.items() if k == "random"})
        self.radius_px = math.exp(settings["radius_logarithmic"][0])
        self._opaque = min(1.0, settings["opaque"][0])
        self._library = mypaint.library
        self._settings = self._numbered(settings)
        self._pointer: int | None = None
        self.renew()
        ids = (self._setting_id(name) for name in ("color_h", "color_s", "color_v", "opaque"))
        self._hue, self._saturation, self._value, self._opaque_id = ids
        self._radius_id = self._setting_id("radius_logarithmic")

    def __enter__(self) -> "MyPaintBrush":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory back; once is enough."""
        if self._pointer is not None:
            self._library.mypaint_brush_unref(self._pointer)
            self._pointer = None

    def renew(self, texture: int = 0) -> None:
        """Take a new brush of the same kind, whose hairs lie as `texture` says: one of 64 ways.

        A brush in use changes with every dab; new ones of the same texture make the same mark.
        """
        self.close()
        self._pointer = self._library.mypaint_brush_new()
        if self._pointer is None:
            raise MemoryError("no memory for a brush")
        brush, library = self._pointer, self._library
        library.mypaint_brush_from_defaults(brush)
        for setting, base_value, curves in self._settings:
            library.mypaint_brush_set_base_value(brush, setting, base_value)
            for number, points in curves:
                library.mypaint_brush_set_mapping_n(brush, setting, number, len(points))
                for index, (x, y) in enumerate(points):
                    library.mypaint_brush_set_mapping_point(brush, setting, number, index, x, y)
        # libmypaint seeds all brushes alike; a stroke that only begins takes one number of its random ones.
        for _ in range(texture % NUM_TEXTURES):
            library.mypaint_brush_reset(brush)
            library.mypaint_brush_stroke_to(brush, None, 0.0, 0.0, 0.0, 0.0, 0.0, STEP_S)

    def take_paint(self, colour: RGBColour, opacity: int = 255) -> None:
        """Take up a colour, sRGB; opacity 0..255 thins what the brush gives by itself."""
        hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in colour))
        self._set(self._hue, hue)
        self._set(self._saturation, saturation)
        self._set(self._value, value)
        self._set(self._opaque_id, self._opaque * opacity / 255)

    def draw(self, surface: MyPaintSurface, points: Float32, radii_px: Float32, pressures: Float32) -> None:
        """Lay one stroke through (n, 2) points (x, y) in pixels, with n radii in pixels and n pressures 0..1.

        n >= 2, and the points are not all the same. It belongs between `begin` and `end` of the surface.
        """
        radius_logs = np.log(np.clip(radii_px, SMALLEST_RADIUS_PX, LARGEST_RADIUS_PX)).tolist()
        step_s = STROKE_DURATION_S / len(points)
        stroke_to = self._library.mypaint_brush_stroke_to
        brush, canvas = self._pointer, surface.pointer
        events = list(zip(points.tolist(), radius_logs, pressures.tolist(), strict=True))
        (x, y), radius_log, pressure = events[0]
        run_up_x, run_up_y = _run_up(points)
        self._library.mypaint_brush_reset(brush)
        self._set(self._radius_id, radius_log)
        # The first event only puts the brush down. The second lays no paint: it tells flat brushes where they
        # are going, and gives values to what libmypaint leaves undefined in a new brush until its first dab.
        stroke_to(brush, canvas, x - run_up_x, y - run_up_y, pressure, 0.0, 0.0, STEP_S)
        stroke_to(brush, canvas, x, y, pressure, 0.0, 0.0, STEP_S)
        for (x, y), radius_log, pressure in events[1:]:
            self._set(self._radius_id, radius_log)
            stroke_to(brush, canvas, x, y, pressure, 0.0, 0.0, step_s)

    def _set(self, setting: int, value: float) -> None:
        self._library.mypaint_brush_set_base_value(self._pointer, setting, value)

    def _setting_id(self, name: str) -> int:
        return int(self._library.mypaint_brush_setting_from_cname(name.encode("ascii", "replace")))

    def _numbered(self, settings: "Settings") -> "NumberedSettings":
        """Return settings under the numbers of this libmypaint; those it does not know are left out."""
        numbered = []
        for name, (base_value, inputs) in settings.items():
            curves = [(self._input_id(name), points) for name, points in inputs.items()]
            known = tuple((number, points) for number, points in curves if number >= 0)
            numbered.append((self._setting_id(name), base_value, known))
        return tuple(setting for setting in numbered if setting[0] >= 0)

    def _input_id(self, name: str) -> int:
        return int(self._library.mypaint_brush_input_from_cname(name.encode("ascii", "replace")))


def mark_spread(mypaint: MyPaint, brush: MyPaintBrush) -> float:
    """Return how wide the mark of a brush is, in diameters of the brush, from marks that it makes here.

    Bristles and grain lie beside the path, soft edges and thin dabs within the diameter. The width is that
    of an even band with the same standard deviation across: the mean of one mark to the right and one down.
    """
    side_px = 2 * TRIAL_MARGIN_PX + TRIAL_LENGTH_PX
    ends = np.array([TRIAL_MARGIN_PX, TRIAL_MARGIN_PX + TRIAL_LENGTH_PX], dtype=np.float32)
    middle = np.full(2, side_px / 2, dtype=np.float32)
    spreads = []
    with MyPaintSurface(mypaint, side_px, side_px, (255, 255, 255)) as surface:
        for axis, points in enumerate((np.stack([ends, middle], axis=1), np.stack([middle, ends], axis=1))):
            brush.renew()
            brush.take_paint((0, 0, 0))
            surface.fill((255, 255, 255))
            surface.begin()
            steps = np.linspace(points[0], points[1], TRIAL_POINTS)
            radii = np.full(TRIAL_POINTS, TRIAL_RADIUS_PX, dtype=np.float32)
            brush.draw(surface, steps, radii, np.full(TRIAL_POINTS, TRIAL_PRESSURE, dtype=np.float32))
            surface.end()
            paint = 255.0 - surface.pixels()[..., 0]
            across = paint.sum(axis=1 - axis)
            places = np.arange(side_px) + 0.5
            if across.sum() > 0:
                mean = np.average(places, weights=across)
                spreads.append(math.sqrt(12 * np.average((places - mean) ** 2, weights=across)))
    return float(np.mean(spreads)) / (2 * TRIAL_RADIUS_PX) if spreads else 1.0


def _run_up(points: Float32) -> tuple[float, float]:
    """Return a step (x, y) in the direction the stroke starts in, too short for any paint."""
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    first = int(np.argmax(lengths > 0))
    x, y = (steps[first] * (RUN_UP_PX / max(float(lengths[first]), RUN_UP_PX))).tolist()
    return x, y


Settings = dict[str, tuple[float, dict[str, Points]]]
"""By name of the setting: its base value, and by name of an input the curve (x, y) of what that adds."""

NumberedSettings = tuple[tuple[int, float, tuple[tuple[int, Points], ...]], ...]
"""Number of the setting, its base value, and the curves by number of the input."""


def read_settings(path: Path) -> Settings:
    """Read a brush of MyPaint (.myb, JSON of version 3). Raises UserInputError.

    Whatever libmypaint would end the whole program over (curves of one point, or out of order) is refused.
    """
    try:
        content = json.loads(path.read_bytes())
        if content["version"] != FILE_VERSION:
            raise UserInputError(f"{path} is a brush of another version of MyPaint; it must be of version 3.")
        settings = {name: _setting(value) for name, value in content["settings"].items()}
        missing = {"radius_logarithmic", "opaque"} - settings.keys()
        if missing:
            raise ValueError(f"it lacks {', '.join(sorted(missing))}")
    except OSError as error:
        raise UserInputError(f"The brush {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserInputError(f"The brush {path} is damaged ({error}); install it again.") from error
    return settings


def _setting(value: Mapping[str, Any]) -> tuple[float, dict[str, Points]]:
    inputs = {name: _curve(points) for name, points in value["inputs"].items()}
    return _finite(value["base_value"]), {name: points for name, points in inputs.items() if points}


def _curve(values: Sequence[Sequence[float]]) -> Points:
    points = tuple((_finite(x), _finite(y)) for x, y in values)
    if len(points) == 1 or len(points) > MAX_MAPPING_POINTS:
        raise ValueError(f"a curve of {len(points)} points")
    if any(after[0] < before[0] for before, after in pairwise(points)):
        raise ValueError("a curve that runs backward")
    return points


def _finite(value: float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a value that is no number")
    return number
