"""OpenRaster files are read back with zipfile and Pillow, as the format's page describes them."""

import io
import xml.etree.ElementTree as ET
import zipfile

import numpy as np
import pytest
from PIL import Image

from painttime.errors import ExportError
from painttime.exporters.ora_document import OraLayer, cropped, writing_ora

HEIGHT, WIDTH = 30, 40


def picture(archive, name):
    return np.asarray(Image.open(io.BytesIO(archive.read(name))))


def write(path, layers=()):
    with writing_ora(path, height_px=HEIGHT, width_px=WIDTH, notice="Made for a test") as document:
        for layer, pixels in layers:
            document.add_layer(layer, pixels)
        document.finish(np.full((HEIGHT, WIDTH, 3), (10, 20, 30), np.uint8))
    return zipfile.ZipFile(path)


def test_the_members_are_those_of_the_format(tmp_path):
    with write(
        tmp_path / "a.ora", [(OraLayer(name="one"), np.zeros((HEIGHT, WIDTH, 4), np.uint8))]
    ) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"image/openraster"
        names = {"mimetype", "stack.xml", "data/layer0.png", "mergedimage.png", "Thumbnails/thumbnail.png"}
        assert set(archive.namelist()) == names
        assert archive.testzip() is None
        assert (picture(archive, "mergedimage.png") == (10, 20, 30)).all()
    # The name of the first member and its content lie at known places, for programs that look there.
    data = (tmp_path / "a.ora").read_bytes()
    assert data[30:54] == b"mimetypeimage/openraster"


def test_the_stack_lists_layers_from_the_top(tmp_path):
    pixels = np.zeros((3, 4, 4), np.uint8)
    layers = [
        (OraLayer(name="lowest"), pixels),
        (OraLayer(name='<Sky> & "壺"', left=-2, top=5, is_visible=False, opacity=0.25), pixels + 9),
    ]
    with write(tmp_path / "a.ora", layers) as archive:
        image = ET.fromstring(archive.read("stack.xml"))
        assert (image.tag, image.get("w"), image.get("h")) == ("image", str(WIDTH), str(HEIGHT))
        top, lowest = image.find("stack").findall("layer")
        assert [lowest.get(name) for name in ("name", "visibility", "opacity")] == ["lowest", "visible", "1"]
        assert (top.get("name"), top.get("x"), top.get("y")) == ('<Sky> & "壺"', "-2", "5")
        assert (top.get("visibility"), top.get("opacity")) == ("hidden", "0.25")
        assert (picture(archive, top.get("src")) == 9).all()


def test_the_thumbnail_fits_its_square(tmp_path):
    with writing_ora(tmp_path / "a.ora", height_px=300, width_px=1000, notice="") as document:
        document.finish(np.zeros((300, 1000, 3), np.uint8))
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        assert picture(archive, "Thumbnails/thumbnail.png").shape == (77, 256, 3)


def test_a_layer_without_paint_is_one_clear_pixel(tmp_path):
    empty, left, top = cropped(np.zeros((HEIGHT, WIDTH, 4), np.uint8))
    with write(tmp_path / "a.ora", [(OraLayer(name="nothing", left=left, top=top), empty)]) as archive:
        assert picture(archive, "data/layer0.png").tolist() == [[[0, 0, 0, 0]]]


def test_cropping_keeps_all_paint():
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    pixels[4, 7, 3] = 1
    pixels[20, 30] = 255
    piece, left, top = cropped(pixels)
    assert (piece.shape, left, top) == ((17, 24, 4), 7, 4)
    np.testing.assert_array_equal(piece, pixels[4:21, 7:31])


def test_an_error_keeps_what_was_there(tmp_path):
    target = tmp_path / "a.ora"
    target.write_bytes(b"an earlier file")
    with (
        pytest.raises(ValueError, match="shows"),
        writing_ora(target, height_px=HEIGHT, width_px=WIDTH, notice="") as document,
    ):
        document.finish(np.zeros((2, 2, 3), np.uint8))
    assert target.read_bytes() == b"an earlier file"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_told(tmp_path):
    with (
        pytest.raises(ExportError, match="does not exist"),
        writing_ora(tmp_path / "no" / "a.ora", height_px=1, width_px=1, notice=""),
    ):
        pass
