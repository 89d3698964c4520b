"""Taking objects by clicks in pictures whose objects are known."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.segmentation.editing.area import Area
from painttime.segmentation.editing.click_features import NUM_FEATURES, click_features
from painttime.segmentation.editing.edge_guide import EdgeGuide
from painttime.segmentation.editing.object_picker import work_copy
from painttime.segmentation.editing.patch_graph import NUM_DISTANCES, PatchGraph
from painttime.segmentation.editing.picker import Picker
from painttime.workflow.job import run_to_end
from painttime.workflow.picking_objects import prepare_picker

Mask = npt.NDArray[np.bool_]
HEIGHT, WIDTH = 360, 480


def still_life(height: int = HEIGHT, width: int = WIDTH) -> tuple[RGB8, dict[str, Mask]]:
    """Return a jug and an apple before a wall, in dabs of paint, and the mask of each."""
    rows, columns = np.mgrid[:height, :width].astype(np.float64)
    y, x = rows / height, columns / width
    jug = ((x - 0.35) / 0.16) ** 2 + ((y - 0.5) / 0.33) ** 2 < 1
    apple = np.hypot((x - 0.72) * width / height, y - 0.68) < 0.17
    picture = np.empty((height, width, 3))
    picture[:] = (96, 104, 112)
    picture[jug] = (150, 80, 50)
    picture[apple] = (190, 185, 60)
    picture += ((x - 0.4) * 30)[..., None]
    dabs = np.random.default_rng(2).normal(0, 30, picture.shape)
    picture += cv2.GaussianBlur(dabs, (0, 0), 1.2 * height / HEIGHT)
    return np.clip(picture, 0, 255).astype(np.uint8), {"jug": jug, "apple": apple}


def picker_of(pixels: RGB8) -> Picker:
    return run_to_end(prepare_picker(Painting(pixels=pixels)))


def overlap(area: Area, wanted: Mask) -> float:
    taken = area.full(*wanted.shape)
    return float((taken & wanted).sum() / (taken | wanted).sum())


@pytest.fixture(scope="module")
def picture() -> tuple[RGB8, dict[str, Mask]]:
    return still_life()


@pytest.fixture(scope="module")
def picker(picture: tuple[RGB8, dict[str, Mask]]) -> Picker:
    return picker_of(picture[0])


def test_clicks_to_take_and_to_leave_take_the_object(
    picker: Picker, picture: tuple[RGB8, dict[str, Mask]]
) -> None:
    jug, apple = picture[1]["jug"], picture[1]["apple"]
    corner, middle = (450.0, 20.0), (168.0, 180.0)
    assert overlap(picker.pick([middle], [corner]), jug) > 0.9
    assert overlap(picker.pick([(346, 245)], [corner, middle]), apple) > 0.9


def test_hovering_shows_roughly_what_a_click_takes(picker: Picker) -> None:
    for place in ((168.0, 180.0), (346.0, 245.0)):
        clicked = picker.pick([place]).full(HEIGHT, WIDTH)
        assert overlap(picker.hover(*place), clicked) > 0.85


def test_a_click_to_leave_takes_away_what_is_there(picker: Picker) -> None:
    both = picker.pick([(168, 180), (346, 245)]).full(HEIGHT, WIDTH)
    assert both[180, 168]
    assert both[245, 346]
    without = picker.pick([(168, 180)], [(346, 245)]).full(HEIGHT, WIDTH)
    assert without[180, 168]
    assert not without[245, 346]


def test_nothing_lies_outside_of_a_box(picker: Picker, picture: tuple[RGB8, dict[str, Mask]]) -> None:
    found = picker.pick([], box=(455, 330, 255, 170))
    assert (found.left >= 255, found.top >= 170, found.right <= 455, found.bottom <= 330) == (True,) * 4
    assert overlap(found, picture[1]["apple"]) > 0.85
    assert picker.pick([], box=(-50, -50, -10, -10)).is_empty


def test_outside_of_the_picture_there_is_nothing(picker: Picker) -> None:
    assert picker.size == (HEIGHT, WIDTH)
    for place in ((-0.1, 5.0), (5.0, HEIGHT), (WIDTH, 5.0)):
        assert picker.hover(*place).is_empty
        assert picker.pick([place]).is_empty
    assert picker.pick([], [(5, 5)]).is_empty


def test_the_same_clicks_take_the_same(picker: Picker, picture: tuple[RGB8, dict[str, Mask]]) -> None:
    clicks = [(168.0, 180.0)], [(450.0, 20.0)]
    again = picker_of(picture[0]).pick(*clicks)
    assert np.array_equal(again.full(HEIGHT, WIDTH), picker.pick(*clicks).full(HEIGHT, WIDTH))


def test_large_pictures_keep_their_own_outline() -> None:
    pixels, masks = still_life(1440, 1920)
    found = picker_of(pixels).pick([(672, 720)], [(1800, 80)]).full(1440, 1920)
    seam = found ^ cv2.erode(found.view(np.uint8), np.ones((3, 3), np.uint8)).view(np.bool_)
    to_outline = cv2.distanceTransform((~outline(masks["jug"])).view(np.uint8), cv2.DIST_L2, 5)
    # Four pixels of the painting make one of the copy that was looked at.
    assert np.median(to_outline[seam]) < 3


def outline(mask: Mask) -> Mask:
    inner = cv2.erode(mask.view(np.uint8), np.ones((3, 3), np.uint8)).view(np.bool_)
    return np.asarray(mask & ~inner)


@given(height=st.integers(1, 40), width=st.integers(1, 40), seed=st.integers(0, 9), is_flat=st.booleans())
@settings(max_examples=12, deadline=None)
def test_any_picture_can_be_clicked_on(height: int, width: int, seed: int, is_flat: bool) -> None:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 255, (height, width, 3)).astype(np.uint8)
    if is_flat:
        pixels[:] = 90
    x, y = float(rng.integers(width)), float(rng.integers(height))
    found = picker_of(pixels).pick([(x, y)])
    assert found.right <= width
    assert found.bottom <= height


def test_preparing_tells_how_far_it_is_and_can_be_left(picture: tuple[RGB8, dict[str, Mask]]) -> None:
    job = prepare_picker(Painting(pixels=picture[0]))
    shares = [next(job).done for _ in range(3)]
    job.close()
    assert shares == sorted(shares)
    assert shares[-1] > 0


def test_patches_cover_the_picture_and_end_at_its_edges(picture: tuple[RGB8, dict[str, Mask]]) -> None:
    graph = PatchGraph(work_copy(picture[0]))
    counts = np.bincount(graph.patches.ravel())
    assert counts.min() > 0
    assert graph.area_share.sum() == pytest.approx(1)
    small = cv2.resize(picture[1]["jug"].view(np.uint8), graph.patches.shape[::-1]) > 0
    share = np.bincount(graph.patches.ravel(), weights=small.ravel()) / counts
    torn = counts[(share > 0.1) & (share < 0.9)].sum()
    assert torn < 0.02 * counts.sum()


def test_distances_grow_with_what_lies_between(picture: tuple[RGB8, dict[str, Mask]]) -> None:
    graph = PatchGraph(work_copy(picture[0]))
    here, same, other = graph.at(0.35, 0.5), graph.at(0.35, 0.7), graph.at(0.6, 0.2)
    distance = graph.distances_from(here)
    assert distance.shape == (NUM_DISTANCES, len(graph))
    assert np.isfinite(distance).all()
    # All but those in place and in detail tell jug from wall.
    assert (distance[:6, same] < distance[:6, other]).all()
    assert np.allclose(distance[:5, here], np.log1p([0, 0, 0, 0, 0]), atol=1e-6)


def test_features_do_not_depend_on_the_order_of_clicks(picture: tuple[RGB8, dict[str, Mask]]) -> None:
    graph = PatchGraph(work_copy(picture[0]))
    first, second, third = graph.at(0.35, 0.5), graph.at(0.3, 0.4), graph.at(0.9, 0.1)
    features = click_features(graph, graph.distances_from, [first, second], [third])
    assert features.shape == (len(graph), NUM_FEATURES)
    swapped = click_features(graph, graph.distances_from, [second, first], [third])
    assert np.allclose(features, swapped)


def test_outlines_move_to_the_edge_nearby() -> None:
    pixels = np.full((400, 400, 3), 60, dtype=np.uint8)
    pixels[:, 203:] = 200
    small = np.zeros((100, 100), dtype=np.bool_)
    small[:, 52:] = True
    guide = EdgeGuide(pixels, (100, 100), reach_px=3)
    found = guide.along_edges(small).full(400, 400)
    assert found[:, 204:].all()
    assert not found[:, :202].any()
    assert abs(guide.roughly(small).left - 208) <= 1
    assert guide.along_edges(np.zeros_like(small)).is_empty
