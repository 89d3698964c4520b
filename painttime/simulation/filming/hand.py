"""A painter's hand with a brush, drawn once and then moved about."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, RGBColour

Float32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

SKINS = ((232, 190, 165), (205, 152, 120), (160, 108, 78), (104, 68, 48))
SLEEVES = ((52, 58, 72), (226, 222, 212), (128, 40, 42), (64, 92, 70), None)
"""Colours of sleeves; None: bare arm."""
BRUSHES = ((40, 60, 130), (150, 30, 30), (190, 150, 90), (28, 28, 30))

HAND_SHARE = 0.30
"""How long a hand is, against the short side of the frame."""
SHADOW_DARKNESS = 0.3
SHADOW_SHOWS = 0.03
"""What is darkened by more than this share counts as hidden."""

_ACROSS, _ALONG = (-1.5, 1.7), (-0.12, 7.0)
"""The sprite's extent in hand lengths: x across, y from the brush's tip back along the arm."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pose:
    """Where the tip of the brush is, in the frame, and where the arm goes from there (0 = down, turning
    towards the left, degrees)."""

    tip: tuple[float, float]
    angle_deg: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Limb:
    """A tapered rod with a round cross-section: from begin to end, with the radius at each."""

    begin: tuple[float, float]
    end: tuple[float, float]
    radii: tuple[float, float]
    colour: str


# In hand lengths, x to the right, y back along the arm. Later ones lie above earlier ones.
_LIMBS = (
    _Limb(begin=(0.27, 1.30), end=(0.62, 7.4), radii=(0.165, 0.36), colour="skin"),
    _Limb(begin=(0.42, 2.6), end=(0.66, 7.4), radii=(0.285, 0.52), colour="sleeve"),
    _Limb(begin=(0.20, 0.78), end=(0.27, 1.28), radii=(0.23, 0.165), colour="skin"),
    _Limb(begin=(0.36, 0.80), end=(0.30, 1.10), radii=(0.15, 0.13), colour="skin"),
    # Little and ring finger, curled under.
    _Limb(begin=(0.46, 0.74), end=(0.42, 0.46), radii=(0.085, 0.075), colour="skin"),
    _Limb(begin=(0.42, 0.46), end=(0.33, 0.36), radii=(0.075, 0.062), colour="skin"),
    _Limb(begin=(0.36, 0.68), end=(0.35, 0.36), radii=(0.095, 0.082), colour="skin"),
    _Limb(begin=(0.35, 0.36), end=(0.22, 0.29), radii=(0.082, 0.065), colour="skin"),
    # The middle finger bears the brush.
    _Limb(begin=(0.24, 0.64), end=(0.26, 0.32), radii=(0.098, 0.085), colour="skin"),
    _Limb(begin=(0.26, 0.32), end=(0.12, 0.25), radii=(0.085, 0.066), colour="skin"),
    _Limb(begin=(0.0, 0.0), end=(-0.008, 0.07), radii=(0.006, 0.026), colour="paint"),
    _Limb(begin=(-0.008, 0.07), end=(-0.014, 0.15), radii=(0.026, 0.023), colour="metal"),
    _Limb(begin=(-0.014, 0.15), end=(-0.13, 1.75), radii=(0.026, 0.011), colour="brush"),
    # The forefinger lies on it from above, the thumb against it.
    _Limb(begin=(0.10, 0.66), end=(0.14, 0.36), radii=(0.10, 0.083), colour="skin"),
    _Limb(begin=(0.14, 0.36), end=(0.02, 0.20), radii=(0.083, 0.058), colour="skin"),
    _Limb(begin=(0.16, 0.92), end=(-0.10, 0.62), radii=(0.14, 0.092), colour="skin"),
    _Limb(begin=(-0.10, 0.62), end=(-0.06, 0.36), radii=(0.088, 0.062), colour="skin"),
    _Limb(begin=(0.012, 0.215), end=(0.03, 0.245), radii=(0.030, 0.032), colour="nail"),
    _Limb(begin=(-0.075, 0.39), end=(-0.082, 0.44), radii=(0.034, 0.036), colour="nail"),
)


class Hand:
    """A hand of one size and colour.

    size_px: (width, height) of the frames it is drawn into; it is as large as theirs asks for.
    """

    def __init__(self, size_px: tuple[int, int], seed: int) -> None:
        rng = np.random.default_rng([seed, 6])
        self.size_px = size_px
        self.length_px = HAND_SHARE * min(size_px) * rng.uniform(0.85, 1.2)
        self.is_left = bool(rng.random() < 0.15)
        skin, sleeve, brush = (int(rng.integers(len(some))) for some in (SKINS, SLEEVES, BRUSHES))
        paint = tuple(rng.integers(20, 235, 3).tolist())
        colours: dict[str, RGBColour | None] = {
            "skin": SKINS[skin],
            "sleeve": SLEEVES[sleeve],
            "brush": BRUSHES[brush],
            "metal": (176, 176, 170),
            "nail": _mixed(SKINS[skin], (255, 214, 206), 0.45),
            "paint": (paint[0], paint[1], paint[2]),
        }
        self._colour, self._cover = _sprite(self.length_px, colours, rng)
        soft_px = 0.10 * self.length_px
        self._shade = cv2.GaussianBlur(self._cover, (0, 0), soft_px) * np.float32(SHADOW_DARKNESS)
        self._shadow_shift_px = (0.10 * self.length_px, 0.07 * self.length_px)

    def draw(self, pixels: RGB8, pose: Pose) -> tuple[RGB8, Mask]:
        """Return the frame with the hand and its shadow over it, and what they hide, (h, w) bool."""
        shade = self._moved(self._shade, pose, self._shadow_shift_px)
        cover = self._moved(self._cover, pose)
        hidden = np.asarray((shade > SHADOW_SHOWS) | (cover > 1 / 255))
        rows, columns = np.flatnonzero(hidden.any(axis=1)), np.flatnonzero(hidden.any(axis=0))
        if not len(rows):
            return pixels, hidden
        inside = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        # What is below the limits is left out, so that what is not hidden is what it was.
        dark = np.where(hidden[inside], shade[inside], 0)[..., None]
        colour = self._moved(self._colour, pose)[inside]
        share = np.where(hidden[inside], cover[inside], 0)[..., None]
        seen = pixels[inside] * (1 - dark) * (1 - share) + colour * share
        drawn = pixels.copy()
        drawn[inside] = np.rint(np.clip(seen, 0, 255)).astype(np.uint8)
        return drawn, hidden

    def _moved(self, sprite: Float32, pose: Pose, shift_px: tuple[float, float] = (0.0, 0.0)) -> Float32:
        angle = np.radians(pose.angle_deg)
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        mirrored = -1.0 if self.is_left else 1.0
        turn = np.array([[cos * mirrored, -sin], [sin * mirrored, cos]])
        tip = np.array([-_ACROSS[0], -_ALONG[0]]) * self.length_px
        where = np.array(pose.tip) + shift_px - turn @ tip
        matrix = np.hstack([turn, where[:, None]])
        moved = cv2.warpAffine(sprite, matrix, self.size_px, flags=cv2.INTER_LINEAR)
        return np.asarray(moved, dtype=np.float32)


def _sprite(
    length_px: float, colours: dict[str, RGBColour | None], rng: np.random.Generator
) -> tuple[Float32, Float32]:
    """Return the hand's colours (h, w, 3) in 0..255 and its cover (h, w) in 0..1."""
    width_px = round((_ACROSS[1] - _ACROSS[0]) * length_px)
    height_px = round((_ALONG[1] - _ALONG[0]) * length_px)
    y, x = np.mgrid[:height_px, :width_px].astype(np.float32)
    x, y = x / length_px + _ACROSS[0], y / length_px + _ALONG[0]
    colour = np.zeros((height_px, width_px, 3), dtype=np.float32)
    cover = np.zeros((height_px, width_px), dtype=np.float32)
    noise = rng.standard_normal((height_px, width_px), dtype=np.float32)
    mottled = cv2.GaussianBlur(noise, (0, 0), max(1.0, 0.03 * length_px))
    mottled = 0.03 * mottled / mottled.std()
    for limb in _LIMBS:
        paint = colours[limb.colour]
        if paint is None:
            continue
        share, light = _rod(limb, x, y, length_px)
        if limb.colour == "sleeve":
            light = light * (1 + 0.10 * np.sin(9 * y + 5 * x) * np.sin(3.1 * y - 4 * x))
        shaded = np.array(paint, dtype=np.float32) * (light + mottled)[..., None]
        colour += share[..., None] * (shaded - colour)
        cover += share * (1 - cover)
    return np.clip(colour, 0, 255), cover


def _rod(limb: _Limb, x: Float32, y: Float32, length_px: float) -> tuple[Float32, Float32]:
    """Return how far each pixel is covered by a limb, 0..1, and how light the limb is there."""
    begin, end = np.array(limb.begin), np.array(limb.end)
    axis = end - begin
    along = ((x - begin[0]) * axis[0] + (y - begin[1]) * axis[1]) / float(axis @ axis)
    along = np.clip(along, 0, 1)
    off_x, off_y = x - begin[0] - along * axis[0], y - begin[1] - along * axis[1]
    radius = limb.radii[0] + along * (limb.radii[1] - limb.radii[0])
    distance = np.hypot(off_x, off_y)
    share = np.clip((radius - distance) * length_px + 0.5, 0, 1)
    # Light falls from the upper left; towards its sides a round limb turns away from it.
    out = np.clip(distance / radius, 0, 1)
    towards = -(0.75 * off_x + 0.45 * off_y) / radius
    light = 0.62 + 0.34 * np.sqrt(1 - out**2) + 0.16 * towards
    return np.asarray(share, dtype=np.float32), np.asarray(light, dtype=np.float32)


def _mixed(one: RGBColour, other: RGBColour, share: float) -> RGBColour:
    red, green, blue = (round(a + share * (b - a)) for a, b in zip(one, other, strict=True))
    return red, green, blue
