"""The parts of a painting as files other programs read."""

import json
from pathlib import Path

from PIL import Image, PngImagePlugin

from painttime.core.painting import Painting
from painttime.core.part import PartMap
from painttime.errors import ExportError
from painttime.exporters.psd_parts import write_part_layers
from painttime.files.atomic import replacing_file

PARTS_SUFFIXES = (".png", ".json", ".psd")


def write_parts(painting: Painting, parts: PartMap, out: Path) -> None:
    """Write the parts in the form the ending of `out` asks for.

    .png: one channel, 8 bits, the value of a pixel is the id of its part. .json: the list of parts. .psd: the
    painting with a layer for each part. Raises ExportError for another ending or a target that cannot be
    written.
    """
    suffix = out.suffix.lower()
    if suffix not in PARTS_SUFFIXES:
        raise ExportError(
            f'Parts cannot be written as "{out.name}". Use a name that ends in {", ".join(PARTS_SUFFIXES)}.'
        )
    with replacing_file(out) as partial:
        if suffix == ".png":
            _write_label_map(parts, partial)
        elif suffix == ".json":
            partial.write_text(parts_json(parts), encoding="utf-8")
        else:
            text = "Parts found with painttime. The painting with a layer for each part."
            write_part_layers(painting.pixels, parts.labels, parts, partial, text)


def parts_json(parts: PartMap) -> str:
    """Return the list of parts as JSON, back to front.

    bbox: left, top, right, bottom in pixels, right and bottom exclusive. order: 0 is the part farthest back.
    """
    areas_px = parts.areas_px()
    height, width = parts.labels.shape
    entries = [
        {
            "id": part.id,
            "name": part.name,
            "kind": part.kind,
            "bbox": parts.bbox(part.id),
            "area_px": areas_px[part.id],
            "order": order,
        }
        for order, part in enumerate(parts.parts)
    ]
    document = {"width_px": width, "height_px": height, "parts": entries}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _write_label_map(parts: PartMap, path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Parts", json.dumps({part.id: part.name for part in parts.parts}, ensure_ascii=False))
    Image.fromarray(parts.labels).save(path, format="PNG", pnginfo=info)
