"""Names and order of automatic parts."""

from dataclasses import replace

import numpy as np
import pytest

from painttime.segmentation.description.naming import (
    MARKING_COLOURS,
    common_colour_name,
    marking_colour,
    name_parts,
    position_name,
)
from painttime.segmentation.description.ordering import RegionLook, depth_score
from painttime.segmentation.regions.superpixels import to_lab

PLAIN = RegionLook(
    area_share=0.1,
    centre=(0.5, 0.5),
    bottom=0.6,
    border_share=0.0,
    sides=0,
    outline_share=0.0,
    chroma=20.0,
    lightness=50.0,
    detail=2.0,
    surrounds=0.0,
)


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [
        ((200, 30, 40), "red"),
        ((135, 190, 230), "sky blue"),
        ((35, 60, 30), "dark green"),
        ((250, 250, 248), "white"),
        ((12, 10, 10), "black"),
        ((128, 128, 128), "grey"),
        ((110, 72, 45), "brown"),
        ((250, 230, 60), "yellow"),
    ],
)
def test_colours_have_the_names_people_use(rgb: tuple[int, int, int], expected: str) -> None:
    lab = to_lab(np.full((2, 2, 3), rgb, dtype=np.uint8)).reshape(-1, 3)
    assert common_colour_name(lab) == expected


def test_a_wall_of_red_and_green_dabs_is_not_called_brown() -> None:
    dabs = np.array([[(200, 30, 40)] * 6 + [(40, 120, 50)] * 4], dtype=np.uint8)
    assert common_colour_name(to_lab(dabs).reshape(-1, 3)) == "red"


def test_positions() -> None:
    assert position_name((0.5, 0.5)) == "centre"
    assert position_name((0.1, 0.9)) == "lower left"
    assert position_name((0.5, 0.1)) == "top"
    assert position_name((0.9, 0.5)) == "right"


def test_equal_parts_get_different_names() -> None:
    for count in (2, 3, 7):
        looks = dict.fromkeys(range(1, count + 1), PLAIN)
        names = name_parts({}, looks, sorted(looks), dict.fromkeys(looks, "red"))
        assert len(set(names.values())) == count


def test_only_what_frames_the_picture_is_background() -> None:
    frame = replace(PLAIN, border_share=0.8, sides=4, area_share=0.5, surrounds=0.3)
    looks = {1: PLAIN, 2: frame}
    order = sorted(looks, key=lambda part: -depth_score(looks[part]))
    assert order == [2, 1]
    assert name_parts({}, looks, order, {1: "red", 2: "grey"}) == {2: "background", 1: "red area, centre"}


def test_small_and_low_comes_before_high_and_wide() -> None:
    sky = replace(PLAIN, centre=(0.5, 0.2), bottom=0.4, border_share=0.4, outline_share=0.6, area_share=0.4)
    ground = replace(
        PLAIN, centre=(0.5, 0.8), bottom=1.0, border_share=0.45, outline_share=0.6, area_share=0.4
    )
    flower = replace(PLAIN, centre=(0.4, 0.8), bottom=0.9, area_share=0.02, chroma=60.0, detail=6.0)
    assert depth_score(flower) < depth_score(ground) < depth_score(sky)


def test_marking_colours_differ_for_every_possible_part() -> None:
    colours = [marking_colour(index) for index in range(2 * len(MARKING_COLOURS))]
    assert len(set(colours)) == len(colours)
