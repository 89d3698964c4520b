"""The parts of a painting as the two documents that storage.parts_file reads: a list and a picture."""

import io
import json

from PIL import Image, PngImagePlugin

from painttime.core.part import PartMap


def parts_json(parts: PartMap) -> str:
    """Return the list of parts as JSON, back to front.

    bbox: left, top, right, bottom in pixels, right and bottom exclusive. order: 0 is the part farthest back.
    colour: red, green, blue, what marks the part in the window. group: names of the groups it lies in,
    outermost first.
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
            "colour": part.colour,
            "group": part.group,
        }
        for order, part in enumerate(parts.parts)
    ]
    document = {"width_px": width, "height_px": height, "parts": entries}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def parts_png(parts: PartMap) -> bytes:
    """Return a PNG of one channel with 8 bits: the value of a pixel is the id of its part."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Parts", json.dumps({part.id: part.name for part in parts.parts}, ensure_ascii=False))
    buffer = io.BytesIO()
    Image.fromarray(parts.labels).save(buffer, format="PNG", pnginfo=info)
    return buffer.getvalue()
