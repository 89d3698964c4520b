"""The layers of an ORA, composed by Pillow, show what the strokes paint."""

import io
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.exporters.strokes_options import StrokesOptions
from painttime.exporters.strokes_ora import MAX_LAYERS, NUM_SLICES, stroke_layers, write_ora
from painttime.strokes.engine import paint


def written(brushwork, path, options=None):
    steps = list(write_ora(brushwork, path, options or StrokesOptions()))
    assert steps[-1] == (len(brushwork.strokes), len(brushwork.strokes))
    return path


def composed(path):
    """Return the names of the layers from the lowest up and what they show together."""
    with zipfile.ZipFile(path) as archive:
        image = ET.fromstring(archive.read("stack.xml"))
        whole = Image.new("RGBA", (int(image.get("w")), int(image.get("h"))))
        layers = list(image.find("stack"))[::-1]
        for layer in layers:
            pixels = Image.open(io.BytesIO(archive.read(layer.get("src"))))
            place = int(layer.get("x")), int(layer.get("y"))
            cover = Image.new("RGBA", whole.size)
            cover.paste(pixels, place)
            whole = Image.alpha_composite(whole, cover)
        merged = np.asarray(Image.open(io.BytesIO(archive.read("mergedimage.png"))))
    return [layer.get("name") for layer in layers], np.asarray(whole), merged


@pytest.mark.parametrize("long_side_px", [None, 200])
def test_a_layer_for_each_pass_and_together_the_picture(brushwork, tmp_path, long_side_px):
    path = written(brushwork, tmp_path / "a.ora", StrokesOptions(long_side_px=long_side_px))
    names, whole, merged = composed(path)
    assert names == ["ground", "pass 1", "pass 2", "pass 3"]
    painted = paint(brushwork, long_side_px=long_side_px)
    assert np.abs(merged.astype(int) - painted).max() <= 2
    assert (whole[..., 3] == 255).all()
    assert np.abs(whole[..., :3].astype(int) - painted).max() <= 2
    # The merged picture is what a reader makes of the layers, up to rounding.
    assert np.abs(whole[..., :3].astype(int) - merged).max() <= 1


def test_layers_never_change_the_order_of_strokes(brushwork):
    strokes = brushwork.strokes
    for values in ("passes", "part_ids", None):
        mixed = strokes if values is None else replace(strokes, **{values: strokes.brushes.copy()})
        layers = stroke_layers(mixed)
        assert len(layers) <= MAX_LAYERS
        assert [first for _, first, _ in layers] == [0, *(last for _, _, last in layers[:-1])]
        assert layers[-1][2] == len(strokes)


def test_without_passes_layers_are_parts_else_numbers(brushwork):
    strokes = brushwork.strokes
    # Another pass with every stroke.
    by_part = replace(strokes, passes=strokes.brushes.copy())
    assert [name for name, _, _ in stroke_layers(by_part)][:3] == ["part 7", "part 2", "part 1"]
    mixed = replace(by_part, part_ids=strokes.brushes.copy())
    names = [name for name, _, _ in stroke_layers(mixed)]
    assert (len(names), names[0], names[-1]) == (NUM_SLICES, "strokes 1 to 5", "strokes 56 to 60")


def test_no_strokes_are_the_ground(tmp_path):
    empty = Brushwork(strokes=StrokeList.empty(), ground=(9, 8, 7), height_px=20, width_px=30)
    names, whole, _ = composed(written(empty, tmp_path / "a.ora"))
    assert names == ["ground"]
    assert (whole == (9, 8, 7, 255)).all()


def test_a_cancelled_export_leaves_nothing(brushwork, tmp_path):
    running = write_ora(brushwork, tmp_path / "a.ora", StrokesOptions())
    for _ in range(3):
        next(running)
    running.close()
    assert list(tmp_path.iterdir()) == []
