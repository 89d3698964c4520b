"""What the scene network sees in a picture, as plain arrays that merging and naming use."""

from dataclasses import dataclass

from painttime.core.image import Float32, read_only


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SceneLook:
    """What lies where in a picture, in small.

    kind_names: K kinds, as segmentation.kinds.SCENE_KINDS has them.
    kinds: (h, w, K) float32, how sure it is that a pixel is of each kind; sums to 1 over K.
    borders: (h, w) float32 0..1, how sure it is that the border of an object or a plane runs here.
    """

    kind_names: tuple[str, ...]
    kinds: Float32
    borders: Float32

    def __post_init__(self) -> None:
        if self.kinds.ndim != 3 or self.kinds.shape != (*self.borders.shape, len(self.kind_names)):
            raise ValueError(f"kinds {self.kinds.shape} and borders {self.borders.shape} do not fit together")
        object.__setattr__(self, "kinds", read_only(self.kinds))
        object.__setattr__(self, "borders", read_only(self.borders))
