"""What the perceptual measure asks of a network."""

from typing import Protocol

from painttime.core.image import RGB8


class PerceptualDistance(Protocol):
    """A network that says how different two pictures look."""

    @property
    def name(self) -> str:
        """Which network it is, for the output: values of different networks cannot be compared."""
        ...

    def distance(self, one: RGB8, other: RGB8) -> float:
        """Return how different two (h, w, 3) pictures of one size look; 0 = the same."""
        ...
