"""Layered files, PSD and OpenRaster, whose layers are the parts of a painting in their groups."""

import json
import tempfile
from pathlib import Path

from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.exporters.cutouts import cutouts, group_steps
from painttime.exporters.ora_document import OraLayer, writing_ora
from painttime.exporters.process_frames import Writing
from painttime.exporters.psd_document import PsdDocument
from painttime.exporters.psd_steps import SPOOL_BYTES
from painttime.files.atomic import replacing_file

NOTICE = "Parts found with painttime. The painting cut into its parts; what they hide is made up."


def write_parts_psd(painting: Painting, parts: PartMap, out: Path, *, edge_px: int) -> Writing:
    """Write a PSD with a layer for each part, softly cut out; yields layers done of all.

    Ids, kinds and colours lie in the metadata, by the number and name of the layer. Raises ExportError where
    it cannot be written; `out` is then what it was before.
    """
    total = len(parts.parts)
    with (
        replacing_file(out) as partial,
        tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES, dir=str(partial.parent)) as spool,
    ):
        document = PsdDocument(height_px=painting.height_px, width_px=painting.width_px, spool=spool)
        group: tuple[str, ...] = ()
        for done, cut in enumerate(cutouts(painting.pixels, parts, edge_px=edge_px)):
            yield done, total
            _change_psd_group(document, group, cut.part.group)
            group = cut.part.group
            document.add_cutout(cut.part.name, cut.pixels, left=cut.left, top=cut.top, layer_id=cut.part.id)
        _change_psd_group(document, group, ())
        with partial.open("wb") as file:
            document.write(file, painting.pixels, NOTICE, _marks(parts))
    yield total, total


def _change_psd_group(document: PsdDocument, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    num_ended, begun = group_steps(before, after)
    for name in before[::-1][:num_ended]:
        document.end_group(name)
    for _ in begun:
        document.begin_group()


def _marks(parts: PartMap) -> str:
    """Return what layers alone do not say, as JSON; by the name one sees when a number was given anew."""
    entries = [
        {"layer": part.id, "name": part.name, "id": part.id, "kind": part.kind, "colour": part.colour}
        for part in parts.parts
    ]
    return json.dumps({"parts": entries})


def write_parts_ora(painting: Painting, parts: PartMap, out: Path, *, edge_px: int) -> Writing:
    """Write an OpenRaster document with a layer for each part, softly cut out; yields layers done of all.

    Ids, kinds and colours are attributes of the layers. Raises ExportError where it cannot be written; `out`
    is then what it was before.
    """
    total = len(parts.parts)
    height, width = painting.height_px, painting.width_px
    with writing_ora(out, height_px=height, width_px=width, notice=NOTICE) as document:
        group: tuple[str, ...] = ()
        for done, cut in enumerate(cutouts(painting.pixels, parts, edge_px=edge_px)):
            yield done, total
            num_ended, begun = group_steps(group, cut.part.group)
            for _ in range(num_ended):
                document.end_group()
            for name in begun:
                document.begin_group(name)
            group = cut.part.group
            layer = OraLayer(name=cut.part.name, left=cut.left, top=cut.top, own=_attributes(cut.part))
            document.add_layer(layer, cut.pixels)
        document.finish(painting.pixels)
    yield total, total


def _attributes(part: Part) -> dict[str, str]:
    red, green, blue = part.colour
    return {"id": str(part.id), "kind": part.kind, "colour": f"#{red:02x}{green:02x}{blue:02x}"}
