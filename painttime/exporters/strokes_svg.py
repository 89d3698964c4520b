"""Strokes as SVG: each a filled outline, in groups by pass and part, in the order they are laid.

Shapes, colours and opacity are kept; the marks of the brush's hairs are not, so that the file stays small
enough for vector programs. Where paint is thin on the whole (dry, wash), the stroke is translucent instead.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, StrokeList
from painttime.core.part import MAX_PARTS
from painttime.exporters.process_frames import Writing
from painttime.exporters.stroke_outlines import number, part_outline, stroke_outlines
from painttime.exporters.strokes_jsonl import colour_code
from painttime.exporters.strokes_options import StrokesOptions
from painttime.files.atomic import replacing_file
from painttime.strokes.brushes import BRUSHES

STROKES_AT_ONCE = 1024

_COVERAGES = {"dry": 0.9, "wash": 0.58}
"""How opaque strokes of a brush look as one flat shape: closest to what the brush draws, by trial."""

_FLAT_ENDS = np.array([BRUSHES[name].flat_ends > 0.5 for name in BRUSH_NAMES])
_COVERAGE = np.array([_COVERAGES.get(name, 1.0) for name in BRUSH_NAMES])


def write_svg(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write the strokes as SVG; yields strokes written of all.

    A unit of the drawing is a pixel of the size the strokes were laid at; another size scales the whole.
    """
    total = len(brushwork.strokes)
    clipped = _clipped_parts(brushwork)
    with replacing_file(out) as partial, partial.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_head(brushwork, options))
        file.writelines(_clip_paths(brushwork, clipped))
        file.write(f'<rect width="100%" height="100%" fill="{colour_code(brushwork.ground)}"/>\n')
        yield 0, total
        done = 0
        for pass_number, of_pass in groupby(_runs(brushwork.strokes), key=lambda run: run[0]):
            file.write(f'<g inkscape:groupmode="layer" inkscape:label="pass {pass_number + 1}">\n')
            for _, part_id, first, last in of_pass:
                file.write(_part_group(part_id, is_clipped=part_id in clipped))
                for start in range(first, last, STROKES_AT_ONCE):
                    stop = min(last, start + STROKES_AT_ONCE)
                    file.writelines(_paths(brushwork, start, stop))
                    done += stop - start
                    yield done, total
                file.write("</g>\n")
            file.write("</g>\n")
        file.write("</svg>\n")


def _runs(strokes: StrokeList) -> Iterator[tuple[int, int, int, int]]:
    """Yield (pass, part, first, last) of strokes that follow each other and share both.

    The order of strokes is never changed: what is laid later covers what is laid before.
    """
    if not len(strokes):
        return
    keys = strokes.passes.astype(np.int64) * (MAX_PARTS + 1) + strokes.part_ids
    starts = [0, *(np.flatnonzero(np.diff(keys)) + 1).tolist()]
    for first, last in zip(starts, [*starts[1:], len(strokes)], strict=True):
        yield int(strokes.passes[first]), int(strokes.part_ids[first]), first, last


def _clipped_parts(brushwork: Brushwork) -> frozenset[int]:
    """Return the parts whose strokes stay inside them."""
    if brushwork.labels is None:
        return frozenset()
    return frozenset(np.unique(brushwork.strokes.part_ids).tolist()) - {0}


def _head(brushwork: Brushwork, options: StrokesOptions) -> str:
    height_px, width_px = options.size_px(brushwork.height_px, brushwork.width_px)
    notice = escape(options.notice)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f'width="{width_px}" height="{height_px}" '
        f'viewBox="0 0 {brushwork.width_px} {brushwork.height_px}">\n'
        f"<title>{notice}</title>\n"
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">'
        f"<dc:description>{notice}</dc:description></rdf:Description></rdf:RDF></metadata>\n"
    )


def _clip_paths(brushwork: Brushwork, part_ids: frozenset[int]) -> Iterator[str]:
    if brushwork.labels is None:
        return
    scale = brushwork.long_side_px / max(brushwork.labels.shape)
    for part_id in sorted(part_ids):
        outline = part_outline(brushwork.labels, part_id, scale)
        yield f'<clipPath id="part-{part_id}"><path clip-rule="evenodd" d="{outline}"/></clipPath>\n'


def _part_group(part_id: int, *, is_clipped: bool) -> str:
    label = f"part {part_id}" if part_id else "whole picture"
    clip = f' clip-path="url(#part-{part_id})"' if is_clipped else ""
    return f'<g inkscape:label="{label}"{clip}>\n'


def _paths(brushwork: Brushwork, first: int, last: int) -> Iterator[str]:
    """Yield a path for each of the strokes first to last."""
    strokes = brushwork.strokes.selected(slice(first, last))
    scale = float(brushwork.long_side_px)
    outlines = stroke_outlines(
        strokes.curves.astype(np.float64) * scale,
        strokes.widths.astype(np.float64) * scale,
        _FLAT_ENDS[strokes.brushes],
    )
    opacities = (strokes.opacities / 255.0 * _COVERAGE[strokes.brushes]).tolist()
    colours = strokes.colours.tolist()
    for outline, colour, opacity, brush in zip(outlines, colours, opacities, strokes.brushes, strict=True):
        thin = f' fill-opacity="{number(opacity)}"' if opacity < 0.995 else ""
        yield f'<path class="{BRUSH_NAMES[brush]}" fill="{colour_code(colour)}"{thin} d="{outline}"/>\n'
