"""What the user asks of the brush on the command line."""

from dataclasses import dataclass, fields, replace
from typing import Any

from painttime.core.brush_settings import BRUSH_CHOICES, ORDER_NAMES
from painttime.core.project import BRUSH_ENGINE, Project
from painttime.errors import UserInputError


@dataclass(frozen=True, kw_only=True, slots=True)
class BrushRequest:
    """Settings of the brush as given; None keeps what the project has.

    smallest_px, largest_px: widths of strokes in pixels of the painting.

    Raises UserInputError with a sentence where a value can be seen to make no sense.
    """

    num_strokes: int | None = None
    brush: str | None = None
    order: str | None = None
    palette_size: int | None = None
    smallest_px: float | None = None
    largest_px: float | None = None
    gradient_steps: int | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        for thing, value, known in (
            ("brush", self.brush, BRUSH_CHOICES),
            ("order", self.order, ORDER_NAMES),
        ):
            if value is not None and value not in known:
                raise UserInputError(f'There is no {thing} "{value}". Choose one of {", ".join(known)}.')
        widths_px = [width for width in (self.smallest_px, self.largest_px) if width is not None]
        if any(width <= 0 for width in widths_px):
            raise UserInputError("The width of a stroke must be more than 0 pixels.")
        if widths_px != sorted(widths_px):
            raise UserInputError("The smallest width of a stroke must not be more than the largest.")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return all(getattr(self, field.name) is None for field in fields(self))

    def applied_to(self, project: Project) -> Project:
        """Return the project with these settings, to be painted with the brush; its take is dropped.

        Raises UserInputError where widths do not fit the painting.
        """
        long_side_px = max(project.painting.height_px, project.painting.width_px)
        given: dict[str, Any] = {
            "num_strokes": self.num_strokes,
            "brush": self.brush,
            "order": self.order,
            "palette_size": self.palette_size,
            "gradient_steps": self.gradient_steps,
            "smallest_width": _share(self.smallest_px, long_side_px),
            "largest_width": _share(self.largest_px, long_side_px),
        }
        try:
            brush = replace(
                project.brush, **{name: value for name, value in given.items() if value is not None}
            )
        except ValueError as error:
            # A smallest width given and the largest a project has need not go together.
            raise UserInputError(f"This cannot be painted: {error}.") from error
        seed = project.seed if self.seed is None else self.seed
        return replace(project, brush=brush, seed=seed, engine=BRUSH_ENGINE, take=None)


def _share(width_px: float | None, long_side_px: int) -> float | None:
    if width_px is not None and width_px > long_side_px:
        raise UserInputError(
            f"A stroke of {width_px:g} pixels is wider than the painting, which has {long_side_px:,}."
        )
    return None if width_px is None else width_px / long_side_px
