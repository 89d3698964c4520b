"""Who is who among the people of a picture, and how their parts join and lie."""

import numpy as np

from painttime.segmentation.portraits.head_look import Head
from painttime.segmentation.portraits.people import split_people
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS, PortraitParts

BACKGROUND, HAIR, CLOTHES, EYEBROWS, EYES, NOSE, MOUTH, FACE, BODY = range(9)


def draw_person(classes: np.ndarray, x: int, y: int, size: int) -> Head:
    """Draw a person whose head is `size` pixels high around (x, y), clothes down to the picture's edge."""
    unit = size // 8
    classes[y + 4 * unit :, x - size : x + size] = CLOTHES
    classes[y - 6 * unit : y, x - 5 * unit : x + 5 * unit] = HAIR
    classes[y - 4 * unit : y + 4 * unit, x - 3 * unit : x + 3 * unit] = FACE
    classes[y + 4 * unit : y + 5 * unit, x - unit : x + unit] = BODY
    for kind, row in ((EYEBROWS, -3), (EYES, -2), (NOSE, 0), (MOUTH, 2)):
        classes[y + row * unit : y + (row + 1) * unit, x - unit : x + unit] = kind
    return Head(box=(x - 3 * unit, y - 4 * unit, x + 3 * unit, y + 4 * unit), score=0.9)


def part_of(parts: PortraitParts, person: int, kind: str) -> int:
    places = list(zip(parts.persons, parts.kinds, strict=True))
    return places.index((person, kind)) + 1


def split(classes: np.ndarray, *heads: Head) -> PortraitParts:
    parts = split_people(classes, heads)
    assert parts is not None
    return parts


def test_one_person_has_every_part_and_the_rest_is_background() -> None:
    classes = np.zeros((200, 200), dtype=np.uint8)
    parts = split(classes, draw_person(classes, 100, 70, 48))
    assert sorted(parts.kinds) == sorted(PORTRAIT_KINDS[1:])
    assert set(parts.persons) == {0}
    for label, kind in enumerate(parts.kinds, start=1):
        assert ((parts.labels == label) == (classes == PORTRAIT_KINDS.index(kind))).all()
    assert ((parts.labels == 0) == (classes == BACKGROUND)).all()


def test_features_join_the_face_and_the_face_the_person() -> None:
    classes = np.zeros((200, 200), dtype=np.uint8)
    parts = split(classes, draw_person(classes, 100, 70, 48))
    joins = {
        kind: parts.kinds[parent - 1] if parent else ""
        for kind, parent in zip(parts.kinds, parts.parents, strict=True)
    }
    assert joins == {
        "clothes": "",
        "face": "clothes",
        "hair": "face",
        "body": "clothes",
        "eyebrows": "face",
        "eyes": "face",
        "nose": "face",
        "mouth": "face",
    }


def test_a_head_without_a_body_is_a_person_too() -> None:
    classes = np.zeros((200, 200), dtype=np.uint8)
    head = draw_person(classes, 100, 70, 48)
    classes[(classes == CLOTHES) | (classes == BODY)] = BACKGROUND
    parts = split(classes, head)
    assert parts.parents.count(0) == 1
    assert parts.kinds[parts.parents.index(0)] == "face"


def test_what_lies_in_front_comes_later() -> None:
    classes = np.zeros((200, 200), dtype=np.uint8)
    parts = split(classes, draw_person(classes, 100, 70, 48))
    order = [parts.kinds[label - 1] for label in parts.order]
    assert order.index("body") < order.index("clothes") < order.index("face") < order.index("eyes")
    assert order.index("face") < order.index("nose")


def test_two_people_who_touch_are_told_apart_and_the_larger_stands_in_front() -> None:
    classes = np.zeros((240, 320), dtype=np.uint8)
    small = draw_person(classes, 100, 60, 32)
    large = draw_person(classes, 190, 90, 64)
    parts = split(classes, small, large)
    assert parts.parents.count(0) == 2
    # All of a person's clothes at the far side are that person's.
    assert parts.labels[230, 70] == part_of(parts, 0, "clothes")
    assert parts.labels[230, 250] == part_of(parts, 1, "clothes")
    mouths = [part_of(parts, person, "mouth") for person in (0, 1)]
    assert parts.labels[60 + 2 * 4, 100] == mouths[0]
    assert parts.labels[90 + 2 * 8, 190] == mouths[1]
    persons = [parts.persons[label - 1] for label in parts.order]
    assert persons == sorted(persons)


def test_what_lies_far_from_everybody_is_nobodys() -> None:
    classes = np.zeros((200, 600), dtype=np.uint8)
    head = draw_person(classes, 60, 60, 32)
    classes[100:110, 580:590] = CLOTHES
    classes[100:110, 130:140] = BODY
    parts = split(classes, head)
    assert parts.labels[105, 585] == 0
    # A hand stretched out that something hides the arm of.
    assert parts.labels[105, 135] == part_of(parts, 0, "body")


def test_a_head_on_bare_background_is_no_person() -> None:
    head = Head(box=(20, 20, 40, 40), score=0.9)
    assert split_people(np.zeros((80, 80), dtype=np.uint8), [head]) is None
