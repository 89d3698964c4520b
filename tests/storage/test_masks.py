"""Pictures of flat colours and folders of masks, as artists make them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from painttime.errors import PartsError
from painttime.storage.mask_folder import read_mask_folder
from painttime.storage.mask_picture import read_mask_picture
from painttime.storage.parts_file import read_parts
from painttime.workflow.job import run_to_end

HEIGHT, WIDTH = 60, 80
SIZE = {"height_px": HEIGHT, "width_px": WIDTH}
SKY, HILL, SUN = (90, 140, 220), (60, 120, 50), (250, 220, 30)


def scene(scale=1):
    image = Image.new("RGB", (WIDTH * scale, HEIGHT * scale), SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 40 * scale, WIDTH * scale, HEIGHT * scale), fill=HILL)
    draw.ellipse((50 * scale, 5 * scale, 70 * scale, 25 * scale), fill=SUN)
    return image


@pytest.mark.parametrize("suffix", ["png", "tif", "bmp", "webp", "jpg"])
def test_each_flat_colour_is_a_part_the_largest_at_the_back(tmp_path, suffix):
    values = {"lossless": True} if suffix == "webp" else {"quality": 90} if suffix == "jpg" else {}
    scene().save(tmp_path / f"mask.{suffix}", **values)
    parts = read_parts(tmp_path / f"mask.{suffix}", **SIZE)
    assert [part.name for part in parts.parts] == ["part 1", "part 2", "part 3"]
    expected = (np.asarray(scene())[..., None, :] == (SKY, HILL, SUN)).all(axis=-1).argmax(axis=-1) + 1
    assert (parts.labels != expected).mean() < (0.02 if suffix == "jpg" else 1e-9)
    if suffix == "png":
        assert [part.colour for part in parts.parts] == [SKY, HILL, SUN]


def test_soft_edges_go_to_a_neighbour_and_make_no_part_of_their_own(tmp_path):
    scene(4).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(tmp_path / "mask.png")
    parts = read_parts(tmp_path / "mask.png", **SIZE)
    expected = (np.asarray(scene())[..., None, :] == (SKY, HILL, SUN)).all(axis=-1).argmax(axis=-1) + 1
    assert len(parts.parts) == 3
    assert (parts.labels != expected).mean() < 0.02


def test_halfway_between_two_colours_lies_no_third(tmp_path):
    """Red and blue mix to the very purple of a third part, far away."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), dtype=np.uint8)
    pixels[:, :30], pixels[:, 30:31], pixels[:, 31:60], pixels[:, 60:] = (
        (240, 0, 0),
        (127, 0, 115),
        (0, 0, 240),
        (120, 0, 120),
    )
    Image.fromarray(pixels).save(tmp_path / "mask.png")
    parts = read_parts(tmp_path / "mask.png", **SIZE)
    purple = next(part.id for part in parts.parts if part.colour == (120, 0, 120))
    assert parts.bbox(purple) == (60, 0, 80, HEIGHT)


def test_each_entry_of_a_palette_is_a_part_even_where_colours_repeat(tmp_path):
    indices = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    indices[10:50, 10:40], indices[30:50, 30:60] = 7, 200
    image = Image.fromarray(indices, mode="P")
    palette = [0] * 768
    palette[21:24] = palette[600:603] = [9, 200, 9]
    image.putpalette(palette)
    image.save(tmp_path / "mask.png")
    parts = read_parts(tmp_path / "mask.png", **SIZE)
    assert len(parts.parts) == 3
    np.testing.assert_array_equal(parts.labels == parts.labels[0, 0], indices == 0)
    np.testing.assert_array_equal(parts.labels == parts.labels[35, 35], indices == 200)


def test_black_and_white_are_two_parts_and_a_grey_picture_without_0_holds_ids(tmp_path):
    mask = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    mask[20:, 20:] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    parts = read_parts(tmp_path / "mask.png", **SIZE)
    np.testing.assert_array_equal(parts.labels == parts.labels[30, 30], mask == 255)
    Image.fromarray(mask // 255 * 3 + 2).save(tmp_path / "ids.png")
    assert read_parts(tmp_path / "ids.png", **SIZE).ids == (2, 5)


def test_masks_of_the_same_proportions_are_fitted(tmp_path):
    scene().save(tmp_path / "mask.png")
    assert read_parts(tmp_path / "mask.png", height_px=30, width_px=40).labels.shape == (30, 40)
    with pytest.raises(PartsError, match="other proportions"):
        read_parts(tmp_path / "mask.png", height_px=40, width_px=40)


@pytest.mark.parametrize("kind", ["painting", "one colour", "noise"])
def test_a_painting_is_no_picture_of_parts(tmp_path, kind):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    pixels = np.stack([x * 3, y * 4, 255 - x * 2], axis=2).astype(np.uint8)
    if kind == "one colour":
        pixels[:] = SKY
    if kind == "noise":
        pixels = np.random.default_rng(1).integers(0, 256, pixels.shape, dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "mask.png")
    with pytest.raises(PartsError, match="no picture of parts"):
        read_mask_picture(tmp_path / "mask.png")


# -- folders -----------------------------------------------------------------------------------------------


def rectangle(left, top, right, bottom):
    mask = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    mask[top:bottom, left:right] = 255
    return Image.fromarray(mask)


def see_through(left, top, right, bottom):
    image = Image.new("RGBA", (WIDTH, HEIGHT), (10, 200, 30, 0))
    image.paste((10, 200, 30, 255), (left, top, right, bottom))
    return image


def read_folder(folder, **size):
    return run_to_end(read_mask_folder(folder, **(size or SIZE)))


def test_names_order_and_overlap(tmp_path):
    rectangle(0, 0, 80, 30).save(tmp_path / "01-sky.png")
    rectangle(0, 10, 20, 20).save(tmp_path / "10_hot_air balloon.tif")
    see_through(0, 5, 40, 15).save(tmp_path / "2 Hair.PNG")
    (tmp_path / "notes.txt").write_text("later", encoding="utf-8")
    (tmp_path / ".hidden.png").write_bytes(b"no picture")
    read = read_folder(tmp_path)
    assert [(part.name, part.kind) for part in read.parts.parts] == [
        ("background", "background"),
        ("sky", "sky"),
        ("Hair", "hair"),
        ("hot air balloon", "region"),
    ]
    labels = read.parts.labels
    assert [labels[y, x] for y, x in ((50, 5), (25, 5), (7, 5), (12, 5), (12, 30))] == [1, 2, 3, 4, 3]


def test_what_is_covered_is_told_and_a_full_cover_leaves_no_background(tmp_path):
    rectangle(0, 0, 5, 5).save(tmp_path / "1 mouse.png")
    rectangle(0, 0, WIDTH, HEIGHT).save(tmp_path / "2 wall.png")
    read = read_folder(tmp_path)
    assert [part.name for part in read.parts.parts] == ["wall"]
    assert read.notes == ('Masks that cover nothing, or are covered, were left out: "mouse".',)


def test_folders_that_will_not_do(tmp_path):
    with pytest.raises(PartsError, match="holds no masks"):
        read_folder(tmp_path)
    scene().save(tmp_path / "painting.png")
    with pytest.raises(PartsError, match="no mask but a picture in colours"):
        read_folder(tmp_path)
    (tmp_path / "painting.png").write_bytes(b"no picture")
    with pytest.raises(PartsError, match="damaged or not a picture"):
        read_folder(tmp_path)
    rectangle(0, 0, 5, 5).save(tmp_path / "painting.png")
    with pytest.raises(PartsError, match="other proportions"):
        read_folder(tmp_path, height_px=80, width_px=80)
    with pytest.raises(PartsError, match="could not be read"):
        read_folder(tmp_path / "nowhere")


def test_too_many_masks(tmp_path):
    for number in range(255):
        (tmp_path / f"{number}.png").write_bytes(b"")
    with pytest.raises(PartsError, match="255 pictures; painttime takes 254"):
        read_folder(tmp_path)
