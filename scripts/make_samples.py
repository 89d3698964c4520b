"""Make the sample paintings of resources/samples: invented scenes, painted with the project's own brushes.

    python scripts/make_samples.py [FOLDER]

Writes portrait.png, landscape.png and the part maps of both (.parts.png, .parts.json), in about a minute.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from sample_scenes.drawing import Scene
from sample_scenes.landscape import landscape
from sample_scenes.painting import paint
from sample_scenes.portrait import portrait

from painttime.core.image import Labels, RGBColour
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.exporters.parts_files import write_parts
from painttime.files.atomic import replacing_file
from painttime.segmentation.description.naming import marking_colour

SAMPLES_FOLDER = Path(__file__).resolve().parents[1] / "resources" / "samples"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One sample painting.

    ground: the tone the canvas is primed with; it shows between the strokes.
    groups: part names whose strokes run into one another; all other parts keep to themselves.
    """

    draw: Callable[[int], Scene]
    seed: int
    ground: RGBColour
    groups: tuple[tuple[str, ...], ...]


SAMPLES = {
    "portrait": Sample(draw=portrait, seed=5, ground=(84, 70, 58), groups=(("neck", "face", "eyes"),)),
    "landscape": Sample(
        draw=landscape,
        seed=7,
        ground=(150, 110, 80),
        groups=(
            ("sky", "clouds"),
            ("fields", "meadow", "path", "house garden", "foreground grass", "poppies"),
        ),
    ),
}


def make_sample(name: str, sample: Sample, folder: Path) -> None:
    """Draw and paint one sample and write it with its part map."""
    scene = sample.draw(sample.seed)
    parts = _part_map(scene)
    pixels = paint(scene, _group_labels(scene, sample.groups), ground=sample.ground, seed=sample.seed)
    with replacing_file(folder / f"{name}.png") as partial:
        Image.fromarray(pixels).save(partial, format="PNG", optimize=True)
    painting = Painting(pixels=pixels)
    write_parts(painting, parts, folder / f"{name}.parts.png")
    write_parts(painting, parts, folder / f"{name}.parts.json")


def _part_map(scene: Scene) -> PartMap:
    """Return the parts of a scene, back to front, as they were drawn."""
    parts = tuple(
        Part(id=part_id, name=name, kind=name.replace(" ", "-"), colour=marking_colour(part_id - 1))
        for part_id, name in scene.names.items()
    )
    return PartMap(labels=scene.labels, parts=parts)


def _group_labels(scene: Scene, groups: tuple[tuple[str, ...], ...]) -> Labels:
    """Return the label map in which parts of one group have one label."""
    ids = {name: part_id for part_id, name in scene.names.items()}
    group_of = np.arange(256, dtype=np.uint8)
    for group in groups:
        group_of[[ids[name] for name in group]] = ids[group[0]]
    return np.asarray(group_of[scene.labels], dtype=np.uint8)


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else SAMPLES_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, sample in SAMPLES.items():
        make_sample(name, sample, folder)
        print(f"{folder / name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
