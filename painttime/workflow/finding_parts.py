"""Finding the parts of a painting: people by the portrait parser, everything else by the look of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.core.part_tree import PartTree
from painttime.errors import ModelError, PartsError
from painttime.workflow.job import Job, Progress

if TYPE_CHECKING:
    from painttime.segmentation.portraits.people_parts import PortraitParts
    from painttime.segmentation.scenes.scene_look import SceneLook

AUTO, PORTRAIT, REGIONS = METHODS = ("auto", "portrait", "regions")
"""How parts are found: people and their surroundings, people only, or regions whoever is in them."""

MIN_NUM_PARTS, MAX_NUM_PARTS = 3, 24
DEFAULT_LANGUAGE = "en"
_STEPS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class PartsWanted:
    """Where the parts of a painting shall come from.

    file: what read_parts_of reads. count, method: how many are looked for, and how; None for as many as the
    painting seems to have, and for the automatic way. language: that of the names of parts looked for.
    Raises ValueError where parts are both to be read and to be looked for.
    """

    file: Path | None = None
    count: int | None = None
    method: str | None = None
    language: str = DEFAULT_LANGUAGE

    def __post_init__(self) -> None:
        if self.file is not None and self.are_looked_for:
            raise ValueError("parts are either read or looked for")

    @property
    def are_looked_for(self) -> bool:
        """Whether they are to be found, whatever parts are known."""
        return self.count is not None or self.method is not None


ANY_PARTS = PartsWanted()
"""Those that are known, or else as many as the painting seems to have."""


def find_part_tree_of(
    painting: Painting, *, method: str = AUTO, language: str = DEFAULT_LANGUAGE
) -> Job[PartTree]:
    """Find the parts of a painting at every count.

    method: one of METHODS. language: that of the parts' names.
    The automatic way does without a model that is missing or damaged, and says so in a note. Raises
    PartsError for "portrait" where nobody is found, and ModelError where its model cannot be used.
    """
    from painttime.segmentation.part_trees import find_part_tree

    if method not in METHODS:
        raise PartsError(f'Parts cannot be found by "{method}". Choose one of {", ".join(METHODS)}.')
    yield Progress(done=0, total=_STEPS, message="Looking at the painting")
    # Both networks leave the interpreter alone while they work, each with one core.
    with ThreadPoolExecutor(max_workers=1) as pool:
        looking = pool.submit(_look, painting.pixels)
        portraits, note = None, ""
        if method != REGIONS:
            try:
                portraits = _people(painting.pixels)
            except ModelError as error:
                if method == PORTRAIT:
                    raise
                note = str(error)
        try:
            look = looking.result()
        except ModelError as error:
            look, note = None, str(error)
    if method == PORTRAIT and portraits is None:
        raise PartsError(
            f"No portrait was found in {painting.name}. Use the automatic way, which finds the parts of"
            " any painting."
        )
    yield Progress(done=1, total=_STEPS, message="Finding parts", note=note)
    return find_part_tree(painting.pixels, look=look, portraits=portraits, language=language)


def find_parts_of(painting: Painting, wanted: PartsWanted = ANY_PARTS) -> Job[PartMap]:
    """Find the parts of a painting, whatever file they could be read from.

    Raises PartsError where the count is out of range, and as find_part_tree_of.
    """
    count = wanted.count
    if count is not None and not MIN_NUM_PARTS <= count <= MAX_NUM_PARTS:
        raise PartsError(
            f"A painting can be split into {MIN_NUM_PARTS} to {MAX_NUM_PARTS} parts, not {count}. "
            "Ask for a number in that range."
        )
    tree = yield from find_part_tree_of(painting, method=wanted.method or AUTO, language=wanted.language)
    return tree.at(tree.natural_count if count is None else count)


def _people(pixels: RGB8) -> "PortraitParts | None":
    from painttime.segmentation.portraits.portrait import portrait_parts
    from painttime.segmentation.portraits.portrait_model import load_portrait_parser

    return portrait_parts(pixels, load_portrait_parser())


def _look(pixels: RGB8) -> "SceneLook":
    from painttime.segmentation.scenes.scene_model import load_scene_parser

    return load_scene_parser().look(pixels)
