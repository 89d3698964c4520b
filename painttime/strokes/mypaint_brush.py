"""One of MyPaint's brushes, moved along curves."""

import colorsys
import math
from types import TracebackType

import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32, RGBColour
from painttime.strokes.mypaint_library import MyPaint
from painttime.strokes.mypaint_settings import Setting, leaves_to_chance, read_settings
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


Float64 = npt.NDArray[np.float64]


class MyPaintBrush:
    """A brush of libmypaint; `with` gives its memory back.

    name: `group/name` of its file. Its radius is what is asked for at every point; all else answers to the
    hand as its maker set it. Raises UserInputError where the file cannot be used.
    """

    def __init__(self, mypaint: MyPaint, name: str) -> None:
        settings = read_settings(mypaint.brush_file(name))
        settings |= {held: (value, {}) for held, value in HELD_SETTINGS.items()}
        radius, inputs = settings["radius_logarithmic"]
        settings["radius_logarithmic"] = (radius, {key: inputs[key] for key in inputs if key == "random"})
        self._library = mypaint.library
        self._settings = settings
        self._leaves_to_chance = leaves_to_chance(settings)
        self._ids = {name: self._id_of(name) for name in ("color_h", "color_s", "color_v", *settings)}
        self._radius_id = self._ids["radius_logarithmic"]
        self._pointer: int | None = None
        self._make()

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
        """Lay the hairs as `texture` says, in one of 64 ways; a brush in use changes them with every dab.

        Between two of these calls belongs one stroke; it then looks the same whatever the brush drew before.
        """
        num_begun = 1
        if self._leaves_to_chance:
            self.close()
            self._make()
            num_begun = texture % NUM_TEXTURES
        # libmypaint seeds all brushes alike; a stroke that only begins uses up one random number. It also
        # forgets where the last stroke ended, which would round the next one's beginning.
        for _ in range(num_begun):
            self._library.mypaint_brush_reset(self._pointer)
            self._library.mypaint_brush_stroke_to(self._pointer, None, 0.0, 0.0, 0.0, 0.0, 0.0, STEP_S)

    def take_paint(self, colour: RGBColour) -> None:
        """Take up a colour, sRGB."""
        hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in colour))
        self._set_base(self._ids["color_h"], hue)
        self._set_base(self._ids["color_s"], saturation)
        self._set_base(self._ids["color_v"], value)

    def draw(self, surface: MyPaintSurface, points: Float32, radii_px: Float32, pressures: Float32) -> None:
        """Lay one stroke through (n, 2) points (x, y) in pixels, with n radii in pixels and n pressures 0..1.

        n >= 2, and the points are not all the same. It belongs between `begin` and `end` of the surface.
        """
        radius_logs = np.log(np.clip(radii_px, SMALLEST_RADIUS_PX, LARGEST_RADIUS_PX)).tolist()
        places = (points + np.float32(surface.origin_px)).tolist()
        events = list(zip(places, radius_logs, pressures.tolist(), strict=True))
        stroke_to, brush, canvas = self._library.mypaint_brush_stroke_to, self._pointer, surface.pointer
        (x, y), radius_log, pressure = events[0]
        run_up_x, run_up_y = _run_up(points)
        self._library.mypaint_brush_reset(brush)
        self._set_base(self._radius_id, radius_log)
        # The first event only puts the brush down. The second lays no paint: it tells flat brushes where they
        # are going, and gives values to what libmypaint leaves undefined in a new brush until its first dab.
        stroke_to(brush, canvas, x - run_up_x, y - run_up_y, pressure, 0.0, 0.0, STEP_S)
        stroke_to(brush, canvas, x, y, pressure, 0.0, 0.0, STEP_S)
        step_s = STROKE_DURATION_S / len(events)
        for (x, y), radius_log, pressure in events[1:]:
            self._set_base(self._radius_id, radius_log)
            stroke_to(brush, canvas, x, y, pressure, 0.0, 0.0, step_s)

    def _make(self) -> None:
        self._pointer = self._library.mypaint_brush_new()
        if self._pointer is None:
            raise MemoryError("no memory for a brush")
        self._library.mypaint_brush_from_defaults(self._pointer)
        # The one curve among the defaults; the brush has its own.
        cover_id, pressure_id = self._ids["opaque_multiply"], self._input_id("pressure")
        self._library.mypaint_brush_set_mapping_n(self._pointer, cover_id, pressure_id, 0)
        for name, setting in self._settings.items():
            # Settings that this version of libmypaint does not know are left out.
            if self._ids[name] >= 0:
                self._set(self._ids[name], setting)

    def _set(self, setting_id: int, setting: Setting) -> None:
        base_value, inputs = setting
        library, brush = self._library, self._pointer
        self._set_base(setting_id, base_value)
        for name, curve in inputs.items():
            input_id = self._input_id(name)
            if input_id >= 0:
                library.mypaint_brush_set_mapping_n(brush, setting_id, input_id, len(curve))
                for index, (x, y) in enumerate(curve):
                    library.mypaint_brush_set_mapping_point(brush, setting_id, input_id, index, x, y)

    def _set_base(self, setting_id: int, value: float) -> None:
        self._library.mypaint_brush_set_base_value(self._pointer, setting_id, value)

    def _id_of(self, setting: str) -> int:
        return int(self._library.mypaint_brush_setting_from_cname(setting.encode("ascii", "replace")))

    def _input_id(self, name: str) -> int:
        return int(self._library.mypaint_brush_input_from_cname(name.encode("ascii", "replace")))


def mark_spread(mypaint: MyPaint, brush: MyPaintBrush) -> float:
    """Return how wide the mark of a brush is, in diameters of the brush, from marks that it makes here.

    Bristles and grain lie beside the path, soft edges and thin dabs within the diameter. The width is that
    of an even band with the same standard deviation across: the mean of one mark to the right and one down.
    """
    side_px = 2 * TRIAL_MARGIN_PX + TRIAL_LENGTH_PX
    along = np.linspace(TRIAL_MARGIN_PX, TRIAL_MARGIN_PX + TRIAL_LENGTH_PX, TRIAL_POINTS)
    beside = np.full(TRIAL_POINTS, side_px / 2)
    with MyPaintSurface(mypaint, side_px, side_px, (255, 255, 255)) as surface:
        across = [_mark(brush, surface, along, beside).sum(axis=1)]
        surface.fill((255, 255, 255))
        across.append(_mark(brush, surface, beside, along).sum(axis=0))
    spreads = [_band_width_px(profile) for profile in across]
    return sum(spreads) / len(spreads) / (2 * TRIAL_RADIUS_PX)


def _mark(brush: MyPaintBrush, surface: MyPaintSurface, x_px: Float64, y_px: Float64) -> Float64:
    """Draw a black mark on the white surface; return the paint, (H, W), 0..255."""
    brush.renew()
    brush.take_paint((0, 0, 0))
    points = np.stack([x_px, y_px], axis=1).astype(np.float32)
    radii_px = np.full(len(points), TRIAL_RADIUS_PX, dtype=np.float32)
    surface.begin()
    brush.draw(surface, points, radii_px, np.full(len(points), TRIAL_PRESSURE, dtype=np.float32))
    surface.end()
    return 255 - surface.pixels()[..., 0].astype(np.float64)


def _band_width_px(profile: Float64) -> float:
    """Return the width of an even band with the standard deviation of a profile; of none, a diameter."""
    if profile.sum() <= 0:
        return 2 * TRIAL_RADIUS_PX
    places = np.arange(len(profile))
    mean = np.average(places, weights=profile)
    return math.sqrt(12 * np.average((places - mean) ** 2, weights=profile))


def _run_up(points: Float32) -> tuple[float, float]:
    """Return a step (x, y) in the direction the stroke starts in, too short for any paint."""
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    first = int(np.argmax(lengths > 0))
    x, y = (steps[first] * (RUN_UP_PX / max(float(lengths[first]), RUN_UP_PX))).tolist()
    return x, y
