"""SVGs are parsed as XML, and their outlines drawn by Pillow: what they show resembles the painting."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from painttime.core.brushwork import Brushwork, Stroke, StrokeList
from painttime.exporters.options import STROKES_NOTICE
from painttime.exporters.stroke_outlines import part_outline, stroke_outlines
from painttime.exporters.strokes_options import StrokesOptions
from painttime.exporters.strokes_svg import write_svg
from painttime.strokes.engine import draw_layer, paint

SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
SUPERSAMPLING = 4


def written(brushwork, path, options=None):
    steps = list(write_svg(brushwork, path, options or StrokesOptions()))
    assert steps[-1] == (len(brushwork.strokes), len(brushwork.strokes))
    return ET.parse(path).getroot()


def paths_of(root):
    return [path for path in root.iter(f"{SVG}path") if path.get("fill")]


def polygon_of(outline):
    """Return the points of a path of M, L, Q and A (half circles turning left), curves cut into pieces."""
    points = []
    steps = np.linspace(0, 1, 9)[1:]
    for command, arguments in re.findall(r"([MLQA])([^MLQAZ]*)", outline):
        numbers = [float(number) for number in arguments.split()]
        begin, end = points[-1] if points else None, np.array(numbers[-2:])
        if command == "Q":
            control = np.array(numbers[:2])
            points += [(1 - t) ** 2 * begin + 2 * t * (1 - t) * control + t**2 * end for t in steps]
        elif command == "A":
            assert numbers[2:5] == [0, 0, 0]
            middle, half = (begin + end) / 2, (begin - end) / 2
            turned = np.array([half[1], -half[0]])
            points += [middle + np.cos(np.pi * t) * half + np.sin(np.pi * t) * turned for t in steps]
        else:
            points.append(end)
    return points


def coverage(outline, height_px, width_px):
    """Return how much of each pixel a path covers, 0..1."""
    mask = Image.new("L", (width_px * SUPERSAMPLING, height_px * SUPERSAMPLING))
    points = [tuple(point * SUPERSAMPLING - 0.5) for point in polygon_of(outline)]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    blocks = np.asarray(mask).reshape(height_px, SUPERSAMPLING, width_px, SUPERSAMPLING)
    return blocks.mean(axis=(1, 3)) / 255


def shown(root, height_px, width_px):
    """Draw an SVG without clipped parts."""
    ground = root.find(f"{SVG}rect").get("fill")
    picture = np.empty((height_px, width_px, 3))
    picture[:] = [int(ground[index : index + 2], 16) for index in (1, 3, 5)]
    for path in paths_of(root):
        colour = [int(path.get("fill")[index : index + 2], 16) for index in (1, 3, 5)]
        alpha = coverage(path.get("d"), height_px, width_px) * float(path.get("fill-opacity", 1))
        picture += alpha[..., None] * (np.array(colour) - picture)
    return picture


def test_strokes_stand_in_their_order_in_groups_by_pass_and_part(brushwork, tmp_path):
    root = written(brushwork, tmp_path / "strokes.svg")
    assert [path.get("fill") for path in paths_of(root)] == [
        "#{:02x}{:02x}{:02x}".format(*colour) for colour in brushwork.strokes.colours.tolist()
    ]
    groups = root.findall(f"{SVG}g")
    assert [group.get(LABEL) for group in groups] == ["pass 1", "pass 2", "pass 3"]
    assert [part.get(LABEL) for part in groups[0]] == ["part 7", "part 2", "part 1"]
    assert [part.get(LABEL) for part in groups[2]] == ["whole picture"]


def test_strokes_of_a_part_are_clipped_to_it(brushwork, tmp_path):
    root = written(brushwork, tmp_path / "strokes.svg")
    clips = {clip.get("id"): clip[0].get("d") for clip in root.iter(f"{SVG}clipPath")}
    assert set(clips) == {"part-1", "part-2", "part-7"}
    groups = [part for group in root.findall(f"{SVG}g") for part in group]
    assert {group.get("clip-path") for group in groups} == {None, *(f"url(#{name})" for name in clips)}
    free = written(replace(brushwork, labels=None), tmp_path / "free.svg")
    assert list(free.iter(f"{SVG}clipPath")) == []
    assert all(group.get("clip-path") is None for group in free.iter(f"{SVG}g"))


def test_it_shows_what_the_brush_paints(brushwork, tmp_path):
    free = replace(brushwork, labels=None)
    root = written(free, tmp_path / "strokes.svg")
    painted = paint(free).astype(float)
    difference = np.abs(shown(root, free.height_px, free.width_px) - painted)
    # The marks of single hairs are not kept; colours here differ more than in any painting.
    assert difference.mean() < 0.15 * np.abs(painted - free.ground).mean()


def test_size_title_and_notice(brushwork, tmp_path):
    root = written(brushwork, tmp_path / "strokes.svg", StrokesOptions(long_side_px=388))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("388", "260", "0 0 97 65")
    assert root.find(f"{SVG}title").text == STROKES_NOTICE
    assert STROKES_NOTICE in "".join(root.find(f"{SVG}metadata").itertext())


def test_nothing_painted_is_the_ground(brushwork, tmp_path):
    empty = Brushwork(strokes=StrokeList.empty(), ground=(1, 2, 3), height_px=4, width_px=5)
    root = written(empty, tmp_path / "empty.svg")
    assert root.find(f"{SVG}rect").get("fill") == "#010203"
    assert paths_of(root) == []


@pytest.mark.parametrize("brush", ["round", "flat"])
@pytest.mark.parametrize(
    "curve",
    [
        ((0.2, 0.5), (0.5, 0.5), (0.8, 0.5)),
        ((0.2, 0.3), (0.9, 0.3), (0.7, 0.8)),
        ((0.3, 0.7), (0.3, 0.7), (0.7, 0.3)),
        ((0.2, 0.2), (0.8, 0.25), (0.25, 0.7)),
    ],
)
def test_outlines_cover_what_the_brush_covers(brush, curve):
    stroke = Stroke(curve=curve, widths=(0.2, 0.06), colour=(0, 0, 0), brush=brush)
    strokes = StrokeList.of([stroke])
    drawn = draw_layer(strokes, 80, 80)[..., 3] / 255
    (outline,) = stroke_outlines(
        strokes.curves.astype(float) * 80, strokes.widths.astype(float) * 80, np.array([brush == "flat"])
    )
    covered = coverage(outline, 80, 80)
    assert np.abs(covered - drawn).sum() / drawn.sum() < 0.12


def test_a_dot_is_round():
    dot = np.full((1, 3, 2), 20.0)
    (outline,) = stroke_outlines(dot, np.full((1, 2), 10.0), np.array([False]))
    assert coverage(outline, 40, 40).sum() == pytest.approx(np.pi * 25, rel=0.05)


def test_the_outline_of_a_part_holds_it_with_its_hole():
    labels = np.ones((20, 30), np.uint8)
    labels[3:15, 5:22] = 9
    labels[6:9, 10:14] = 1
    outline = part_outline(labels, 9, 2.0)
    mask = Image.new("1", (60, 40))
    for piece in outline.split("Z")[:-1]:
        shape = Image.new("1", mask.size)
        points = [tuple(map(float, point.split())) for point in piece.strip("M").split("L")]
        ImageDraw.Draw(shape).polygon([(x - 0.5, y - 0.5) for x, y in points], fill=1)
        # As fill rule "evenodd" has it.
        mask = Image.fromarray(np.asarray(mask) ^ np.asarray(shape))
    expected = (labels == 9).repeat(2, axis=0).repeat(2, axis=1)
    inside = np.asarray(mask)
    assert inside[expected].all()
    # A quarter of a pixel of the labels, half a pixel here, all around.
    assert (inside & ~expected).sum() <= 2 * (2 * (12 + 17) + 2 * (3 + 4)) + 8
    assert part_outline(labels, 5, 2.0) == ""


def test_a_cancelled_or_failed_export_leaves_nothing(brushwork, tmp_path):
    running = write_svg(brushwork, tmp_path / "strokes.svg", StrokesOptions())
    next(running)
    running.close()
    assert list(tmp_path.iterdir()) == []
