"""From a picture to the parts of the people in it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from painttime.core.image import RGB8, Float32
from painttime.files.shipped import shipped_folder
from painttime.segmentation.portraits.classes import GRID_SIDE_PX, parse_portrait
from painttime.segmentation.portraits.head_look import Head, HeadLook
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.segmentation.portraits.portrait import near_heads, portrait_parts
from painttime.segmentation.portraits.portrait_model import PortraitModel, load_portrait_parser
from painttime.segmentation.portraits.specks import without_specks
from painttime.segmentation.portraits.views import HEAD_HEADS, Square, square_around, view_of

PALETTE = np.array(
    [
        (120, 128, 120),
        (90, 50, 20),
        (30, 60, 190),
        (10, 10, 10),
        (250, 250, 250),
        (250, 150, 40),
        (210, 20, 60),
        (250, 210, 170),
        (240, 130, 150),
    ],
    dtype=np.uint8,
)
"""A colour for each of PORTRAIT_KINDS, that a made-up parser knows them by."""


class PaletteParser:
    """Knows every class by its colour, a face by its place in the picture."""

    def name_classes(self, pixels: RGB8) -> Float32:
        colours, known = pixels.astype(np.float32), PALETTE.astype(np.float32)
        squares = (known**2).sum(axis=1) - 2 * colours @ known.T + (colours**2).sum(axis=2)[..., None]
        shares = np.exp(-squares / 800) + np.float32(1e-6)
        return np.asarray(shares / shares.sum(axis=2, keepdims=True), dtype=np.float32)

    def find_heads(self, pixels: RGB8) -> HeadLook:
        height, width = pixels.shape[:2]
        centres = np.zeros((height // 8, width // 8), dtype=np.float32)
        boxes = np.zeros((height // 8, width // 8, 4), dtype=np.float32)
        face = np.isin(self.name_classes(pixels).argmax(axis=2), range(3, 8)).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(face)
        for left, top, wide, high, area in stats[1:]:
            if area > 200:
                row, column = (top + high // 2) // 8, (left + wide // 2) // 8
                centres[row, column] = 0.9
                boxes[row, column] = left, top, left + wide, top + high
        return HeadLook(centres=centres, boxes=boxes)


def somebody(height: int, width: int, *places: tuple[int, int]) -> np.ndarray:
    """Return the classes of a picture with people whose heads are at (x, y)."""
    classes = np.zeros((height, width), dtype=np.uint8)
    for x, y in places:
        classes[y + 46 :, x - 60 : x + 60] = 2
        classes[y - 60 : y, x - 48 : x + 48] = 1
        classes[y + 40 : y + 50, x - 14 : x + 14] = 8
        classes[y - 40 : y + 40, x - 32 : x + 32] = 7
        for side in (-16, 16):
            classes[y - 22 : y - 17, x + side - 10 : x + side + 10] = 3
            classes[y - 12 : y - 5, x + side - 8 : x + side + 8] = 4
        classes[y - 6 : y + 12, x - 5 : x + 5] = 5
        classes[y + 20 : y + 27, x - 12 : x + 12] = 6
    return classes


def classes_found(pixels: RGB8) -> np.ndarray:
    parts = portrait_parts(pixels, PaletteParser())
    assert parts is not None
    table = np.array([0, *(PORTRAIT_KINDS.index(kind) for kind in parts.kinds)])
    return np.asarray(table[parts.labels])


@pytest.mark.parametrize("size", [(320, 260), (600, 400)])
def test_parts_lie_where_they_are_painted(size: tuple[int, int]) -> None:
    truth = somebody(*size, (130, 100))
    found = classes_found(PALETTE[truth])
    assert found.shape == size
    assert (found == truth).mean() > 0.98
    for kind in range(len(PORTRAIT_KINDS)):
        both, either = (found == kind) & (truth == kind), (found == kind) | (truth == kind)
        assert both.sum() / either.sum() > 0.6, PORTRAIT_KINDS[kind]


def test_a_picture_larger_than_borders_are_drawn_at_gets_parts_of_its_own_size() -> None:
    truth = somebody(320, 260, (130, 100)).repeat(6, 0).repeat(6, 1)
    found = classes_found(PALETTE[truth])
    assert found.shape == truth.shape
    assert (found == truth).mean() > 0.97


def test_two_people_are_two() -> None:
    parts = portrait_parts(PALETTE[somebody(360, 520, (120, 110), (390, 130))], PaletteParser())
    assert parts is not None
    assert set(parts.persons) == {0, 1}
    assert parts.kinds.count("mouth") == 2
    halves = parts.labels[:, :260], parts.labels[:, 260:]
    assert not set(np.unique(halves[0])) & set(np.unique(halves[1])) - {0}


def test_nobody_gives_no_parts() -> None:
    assert portrait_parts(np.full((200, 300, 3), 120, dtype=np.uint8), PaletteParser()) is None


def test_the_same_picture_gives_the_same_parts() -> None:
    pixels = PALETTE[somebody(320, 260, (130, 100))]
    first, second = (portrait_parts(pixels, PaletteParser()) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.labels == second.labels).all()
    assert first.order == second.order


def test_classes_sum_to_one_on_a_grid_of_bounded_size() -> None:
    pixels = PALETTE[somebody(700, 900, (300, 200))]
    head = Head(box=(268, 160, 332, 240), score=0.9)
    shares = parse_portrait(pixels, [head], PaletteParser())
    assert max(shares.shape[:2]) == GRID_SIDE_PX
    np.testing.assert_allclose(shares.sum(axis=2), 1, atol=1e-4)


def test_a_mouth_far_from_every_head_is_none() -> None:
    shares = np.zeros((100, 100, 9), dtype=np.float32)
    shares[..., PORTRAIT_KINDS.index("mouth")] = 0.9
    kept = near_heads(shares, [Head(box=(10, 10, 30, 30), score=1.0)], 100)
    mouth = kept[..., PORTRAIT_KINDS.index("mouth")]
    assert mouth[20, 20] > 0
    assert mouth[80, 80] == 0


def test_specks_go_and_the_largest_piece_stays() -> None:
    classes = np.zeros((80, 80), dtype=np.uint8)
    classes[20:60, 20:60] = 7
    classes[30:32, 30:32] = 2
    classes[5, 5] = 4
    cleaned = without_specks(classes, 40)
    assert (cleaned[20:60, 20:60] == 7).sum() == 40 * 40 - 4
    assert cleaned[31, 31] == 2
    classes[70:74, 70:74] = 2
    cleaned = without_specks(classes, 40)
    assert cleaned[31, 31] == 7
    assert cleaned[72, 72] == 2


def test_a_square_beyond_the_picture_goes_on_as_its_border() -> None:
    pixels = np.zeros((40, 40, 3), dtype=np.uint8)
    pixels[:, :8] = 200
    view = view_of(pixels, Square(left=-40, top=0, side_px=80))
    assert (view[:, :120] == 200).all()
    assert (view[:, 170:] == 0).all()


def test_squares_stay_in_the_picture_where_they_fit_in() -> None:
    head = Head(box=(0, 0, 20, 20), score=1.0)
    assert square_around(head, (100, 100), HEAD_HEADS) == Square(left=0, top=0, side_px=46)
    wide = square_around(head, (100, 100), 6.0)
    assert (wide.left, wide.top) == (-20, -20) or wide.left + wide.side_px >= 100


@pytest.fixture(scope="module")
def shipped() -> PortraitModel:
    return load_portrait_parser()


def sample(name: str) -> RGB8:
    path = shipped_folder("resources") / "samples" / name
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    factor = 512 / max(pixels.shape[:2])
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def test_the_shipped_parser_finds_the_sitter_of_the_sample(shipped: PortraitModel) -> None:
    parts = portrait_parts(sample("portrait.png"), shipped)
    assert parts is not None
    assert set(parts.persons) == {0}
    assert {"hair", "clothes", "eyes", "nose", "mouth", "face"} <= set(parts.kinds)
    areas = {kind: float((parts.labels == label).mean()) for label, kind in enumerate(parts.kinds, start=1)}
    assert areas["face"] > areas["mouth"]
    rows = {
        kind: float(np.nonzero(parts.labels == label)[0].mean())
        for label, kind in enumerate(parts.kinds, start=1)
    }
    assert rows["hair"] < rows["mouth"] < rows["clothes"]
    assert rows["eyes"] < rows["nose"] < rows["mouth"]


def test_the_shipped_parser_finds_nobody_in_the_landscape(shipped: PortraitModel) -> None:
    assert portrait_parts(sample("landscape.png"), shipped) is None


def test_the_shipped_weights_are_at_most_8_mib() -> None:
    folder: Path = shipped_folder("models") / "portrait"
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 8 * 2**20
