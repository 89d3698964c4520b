"""Names of parts by kind, in every language there is a table for."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.files.shipped import shipped_folder
from painttime.segmentation.description.name_tables import languages, name_table
from painttime.segmentation.description.naming import COLOUR_NAMES, GREY_NAMES, name_parts, position_name
from painttime.segmentation.description.ordering import RegionLook
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.segmentation.scenes.kinds import SCENE_KINDS, UNSURE
from painttime.workflow.editing_parts import CONTOUR_KIND

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
LEFT, RIGHT = replace(PLAIN, centre=(0.2, 0.5)), replace(PLAIN, centre=(0.8, 0.5))
COLOURS = [name for name, *_ in COLOUR_NAMES] + [name for _, name in GREY_NAMES]


def named(
    kinds: Mapping[int, str], looks: Mapping[int, RegionLook], colour: str = "red", language: str = "en"
) -> dict[int, str]:
    return name_parts(kinds, looks, sorted(looks), dict.fromkeys(looks, colour), language=language)


def table_of(language: str) -> dict[str, dict[str, str]]:
    path = shipped_folder("resources") / "part-names" / f"{language}.json"
    table: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return table


def test_there_are_two_languages_and_english_comes_first() -> None:
    assert languages()[0] == "en"
    assert "de" in languages()


@pytest.mark.parametrize("language", languages())
def test_every_table_has_the_words_of_the_english_one(language: str) -> None:
    english, other = table_of("en"), table_of(language)
    assert {group: set(words) for group, words in other.items()} == {
        group: set(words) for group, words in english.items()
    }


@pytest.mark.parametrize("language", languages())
def test_every_kind_place_and_colour_has_a_word_of_its_own(language: str) -> None:
    table = table_of(language)
    kinds = {*SCENE_KINDS, *PORTRAIT_KINDS, CONTOUR_KIND}
    assert kinds <= set(table["kinds"])
    assert set(COLOURS) <= set(table["colours"])
    places = {position_name((x / 4, y / 4)) for x in range(5) for y in range(5)}
    assert places <= set(table["places"])
    for words in table.values():
        assert len(set(words.values())) == len(words)


def test_a_kind_that_is_there_once_needs_no_more_words() -> None:
    assert named({1: "sky", 2: "water"}, {1: PLAIN, 2: LEFT}) == {1: "sky", 2: "water"}
    assert named({1: "sky"}, {1: PLAIN}, language="de") == {1: "Himmel"}


def test_parts_of_one_kind_are_told_apart_by_place() -> None:
    looks = {1: LEFT, 2: RIGHT, 3: PLAIN}
    kinds = {1: "tree", 2: "tree", 3: "figure"}
    assert named(kinds, looks) == {1: "trees, left", 2: "trees, right", 3: "figure"}
    assert named(kinds, looks, language="de") == {1: "Bäume, links", 2: "Bäume, rechts", 3: "Figur"}


def test_then_by_colour_then_by_lightness_then_by_number() -> None:
    looks = {1: LEFT, 2: LEFT, 3: RIGHT}
    kinds = dict.fromkeys(looks, "sky")
    names = name_parts(kinds, looks, [1, 2, 3], {1: "blue", 2: "grey", 3: "blue"})
    assert names == {1: "blue sky, left", 2: "grey sky, left", 3: "sky, right"}
    pair = {1: replace(LEFT, lightness=80.0), 2: LEFT}
    assert named({1: "sky", 2: "sky"}, pair) == {1: "sky (lighter)", 2: "sky (darker)"}
    assert named(dict.fromkeys((1, 2, 3), "sky"), dict.fromkeys((1, 2, 3), LEFT)) == {
        1: "sky 1",
        2: "sky 2",
        3: "sky 3",
    }


def test_a_part_of_no_known_kind_is_called_by_its_look() -> None:
    large = replace(PLAIN, area_share=0.3, centre=(0.1, 0.9))
    looks, kinds = {1: PLAIN, 2: large}, {1: "sky", 2: UNSURE}
    assert named(kinds, looks, "dark brown")[2] == "large dark brown area, lower left"
    german = named(kinds, looks, "dark brown", language="de")
    assert german[2] == "große Fläche in Dunkelbraun, links unten"


def test_a_wall_around_everything_is_the_background() -> None:
    frame = replace(PLAIN, border_share=0.8, sides=4)
    assert named({1: "wall", 2: "vessel"}, {1: frame, 2: PLAIN}) == {1: "background", 2: "vessel"}
    assert named({1: "sky", 2: "vessel"}, {1: frame, 2: PLAIN}) == {1: "sky", 2: "vessel"}


def test_parts_of_several_people_say_whose_they_are() -> None:
    kinds = {1: "background", 2: "face", 3: "face", 4: "hair"}
    looks = {1: PLAIN, 2: LEFT, 3: RIGHT, 4: RIGHT}
    names = name_parts(kinds, looks, [1, 2, 3, 4], dict.fromkeys(looks, "red"), persons={2: 0, 3: 1, 4: 1})
    assert names == {1: "background", 2: "face, left", 3: "face, right", 4: "hair, right"}
    crowd = dict.fromkeys((1, 2, 3, 4), LEFT)
    names = name_parts(kinds, crowd, [1, 2, 3, 4], dict.fromkeys(looks, "red"), persons={2: 0, 3: 1, 4: 1})
    assert names == {1: "background", 2: "face, person 1", 3: "face, person 2", 4: "hair, person 2"}


def test_one_person_needs_no_number() -> None:
    looks = {1: LEFT, 2: RIGHT}
    names = name_parts({1: "hair", 2: "face"}, looks, [1, 2], {1: "red", 2: "red"}, persons={1: 0, 2: 0})
    assert names == {1: "hair", 2: "face"}


def test_an_unknown_language_is_english_and_a_region_of_one_is_the_language() -> None:
    assert named({1: "sky"}, {1: PLAIN}, language="tlh") == {1: "sky"}
    assert named({1: "sky"}, {1: PLAIN}, language="de_AT") == {1: "Himmel"}
    assert name_table("de-CH").kind("sky") == "Himmel"


def test_a_kind_without_a_word_is_said_as_it_is() -> None:
    assert named({1: "spaceship", 2: "sky"}, {1: PLAIN, 2: LEFT})[1] == "spaceship"


look_strategy = st.builds(
    lambda x, y, area, lightness, border, sides: replace(
        PLAIN,
        centre=(x, y),
        area_share=area,
        lightness=lightness,
        border_share=border,
        sides=sides,
    ),
    *[st.floats(0, 1)] * 3,
    st.floats(0, 100),
    st.floats(0, 1),
    st.integers(0, 4),
)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([UNSURE, *SCENE_KINDS, *PORTRAIT_KINDS]),
            look_strategy,
            st.sampled_from(COLOURS),
            st.none() | st.integers(0, 2),
        ),
        min_size=1,
        max_size=24,
    ),
    st.sampled_from(languages()),
)
def test_names_of_a_picture_differ_in_every_language(
    parts: list[tuple[str, RegionLook, str, int | None]], language: str
) -> None:
    names = name_parts(
        {number: kind for number, (kind, *_) in enumerate(parts)},
        {number: look for number, (_, look, *_) in enumerate(parts)},
        list(range(len(parts))),
        {number: colour for number, (_, _, colour, _) in enumerate(parts)},
        language=language,
        persons={number: person for number, (*_, person) in enumerate(parts) if person is not None},
    )
    assert sorted(names) == list(range(len(parts)))
    assert len(set(names.values())) == len(names)
    assert all(names.values())
