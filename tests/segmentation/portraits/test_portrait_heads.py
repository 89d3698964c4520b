"""Where the heads of a picture are, from what a parser says."""

import cv2
import numpy as np
import pytest

from painttime.core.image import RGB8, Float32
from painttime.segmentation.portraits.head_look import SIDE_MULTIPLE_PX, Head, HeadLook
from painttime.segmentation.portraits.heads import LONG_SIDES_PX, find_portraits, without_doubles
from painttime.segmentation.portraits.views import VIEW_SIDE_PX

FACE = (220, 40, 40)


class RedFaceParser:
    """Takes every red rectangle of 16 pixels and more for a face.

    certainty: how sure it is in views of whole pictures and in views from near.
    """

    def __init__(self, *certainty: float) -> None:
        self.certainty = certainty or (0.9, 0.9)
        self.shown: list[tuple[int, int]] = []

    def find_heads(self, pixels: RGB8) -> HeadLook:
        height, width = pixels.shape[:2]
        is_near = (height, width) == (VIEW_SIDE_PX, VIEW_SIDE_PX) and len(self.shown) >= 2
        self.shown.append((height, width))
        centres = np.zeros((height // 8, width // 8), dtype=np.float32)
        boxes = np.zeros((height // 8, width // 8, 4), dtype=np.float32)
        red = (np.abs(pixels.astype(np.int16) - FACE).max(axis=2) < 90).astype(np.uint8)
        _, _, stats, middles = cv2.connectedComponentsWithStats(red)
        for (left, top, wide, high, _), (x, y) in zip(stats[1:], middles[1:], strict=True):
            if wide >= 16:
                row, column = int(y / 8), int(x / 8)
                centres[row, column] = self.certainty[is_near]
                boxes[row, column] = left, top, left + wide, top + high
        return HeadLook(centres=centres, boxes=boxes)

    def name_classes(self, pixels: RGB8) -> Float32:
        raise AssertionError("heads alone are wanted")


def picture(height: int, width: int, *faces: tuple[int, int, int, int]) -> RGB8:
    pixels = np.full((height, width, 3), 90, dtype=np.uint8)
    for left, top, right, bottom in faces:
        pixels[top:bottom, left:right] = FACE
    return pixels


def test_heads_come_in_pixels_of_the_picture_once_each() -> None:
    wanted = (80, 75, 160, 175), (240, 75, 320, 175)
    heads = find_portraits(picture(300, 400, *wanted), RedFaceParser())
    assert len(heads) == 2
    np.testing.assert_allclose(sorted(head.box for head in heads), wanted, atol=2)


def test_a_small_head_is_found_at_the_larger_size() -> None:
    parser = RedFaceParser()
    heads = find_portraits(picture(1000, 1000, (500, 500, 540, 550)), parser)
    assert len(heads) == 1
    np.testing.assert_allclose(heads[0].box, (500, 500, 540, 550), atol=2)
    # Both are looked at at once, in no certain order.
    assert {max(shown) for shown in parser.shown[:2]} == set(LONG_SIDES_PX)


def test_a_head_at_the_edge_of_a_picture_is_looked_at_there() -> None:
    heads = find_portraits(picture(400, 300, (0, 0, 90, 110)), RedFaceParser())
    assert len(heads) == 1
    # Beyond the picture its border goes on, and so does the face: the middle tells that it is the same.
    x, y = heads[0].centre
    assert 0 <= x <= 60
    assert 0 <= y <= 70


def test_what_looks_like_a_face_from_afar_only_is_none() -> None:
    pixels = picture(300, 400, (80, 75, 160, 175))
    assert find_portraits(pixels, RedFaceParser(0.9, 0.05)) == ()
    sure = find_portraits(pixels, RedFaceParser(0.5, 0.9))
    assert sure[0].score == pytest.approx((0.5 * 0.9) ** 0.5, abs=1e-3)


def test_a_small_head_beside_a_large_one_must_be_surer() -> None:
    pixels = picture(512, 512, (100, 100, 220, 240), (400, 60, 430, 95))
    assert len(find_portraits(pixels, RedFaceParser(0.65, 0.65))) == 1
    assert len(find_portraits(pixels, RedFaceParser(0.85, 0.85))) == 2


@pytest.mark.parametrize("size", [(17, 4000), (1, 1), (511, 513), (33, 31)])
def test_any_size_is_shown_in_sizes_the_parser_takes(size: tuple[int, int]) -> None:
    parser = RedFaceParser()
    assert find_portraits(picture(*size), parser) == ()
    assert all(side % SIDE_MULTIPLE_PX == 0 for shown in parser.shown for side in shown)


def test_of_two_heads_in_one_place_the_surer_stays() -> None:
    sure, unsure = Head(box=(0, 0, 20, 20), score=0.8), Head(box=(2, 2, 23, 22), score=0.6)
    inner = Head(box=(7, 7, 12, 12), score=0.7)
    beside = Head(box=(30, 0, 50, 20), score=0.5)
    assert without_doubles([unsure, beside, inner, sure]) == (sure, beside)
