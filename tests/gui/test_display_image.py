"""Arrays as images: colours where they belong."""

import numpy as np
from PySide6.QtGui import QColor

from painttime.gui.display_image import bgrx, cover_image, image_of, image_over


def test_colours_and_places_survive():
    rgb = np.random.default_rng(1).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    image = image_over(bgrx(rgb))
    assert (image.width(), image.height()) == (7, 5)
    for y, x in ((0, 0), (4, 6), (2, 3)):
        assert image.pixelColor(x, y).getRgb()[:3] == tuple(rgb[y, x])


def test_a_thumbnail_keeps_its_pixels_when_the_array_goes():
    rgb = np.full((4, 4, 3), 200, dtype=np.uint8)
    image = image_of(rgb)
    rgb[:] = 0
    assert image.pixelColor(1, 1) == QColor(200, 200, 200)


def test_a_cover_is_transparent_beside_what_it_covers():
    where = np.zeros((3, 4), dtype=np.bool_)
    where[1, 2] = True
    cover = cover_image(where, (10, 20, 30))
    assert cover.pixelColor(2, 1) == QColor(10, 20, 30, 255)
    assert cover.pixelColor(0, 0).alpha() == 0
