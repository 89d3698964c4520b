"""Where the picture lies in the view: zoom, position and mirroring, as a plain value.

All lengths are device pixels of the screen, so that a zoom of 1 is pixel exact on every display.
"""

from dataclasses import dataclass, replace

MAX_ZOOM = 32.0
MIN_PICTURE_PX = 48.0
"""The picture can be made so small, not smaller."""
FIT_MARGIN = 0.04
"""Share of the view left free on each side of a fitted picture."""
KEPT_VISIBLE_PX = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ViewTransform:
    """view = (left, top) + zoom * picture, with the picture's x counted from the right where mirrored.

    zoom: device pixels per picture pixel.
    """

    picture_width_px: int
    picture_height_px: int
    view_width_px: float
    view_height_px: float
    zoom: float = 1.0
    left: float = 0.0
    top: float = 0.0
    mirrored: bool = False

    @property
    def width_px(self) -> float:
        """Width of the picture as shown."""
        return self.picture_width_px * self.zoom

    @property
    def height_px(self) -> float:
        """Height of the picture as shown."""
        return self.picture_height_px * self.zoom

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """Return the picture coordinates of a point of the view; they may lie outside the picture."""
        across = (x - self.left) / self.zoom
        return self.picture_width_px - across if self.mirrored else across, (y - self.top) / self.zoom

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """Return the view coordinates of a point of the picture."""
        across = self.picture_width_px - x if self.mirrored else x
        return self.left + across * self.zoom, self.top + y * self.zoom

    def fitted(self) -> "ViewTransform":
        """Return the picture as large as the view has room for, centred."""
        room = 1 - 2 * FIT_MARGIN
        zoom = min(
            self.view_width_px * room / self.picture_width_px,
            self.view_height_px * room / self.picture_height_px,
            MAX_ZOOM,
        )
        return replace(self, zoom=max(zoom, self._min_zoom())).centred()

    def centred(self) -> "ViewTransform":
        """Return the picture in the middle of the view at the same zoom."""
        return replace(
            self,
            left=round((self.view_width_px - self.width_px) / 2),
            top=round((self.view_height_px - self.height_px) / 2),
        )

    def zoomed_at(self, x: float, y: float, factor: float) -> "ViewTransform":
        """Return the view zoomed so that the picture point under (x, y) stays there."""
        zoom = min(MAX_ZOOM, max(self._min_zoom(), self.zoom * factor))
        ratio = zoom / self.zoom
        return replace(self, zoom=zoom, left=x - (x - self.left) * ratio, top=y - (y - self.top) * ratio)

    def at_zoom(self, zoom: float) -> "ViewTransform":
        """Return the view at a given zoom about its middle, on whole pixels."""
        x, y = self.view_width_px / 2, self.view_height_px / 2
        moved = self.zoomed_at(x, y, zoom / self.zoom)
        return replace(moved, left=round(moved.left), top=round(moved.top))._held()

    def moved(self, dx: float, dy: float) -> "ViewTransform":
        """Return the picture moved by some device pixels; a part of it always stays in sight."""
        return replace(self, left=self.left + dx, top=self.top + dy)._held()

    def resized(self, view_width_px: float, view_height_px: float) -> "ViewTransform":
        """Return the same picture point in the middle of a view of another size."""
        dx, dy = (view_width_px - self.view_width_px) / 2, (view_height_px - self.view_height_px) / 2
        return replace(self, view_width_px=view_width_px, view_height_px=view_height_px).moved(dx, dy)

    def mirror(self) -> "ViewTransform":
        """Return the view seen in a mirror that stands in its middle."""
        left = self.view_width_px - self.left - self.width_px
        return replace(self, mirrored=not self.mirrored, left=left)

    def _min_zoom(self) -> float:
        return min(1.0, MIN_PICTURE_PX / max(self.picture_width_px, self.picture_height_px))

    def _held(self) -> "ViewTransform":
        kept = KEPT_VISIBLE_PX
        left = min(self.view_width_px - kept, max(kept - self.width_px, self.left))
        top = min(self.view_height_px - kept, max(kept - self.height_px, self.top))
        return replace(self, left=left, top=top)
