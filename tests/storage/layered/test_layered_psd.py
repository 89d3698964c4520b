"""Photoshop files made by another program (psd-tools), with what artists use layers for."""

import numpy as np
import pytest
from PIL import Image, ImageChops
from psd_tools import PSDImage
from psd_tools.constants import BlendMode

from painttime.core.painting import Painting
from painttime.errors import PaintingError, PartsError
from painttime.exporters.parts_files import write_parts
from painttime.storage.layered.layered_painting import read_layered_painting, read_layered_parts
from painttime.workflow.job import run_to_end

HEIGHT, WIDTH = 40, 60
SIZE = {"height_px": HEIGHT, "width_px": WIDTH}


def patch(colour, height=HEIGHT, width=WIDTH, alpha=255):
    return Image.new("RGBA", (width, height), (*colour, alpha))


@pytest.fixture
def document():
    psd = PSDImage.new("RGBA", (WIDTH, HEIGHT))
    psd.create_pixel_layer(patch((120, 160, 230)), name="Sky")
    return psd


def read(psd, tmp_path, **size):
    path = tmp_path / "jug.psd"
    psd.save(path)
    return run_to_end(read_layered_parts(path, **(size or SIZE)))


def whose(result, y, x):
    return result.parts.part(int(result.parts.labels[y, x])).name


def test_names_groups_order_and_places(document, tmp_path):
    figure = document.create_group(name="Figure")
    figure.create_pixel_layer(patch((200, 0, 0), 20, 10), name="coat", top=10, left=20)
    head = figure.create_group(name="Head")
    head.create_pixel_layer(patch((230, 190, 160), 8, 6), name="face", top=4, left=22)
    # The Unicode name is kept apart from the one old programs read.
    figure[0].name = "外套"
    document.create_pixel_layer(patch((0, 90, 0), 5, WIDTH), name="grass", top=35, left=0)
    result = read(document, tmp_path)
    assert [(part.name, part.group) for part in result.parts.parts] == [
        ("Sky", ()),
        ("外套", ("Figure",)),
        ("face", ("Figure", "Head")),
        ("grass", ()),
    ]
    assert [whose(result, *place) for place in ((0, 0), (20, 25), (5, 23), (38, 5))] == [
        "Sky",
        "外套",
        "face",
        "grass",
    ]


def test_masks_hide_layers_and_groups(document, tmp_path):
    group = document.create_group(name="trees")
    tree = group.create_pixel_layer(patch((0, 80, 0), 20, 20), name="tree", top=10, left=10)
    left_half = np.zeros((20, 20), dtype=np.uint8)
    left_half[:, :10] = 255
    tree.create_mask(Image.fromarray(left_half), top=10, left=10)
    result = read(document, tmp_path)
    assert (whose(result, 15, 12), whose(result, 15, 25)) == ("tree", "Sky")


def test_opacity_blend_modes_clipping_and_hiding(document, tmp_path):
    coat = document.create_pixel_layer(patch((90, 40, 20), 20, 20), name="coat", top=10, left=10)
    folds = document.create_pixel_layer(patch((0, 0, 0)), name="folds")
    folds.clipping = True
    shade = document.create_pixel_layer(patch((0, 0, 50)), name="shade")
    shade.blend_mode = BlendMode.MULTIPLY
    document.create_pixel_layer(patch((255, 255, 255)), name="mist", opacity=120)
    group = document.create_group(name="light")
    group.create_pixel_layer(patch((255, 255, 0)), name="beam")
    group.opacity = 100
    hidden = document.create_group(name="sketches")
    hidden.create_pixel_layer(patch((0, 0, 0)), name="sketch")
    hidden.visible = False
    assert coat.name == "coat"
    result = read(document, tmp_path)
    assert [part.name for part in result.parts.parts] == ["Sky", "coat"]
    assert result.parts.areas_px() == {1: HEIGHT * WIDTH - 400, 2: 400}
    assert '"sketch"' in result.notes[0]
    assert '"shade", "mist", "beam"' in result.notes[1]


def test_a_file_of_twice_the_size_is_fitted_and_one_of_other_proportions_refused(document, tmp_path):
    document.create_pixel_layer(patch((200, 0, 0), 20, WIDTH), name="ground", top=20, left=0)
    result = read(document, tmp_path, height_px=2 * HEIGHT, width_px=2 * WIDTH)
    assert result.parts.labels.shape == (2 * HEIGHT, 2 * WIDTH)
    assert (whose(result, 38, 0), whose(result, 41, 0)) == ("Sky", "ground")
    with pytest.raises(PartsError, match="60 x 40 pixels and other proportions"):
        read(document, tmp_path, height_px=HEIGHT, width_px=HEIGHT)


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_the_flat_picture_in_any_mode(tmp_path, mode):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture = Image.fromarray(np.stack([x * 4, y * 6, 200 - x], axis=2).astype(np.uint8)).convert(mode)
    # Photoshop stores how much ink is missing; psd-tools undoes that in reading only.
    PSDImage.frompil(ImageChops.invert(picture) if mode == "CMYK" else picture).save(tmp_path / "flat.psd")
    pixels = read_layered_painting(tmp_path / "flat.psd").pixels.astype(int)
    assert pixels.shape == (HEIGHT, WIDTH, 3)
    if mode != "CMYK":
        np.testing.assert_array_equal(pixels, np.asarray(picture.convert("RGB")))
    # Printing inks are not the colours of a screen; light stays light.
    assert np.corrcoef(pixels.ravel(), np.asarray(picture.convert("RGB")).ravel())[0, 1] > 0.9


@pytest.fixture
def ours(document, tmp_path, part_map):
    pixels = np.random.default_rng(2).integers(0, 256, (*part_map.labels.shape, 3), dtype=np.uint8)
    path = tmp_path / "parts.psd"
    write_parts(Painting(pixels=pixels), part_map, path)
    return path


def test_a_layer_renamed_or_reordered_elsewhere_is_taken_as_it_is(ours, part_map):
    psd = PSDImage.open(ours)
    psd[1].name = "field"
    psd.save(ours)
    height, width = part_map.labels.shape
    parts = run_to_end(read_layered_parts(ours, height_px=height, width_px=width)).parts
    assert [part.name for part in parts.parts] == ["sky — hell", "field", "jug, 壺"]
    assert parts.part(7).kind == "sky"
    assert parts.parts[1].kind == "region"
    assert parts.areas_px()[7] == part_map.areas_px()[7]


def test_metadata_that_make_no_sense_do_not_matter(ours, part_map):
    data = ours.read_bytes()
    ours.write_bytes(data.replace(b'"colour": [', b'"colour": {', 1))
    height, width = part_map.labels.shape
    parts = run_to_end(read_layered_parts(ours, height_px=height, width_px=width)).parts
    assert parts.ids == (1, 2, 3)


def test_damage_gives_a_sentence(ours, part_map):
    height, width = part_map.labels.shape
    whole = ours.read_bytes()
    rng = np.random.default_rng(6)
    damages = [whole[: len(whole) * share // 10] for share in range(1, 10)]
    for _ in range(60):
        content = bytearray(whole)
        # Heads and lists more than pixels.
        place = int(rng.integers(0, len(whole) if rng.random() < 0.3 else 6000))
        content[min(place, len(whole) - 1)] = int(rng.integers(0, 256))
        damages.append(bytes(content))
    errors = []
    for content in damages:
        ours.write_bytes(content)
        try:
            run_to_end(read_layered_parts(ours, height_px=height, width_px=width))
            read_layered_painting(ours)
        except (PaintingError, PartsError) as error:
            errors.append(str(error))
    assert len(errors) >= 12
    assert all(text.endswith(".") and "\n" not in text for text in errors)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"8BPS", "damaged or incomplete"),
        (b"just words, and no picture at all", "damaged or incomplete"),
        (b"8BPS\0\1" + bytes(6) + b"\0\4" + (200_000).to_bytes(4, "big") * 2 + b"\0\x08\0\3", "too large"),
    ],
)
def test_what_is_no_photoshop_file(tmp_path, content, words):
    (tmp_path / "bad.psd").write_bytes(content)
    with pytest.raises(PaintingError, match=words):
        read_layered_painting(tmp_path / "bad.psd")
    with pytest.raises(PartsError, match=words):
        run_to_end(read_layered_parts(tmp_path / "bad.psd", **SIZE))
