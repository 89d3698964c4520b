"""What the parts of every cut of a hierarchy are: their kinds, order, names and colours."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from painttime.core.image import RGB8, Labels
from painttime.core.part import Part
from painttime.segmentation.description.naming import common_colour_name, marking_colour, name_parts
from painttime.segmentation.description.occlusion import Occlusions, find_occlusions
from painttime.segmentation.description.ordering import (
    RegionLook,
    depth_score,
    kind_depth,
    look_at_regions,
    order_by_depth,
)
from painttime.segmentation.regions.sight import Sight
from painttime.segmentation.regions.superpixels import detail_map, to_lab
from painttime.segmentation.scenes.kinds import UNSURE

NUM_COLOUR_SAMPLES = 600
BORDERS_SIDE_PX = 180
"""Long side of the map on which borders are looked at for what lies in front."""

FACE_KINDS = frozenset({"face", "eyebrows", "eyes", "nose", "mouth"})
PEOPLE_KINDS = frozenset({"figure", "skin", "hair"})
FIGURE, FACE, BACKGROUND = "figure", "face", "background"


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPart:
    """A finest part of somebody in the picture: its id, its kind, whose it is, and its place, 0 rearmost."""

    id: int
    kind: str
    person: int
    place: int


def describe_cuts(
    leaves: Labels,
    parents: Sequence[int],
    small: RGB8,
    *,
    sight: Sight | None = None,
    people: Sequence[KnownPart] = (),
    language: str = "en",
) -> tuple[tuple[Part, ...], ...]:
    """Return what the parts of every count 1..n are, each back to front.

    leaves: (H, W) ids 1..n. parents: what each id was split off. small: (h, w, 3) the picture at work size.
    sight: what was seen in it. people: the leaves that are parts of people; they lie in front of the others.
    """
    describer = _Describer(leaves, len(parents), small, sight, {part.id: part for part in people})
    members = [[part_id] for part_id in range(1, len(parents) + 1)]
    cuts = []
    for _ in parents:
        cuts.append(describer.cut(members, language))
        split_off = members.pop()
        if members:
            members[parents[len(members)] - 1] += split_off
    return tuple(reversed(cuts))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """A part at a glance: its look, the colour most of it has, its kind and how far back it seems to lie."""

    look: RegionLook
    colour: str
    kind: str
    score: float


class _Describer:
    """Looks at parts made of leaves; the same part is in many cuts and is looked at once."""

    def __init__(
        self, leaves: Labels, count: int, small: RGB8, sight: Sight | None, people: dict[int, KnownPart]
    ) -> None:
        height, width = small.shape[:2]
        self._count = count
        self._coarse = _reduced(leaves, height, width)
        self._lab = to_lab(small)
        self._detail = detail_map(self._lab)
        self._sight = sight
        self._people = people
        scale = min(1.0, BORDERS_SIDE_PX / max(height, width))
        on = _reduced(self._coarse, max(1, round(height * scale)), max(1, round(width * scale)))
        self._occlusions: Occlusions = find_occlusions(on, count)
        self._seen: dict[tuple[int, ...], _Seen] = {}

    def cut(self, members: Sequence[Sequence[int]], language: str) -> tuple[Part, ...]:
        """Return the parts of one cut, back to front; members[i] are the leaves of id i + 1."""
        seen = {index + 1: self._part(tuple(sorted(leaves))) for index, leaves in enumerate(members)}
        order = self._order(seen, members)
        names = name_parts(
            {part_id: part.kind for part_id, part in seen.items()},
            {part_id: part.look for part_id, part in seen.items()},
            order,
            {part_id: part.colour for part_id, part in seen.items()},
            language=language,
            persons=self._persons(members),
        )
        return tuple(
            Part(id=part_id, name=names[part_id], kind=seen[part_id].kind, colour=marking_colour(part_id - 1))
            for part_id in order
        )

    def _order(self, seen: dict[int, _Seen], members: Sequence[Sequence[int]]) -> list[int]:
        """Return the ids back to front: what is behind the people first, then they in their own order."""
        rows = np.zeros((len(members), self._count), dtype=np.float32)
        for index, leaves in enumerate(members):
            rows[index, np.array(leaves) - 1] = 1
        length_px, front = self._occlusions.of_parts(rows)
        order = order_by_depth({part_id: part.score for part_id, part in seen.items()}, length_px, front)
        places = {
            part_id: min(self._people[leaf].place for leaf in members[part_id - 1])
            for part_id in order
            if members[part_id - 1][0] in self._people
        }
        return sorted(order, key=lambda part_id: places.get(part_id, -1))

    def _persons(self, members: Sequence[Sequence[int]]) -> dict[int, int]:
        return {
            index + 1: self._people[leaves[0]].person
            for index, leaves in enumerate(members)
            if leaves[0] in self._people
        }

    def _part(self, leaves: tuple[int, ...]) -> _Seen:
        if leaves not in self._seen:
            self._seen[leaves] = self._looked_at(leaves)
        return self._seen[leaves]

    def _looked_at(self, leaves: tuple[int, ...]) -> _Seen:
        is_inside = np.zeros(256, dtype=np.uint8)
        is_inside[list(leaves)] = 1
        mask = is_inside[self._coarse]
        if not mask.any():  # so thin that no pixel of the small picture lies in it
            mask[0, 0] = 1
        look = look_at_regions(mask, [1], self._lab, self._detail)[1]
        colours = self._lab[mask > 0]
        colour = common_colour_name(colours[:: max(1, len(colours) // NUM_COLOUR_SAMPLES)])
        kind, score = UNSURE, depth_score(look)
        if self._sight is not None:
            shares = self._sight.kinds[mask > 0].mean(axis=0)
            kind = self._sight.kind_of(shares)
            if self._people and kind in PEOPLE_KINDS:
                kind = UNSURE  # somebody looked closer, and found nobody there
            score += kind_depth(self._sight.kind_names, shares)
        return _Seen(look=look, colour=colour, kind=self._kind_of_people(leaves) or kind, score=score)

    def _kind_of_people(self, leaves: tuple[int, ...]) -> str | None:
        """Return the kind of a part of a person, of whole persons, or of all that is behind them."""
        if not self._people:
            return None
        kinds = {self._people[leaf].kind for leaf in leaves if leaf in self._people}
        if not kinds:
            return BACKGROUND if len(leaves) + len(self._people) == self._count else None
        if any(leaf not in self._people for leaf in leaves):
            return UNSURE
        if len(kinds) == 1:
            return kinds.pop()
        return FACE if kinds <= FACE_KINDS else FIGURE


def _reduced(labels: Labels, height_px: int, width_px: int) -> Labels:
    reduced = cv2.resize(labels, (width_px, height_px), interpolation=cv2.INTER_NEAREST)
    return np.asarray(reduced, dtype=np.uint8)
