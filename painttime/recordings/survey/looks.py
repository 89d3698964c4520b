"""What a look over a recording notes down about its frames; small, since there are many."""

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""(x0, y0, x1, y1) in shares of the picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One frame looked at.

    index: its number in the recording. gain: its brightness over that of its scene's beginning.
    moved_share: how far it lies from the one before, over the long side.
    """

    index: int
    gain: float
    moved_share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What is different between two looks of a scene that follow on each other.

    num_changed_px: pixels that are one thing for a while, then another, and change just here.
    num_different_px: pixels that differ at all, a hand's too.
    num_touched_px: pixels that differ by more than coding does to a still screen.
    same_share: share of the pixels that are the same.
    num_grown_px: pixels that differ from what they were at the last step that changed something.
    hidden_share: of the earlier look, what looks like neither what was before nor what comes after.
    changed_box: around most of what changes, where that is much.
    coming_panel, going_panel: where a flat panel with straight sides comes into view or leaves it.
    """

    num_changed_px: int
    num_different_px: int
    num_touched_px: int
    same_share: float
    num_grown_px: int
    hidden_share: float
    changed_box: Box | None = None
    coming_panel: Box | None = None
    going_panel: Box | None = None


@dataclass(kw_only=True, slots=True)
class Scene:
    """Looks that follow on each other in one view, as far as they show the same thing.

    number: counts up. group: scenes of one group show the same thing, from other distances.
    uniform_share: share of pixels that have the colour most have, of its first look.
    is_bare: its first look has next to no detail, as bare canvas has and a card with text has not.
    has_moved_in: it began by the camera moving out of another view.
    looks: earliest first. steps[i] lies between looks i and i + 1. last_hidden_share: of the last look.
    """

    number: int
    group: int
    uniform_share: float
    is_bare: bool = False
    has_moved_in: bool = False
    looks: list[Look] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    last_hidden_share: float = 0.0

    def hidden_share(self, look: int) -> float:
        """Return how much of a look, by its place in `looks`, something hides."""
        return self.steps[look].hidden_share if look < len(self.steps) else self.last_hidden_share
