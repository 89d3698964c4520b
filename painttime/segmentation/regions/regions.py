"""Parts of any painting at one count, found without knowing what it shows."""

from painttime.core.image import RGB8
from painttime.core.part import PartMap
from painttime.errors import PartsError
from painttime.segmentation.part_trees import find_part_tree

MIN_NUM_PARTS, MAX_NUM_PARTS = 3, 24
DEFAULT_NUM_PARTS = 8


def find_regions(pixels: RGB8, *, num_parts: int = DEFAULT_NUM_PARTS) -> PartMap:
    """Return the parts of a picture, back to front, named and coloured; the same for the same picture.

    pixels: (H, W, 3) uint8 sRGB, any size.
    num_parts: parts wanted, 3..24; a picture with fewer planes gives fewer, a picture of one colour one.
    Part ids are 1..k. Raises PartsError where num_parts is out of range.
    """
    if not MIN_NUM_PARTS <= num_parts <= MAX_NUM_PARTS:
        raise PartsError(
            f"A painting can be split into {MIN_NUM_PARTS} to {MAX_NUM_PARTS} parts, not {num_parts}. "
            "Ask for a number in that range."
        )
    return find_part_tree(pixels).at(num_parts)
