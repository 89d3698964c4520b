"""Moves that keep shapes: shift, turn, scale."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Similarity:
    """Where points of one picture lie in another: scaled and turned about the origin, then shifted.

    Points are (x, y) in pixels; the centre of the upper left pixel is (0, 0), as in OpenCV.
    angle_deg: from the x axis towards the y axis (clockwise on the screen).
    """

    scale: float = 1.0
    angle_deg: float = 0.0
    dx_px: float = 0.0
    dy_px: float = 0.0

    def __post_init__(self) -> None:
        if not self.scale > 0:
            raise ValueError(f"a scale is more than 0, not {self.scale}")

    @property
    def matrix(self) -> Float64:
        """The (2, 3) matrix that takes (x, y, 1) to the other picture; `cv2.warpAffine` draws with it."""
        cos, sin = (self.scale * turn(math.radians(self.angle_deg)) for turn in (math.cos, math.sin))
        return np.array([[cos, -sin, self.dx_px], [sin, cos, self.dy_px]])

    @classmethod
    def from_matrix(cls, matrix: npt.ArrayLike) -> "Similarity":
        """Return the similarity nearest to a (2, 3) or (3, 3) matrix, by least squares of its entries."""
        (a, b, dx), (c, d, dy) = np.asarray(matrix, dtype=np.float64)[:2]
        cos, sin = (a + d) / 2, (c - b) / 2
        return cls(
            scale=float(math.hypot(cos, sin)),
            angle_deg=math.degrees(math.atan2(sin, cos)),
            dx_px=float(dx),
            dy_px=float(dy),
        )

    def apply(self, points: npt.ArrayLike) -> Float64:
        """Return points (n, 2) moved, (n, 2)."""
        matrix = self.matrix
        return np.asarray(np.asarray(points, dtype=np.float64) @ matrix[:, :2].T + matrix[:, 2])

    def then(self, other: "Similarity") -> "Similarity":
        """Return this move followed by another."""
        dx, dy = other.apply([[self.dx_px, self.dy_px]])[0]
        return Similarity(
            scale=self.scale * other.scale,
            angle_deg=self.angle_deg + other.angle_deg,
            dx_px=float(dx),
            dy_px=float(dy),
        )

    def inverse(self) -> "Similarity":
        """Return the way back."""
        back = Similarity(scale=1 / self.scale, angle_deg=-self.angle_deg)
        dx, dy = back.apply([[-self.dx_px, -self.dy_px]])[0]
        return Similarity(scale=back.scale, angle_deg=back.angle_deg, dx_px=float(dx), dy_px=float(dy))

    def at_scale(self, factor: float) -> "Similarity":
        """Return the same move between both pictures enlarged by `factor` (pixel centres kept in place)."""
        # Enlarging maps the centre (0, 0) to ((factor - 1) / 2, (factor - 1) / 2).
        grown = Similarity(scale=factor, dx_px=(factor - 1) / 2, dy_px=(factor - 1) / 2)
        return grown.inverse().then(self).then(grown)


IDENTITY = Similarity()


def largest_distance_px(one: Similarity, other: Similarity, *, width_px: int, height_px: int) -> float:
    """Return how far apart two moves put the worst placed point of a picture, in pixels."""
    corners = [[0, 0], [width_px - 1, 0], [0, height_px - 1], [width_px - 1, height_px - 1]]
    # The distance is convex in the point, so that a corner is the worst.
    return float(np.linalg.norm(one.apply(corners) - other.apply(corners), axis=1).max())
