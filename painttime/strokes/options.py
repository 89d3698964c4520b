"""How the brush paints a picture."""

from dataclasses import dataclass

from painttime.core.brush_settings import BrushSettings


@dataclass(frozen=True, kw_only=True, slots=True)
class PaintOptions(BrushSettings):
    """What the user asked for, and the seed that makes it repeatable."""

    seed: int = 0
