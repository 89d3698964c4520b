"""The part of a project file that is text: everything but pixels and curves."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from painttime.core.image import RGBColour
from painttime.core.part import MAX_PARTS, Part
from painttime.core.project import Project
from painttime.storage.json_fields import Fields, checked_integer
from painttime.storage.painting_file import MAX_PIXELS, MAX_SIDE_PX

FORMAT = "painttime project"
VERSION = 1
MAX_STEPS = 10_000
MAX_SEED = 2**64

MISSING, STAGES, MIXED = "missing", "stages", "mixed"
"""How a canvas is kept: not at all, as one rendition a pixel, or as shares."""


class NewerVersion(ValueError):
    """The file was written by a later painttime."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeRecord:
    """What the text says of a take. canvases: MISSING, STAGES or MIXED for each."""

    habit: str
    part_ids: tuple[int, ...]
    seed: int
    locked: frozenset[int]
    height_px: int
    width_px: int
    canvases: tuple[str, ...]

    @property
    def num_steps(self) -> int:
        return len(self.canvases) - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectRecord:
    """What the text says of a project. name: the painting's file name, without its folder."""

    name: str | None
    height_px: int
    width_px: int
    parts: tuple[Part, ...]
    num_steps: int
    seed: int
    habit: str
    ground: RGBColour
    degrees: Mapping[int, float]
    locked: frozenset[int]
    hidden: frozenset[int]
    take: TakeRecord | None


def record_of(project: Project, canvases: tuple[str, ...]) -> ProjectRecord:
    """Return what the text says of a project. canvases: how each canvas of its take is kept."""
    source, take = project.painting.source, project.take
    return ProjectRecord(
        name=source.name if source is not None else None,
        height_px=project.painting.height_px,
        width_px=project.painting.width_px,
        parts=project.parts.parts,
        num_steps=project.num_steps,
        seed=project.seed,
        habit=project.habit,
        ground=project.ground,
        degrees=project.degrees,
        locked=project.locked,
        hidden=project.hidden,
        take=None
        if take is None
        else TakeRecord(
            habit=take.plan.habit,
            part_ids=take.plan.part_ids,
            seed=take.seed,
            locked=take.locked,
            height_px=take.canvas(-1).mix.shape[0],
            width_px=take.canvas(-1).mix.shape[1],
            canvases=canvases,
        ),
    )


def to_json(record: ProjectRecord) -> str:
    """Return the record as JSON; numbers come back bit by bit."""
    take = record.take
    document = {
        "format": FORMAT,
        "version": VERSION,
        "painting": {"name": record.name, "height_px": record.height_px, "width_px": record.width_px},
        "parts": [
            {"id": part.id, "name": part.name, "kind": part.kind, "colour": part.colour}
            for part in record.parts
        ],
        "num_steps": record.num_steps,
        "seed": record.seed,
        "habit": record.habit,
        "ground": record.ground,
        "degrees": {str(part_id): degree for part_id, degree in record.degrees.items()},
        "locked": sorted(record.locked),
        "hidden": sorted(record.hidden),
        "take": None
        if take is None
        else {
            "habit": take.habit,
            "part_ids": take.part_ids,
            "seed": take.seed,
            "locked": sorted(take.locked),
            "height_px": take.height_px,
            "width_px": take.width_px,
            "canvases": take.canvases,
        },
    }
    return json.dumps(document, indent=1, allow_nan=False)


def from_json(text: str) -> ProjectRecord:
    """Return the record in a JSON text; raises NewerVersion, or ValueError where anything is wrong."""
    try:
        fields = Fields(json.loads(text))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if fields.get("format") != FORMAT:
        raise ValueError("not a painttime project")
    if fields.integer("version", 1, 2**31) > VERSION:
        raise NewerVersion
    painting = fields.fields("painting")
    height_px = painting.integer("height_px", 1, MAX_SIDE_PX)
    width_px = painting.integer("width_px", 1, MAX_SIDE_PX)
    if height_px * width_px > MAX_PIXELS:
        raise ValueError("the painting is too large")
    return ProjectRecord(
        name=None if painting.get("name") is None else painting.text("name"),
        height_px=height_px,
        width_px=width_px,
        parts=tuple(_part(Fields(entry)) for entry in fields.array("parts")),
        num_steps=fields.integer("num_steps", 1, MAX_STEPS),
        seed=fields.integer("seed", -MAX_SEED, MAX_SEED),
        habit=fields.text("habit"),
        ground=fields.colour("ground"),
        degrees=fields.degrees("degrees"),
        locked=fields.ids("locked"),
        hidden=fields.ids("hidden"),
        take=None if fields.get("take") is None else _take(fields.fields("take")),
    )


def _part(fields: Fields) -> Part:
    return Part(
        id=fields.integer("id", 1, MAX_PARTS),
        name=fields.text("name"),
        kind=fields.text("kind"),
        colour=fields.colour("colour"),
    )


def _take(fields: Fields) -> TakeRecord:
    canvases = tuple(fields.array("canvases"))
    if not 2 <= len(canvases) <= MAX_STEPS + 1 or not all(
        kind in (MISSING, STAGES, MIXED) for kind in canvases
    ):
        raise ValueError("canvases are kept in an unknown way")
    return TakeRecord(
        habit=fields.text("habit"),
        part_ids=tuple(checked_integer(part_id, 1, MAX_PARTS) for part_id in fields.array("part_ids")),
        seed=fields.integer("seed", -MAX_SEED, MAX_SEED),
        locked=fields.ids("locked"),
        height_px=fields.integer("height_px", 1, MAX_SIDE_PX),
        width_px=fields.integer("width_px", 1, MAX_SIDE_PX),
        canvases=canvases,
    )
