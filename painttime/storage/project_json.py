"""The part of a project file that is text: everything but pixels and curves."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from painttime.core.brush_settings import MAX_GRADIENT_STEPS, BrushSettings
from painttime.core.image import RGBColour
from painttime.core.part import MAX_PARTS, Part
from painttime.core.project import BLENDED, BRUSH_ENGINE, MODEL_ENGINE, STROKES, Project
from painttime.storage.json_fields import Fields, checked_integer
from painttime.storage.painting_file import MAX_PIXELS, MAX_SIDE_PX
from painttime.storage.take_json import (
    MAX_SEED,
    MAX_STEPS,
    MAX_STROKES,
    TakeRecord,
    record_of_take,
    take_from_json,
    take_to_json,
)

FORMAT = "painttime project"
VERSION = 2
FIRST_VERSION_WITH_BRUSH = 2


class NewerVersion(ValueError):
    """The file was written by a later painttime."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectRecord:
    """What the text says of a project.

    name: the painting's file name, without its folder. painted: the take carried out in strokes.
    """

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
    engine: str
    brush: BrushSettings
    render: str
    painted: TakeRecord | None


def record_of(project: Project) -> ProjectRecord:
    """Return what the text says of a project."""
    source, labels = project.painting.source, project.parts.labels
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
        take=None if project.take is None else record_of_take(project.take, labels),
        engine=project.engine,
        brush=project.brush,
        render=project.render,
        painted=None if project.painted is None else record_of_take(project.painted.take, labels),
    )


def to_json(record: ProjectRecord) -> str:
    """Return the record as JSON; numbers come back bit by bit."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "painting": {"name": record.name, "height_px": record.height_px, "width_px": record.width_px},
        "parts": [
            {
                "id": part.id,
                "name": part.name,
                "kind": part.kind,
                "colour": part.colour,
                "group": part.group,
            }
            for part in record.parts
        ],
        "num_steps": record.num_steps,
        "seed": record.seed,
        "habit": record.habit,
        "ground": record.ground,
        "degrees": {str(part_id): degree for part_id, degree in record.degrees.items()},
        "locked": sorted(record.locked),
        "hidden": sorted(record.hidden),
        "take": None if record.take is None else take_to_json(record.take),
        "engine": record.engine,
        "brush": asdict(record.brush),
        "render": record.render,
        "painted": None if record.painted is None else take_to_json(record.painted),
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
    version = fields.integer("version", 1, 2**31)
    if version > VERSION:
        raise NewerVersion
    has_brush = version >= FIRST_VERSION_WITH_BRUSH
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
        take=_take(fields, "take"),
        engine=fields.choice("engine", (MODEL_ENGINE, BRUSH_ENGINE)) if has_brush else MODEL_ENGINE,
        brush=_brush(fields.fields("brush")) if has_brush else BrushSettings(),
        render=fields.choice("render", (BLENDED, STROKES)) if has_brush else BLENDED,
        painted=_take(fields, "painted"),
    )


def _part(fields: Fields) -> Part:
    return Part(
        id=fields.integer("id", 1, MAX_PARTS),
        name=fields.text("name"),
        kind=fields.text("kind"),
        colour=fields.colour("colour"),
        # Files from before parts had groups say nothing of them.
        group=() if fields.get("group") is None else fields.texts("group"),
    )


def _take(fields: Fields, name: str) -> TakeRecord | None:
    return None if fields.get(name) is None else take_from_json(fields.fields(name))


def _brush(fields: Fields) -> BrushSettings:
    palette_size = fields.get("palette_size")
    return BrushSettings(
        num_strokes=fields.integer("num_strokes", 1, MAX_STROKES),
        brush=fields.text("brush"),
        order=fields.text("order"),
        palette_size=None if palette_size is None else checked_integer(palette_size, 1, 256),
        smallest_width=fields.share_or_none("smallest_width"),
        largest_width=fields.share_or_none("largest_width"),
        refine=fields.flag("refine"),
        gradient_steps=fields.integer("gradient_steps", 0, MAX_GRADIENT_STEPS),
    )
