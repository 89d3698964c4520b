"""Parts written by painttime come back; whatever else a file holds ends as one sentence."""

import json
import os
import struct
import zlib
from contextlib import suppress

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from painttime.core.painting import Painting
from painttime.core.part import MAX_PARTS
from painttime.errors import PartsError
from painttime.exporters.parts_files import write_parts
from painttime.segmentation.description.naming import MARKING_COLOURS
from painttime.storage.parts_file import read_parts, sidecar_of

HEIGHT, WIDTH = 18, 27
SIZE = {"height_px": HEIGHT, "width_px": WIDTH}


def read_refused(path, words):
    with pytest.raises(PartsError, match=words) as error:
        read_parts(path, **SIZE)
    text = str(error.value)
    assert "\n" not in text
    assert text.endswith(".")
    assert len(text) < 320
    return text


@pytest.fixture
def written(part_map, tmp_path):
    """jug.parts.json with jug.parts.png beside it."""
    painting = Painting(pixels=np.zeros((HEIGHT, WIDTH, 3), dtype=np.uint8))
    for ending in ("png", "json"):
        write_parts(painting, part_map, tmp_path / f"jug.parts.{ending}")
    return tmp_path / "jug.parts.json"


def change_list(listing, change):
    document = json.loads(listing.read_text(encoding="utf-8"))
    change(document)
    listing.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize("suffix", [".json", ".png", ".JSON"])
def test_what_was_written_comes_back_from_either_file(written, part_map, suffix):
    if suffix == ".JSON":
        written.rename(written.with_suffix(suffix))
    read = read_parts(written.with_suffix(suffix), **SIZE)
    np.testing.assert_array_equal(read.labels, part_map.labels)
    assert [(part.id, part.name, part.kind) for part in read.parts] == [
        (part.id, part.name, part.kind) for part in part_map.parts
    ]
    assert read.parts == part_map.parts


def test_the_order_counts_and_not_the_place_in_the_list(written):
    change_list(written, lambda document: document["parts"].reverse())
    assert read_parts(written, **SIZE).ids == (7, 2, 200)

    def drop_one_order(document):
        document["parts"][0].pop("order")

    change_list(written, drop_one_order)
    assert read_parts(written, **SIZE).ids == (200, 2, 7)


def test_a_list_by_hand_needs_ids_and_names_only(written):
    entries = [
        {"id": 200, "name": " jug\n "},
        {"id": 2, "name": "b", "colour": [1, 2, 3]},
        {"id": 7, "name": "c"},
    ]
    # Some editors begin a text with a byte order mark.
    written.write_text("\ufeff" + json.dumps({"parts": entries}), encoding="utf-8")
    read = read_parts(written, **SIZE)
    assert read.ids == (200, 2, 7)
    assert [part.name for part in read.parts] == ["jug", "b", "c"]
    assert {part.kind for part in read.parts} == {"region"}
    assert read.part(2).colour == (1, 2, 3)


def test_a_picture_alone_gives_plain_names_in_the_order_of_ids(written):
    written.unlink()
    read = read_parts(written.with_suffix(".png"), **SIZE)
    assert [(part.id, part.name) for part in read.parts] == [(2, "part 1"), (7, "part 2"), (200, "part 3")]
    assert [part.colour for part in read.parts] == list(MARKING_COLOURS[:3])


def test_a_part_without_pixels_is_kept(written):
    change_list(written, lambda document: document["parts"].append({"id": 9, "name": "bird", "order": 3}))
    assert read_parts(written, **SIZE).areas_px()[9] == 0


def test_a_label_picture_of_another_program_is_read(tmp_path):
    labels = np.random.default_rng(1).integers(1, 256, (HEIGHT, WIDTH), dtype=np.uint8)
    cv2.imwrite(str(tmp_path / "labels.png"), labels)
    np.testing.assert_array_equal(read_parts(tmp_path / "labels.png", **SIZE).labels, labels)


# -- files that do not fit ---------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".json", ".png"])
def test_parts_of_another_size_name_both_sizes(written, suffix):
    with pytest.raises(PartsError, match=r"27 x 18 pixels, not of 1,800 x 18"):
        read_parts(written.with_suffix(suffix), height_px=HEIGHT, width_px=1800)


def test_a_picture_that_does_not_fit_its_list(written):
    Image.new("L", (WIDTH + 1, HEIGHT), 7).save(written.with_suffix(".png"))
    assert "jug.parts.png" in read_refused(written, "28 x 18")


def test_a_pixel_without_a_part(written):
    change_list(written, lambda document: document["parts"].pop())
    assert "200" in read_refused(written, "belong to no part")


def test_pixels_of_value_0_belong_to_no_part_of_a_list(written):
    picture = written.with_suffix(".png")
    labels = np.array(Image.open(picture))
    labels[0, 0] = 0
    Image.fromarray(labels).save(picture)
    read_refused(picture, "belong to no part: the value 0")


def test_a_list_without_its_picture(written):
    written.with_suffix(".png").unlink()
    assert "jug.parts.png" in read_refused(written, "has no picture of its parts")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "1", "I;16"])
def test_beside_a_list_only_8_bit_grey_is_a_picture_of_parts(written, mode):
    Image.new(mode, (WIDTH, HEIGHT), 1).save(written.with_suffix(".png"))
    read_refused(written.with_suffix(".png"), "is no picture of parts")


@pytest.mark.parametrize("content", [b"just words", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0" + bytes(60)])
def test_what_is_no_png_is_no_picture_of_parts(written, content):
    written.with_suffix(".png").write_bytes(content)
    read_refused(written.with_suffix(".png"), "is no picture of parts")
    written.unlink()
    read_refused(written.with_suffix(".png"), "damaged or")


@pytest.mark.parametrize("name", ["labels.txt", "labels", "labels.mp4"])
def test_other_endings(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    read_refused(tmp_path / name, "cannot be read from")


def test_missing_files_folders_and_pipes(tmp_path):
    read_refused(tmp_path / "nowhere.png", "There is no file")
    read_refused(tmp_path / "nowhere.json", "There is no file")
    (tmp_path / "folder.json").mkdir()
    read_refused(tmp_path / "folder.json", "is a folder")
    os.mkfifo(tmp_path / "pipe.json")
    read_refused(tmp_path / "pipe.json", "is not a file")


@pytest.mark.parametrize("suffix", [".json", ".png"])
def test_empty_files(written, suffix):
    written.with_suffix(suffix).write_bytes(b"")
    read_refused(written.with_suffix(suffix), "is empty")


def test_a_truncated_picture(written):
    picture = written.with_suffix(".png")
    picture.write_bytes(picture.read_bytes()[:-30])
    read_refused(picture, "damaged or incomplete")


def test_a_bomb_is_refused_from_its_header(tmp_path):
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    read_refused(tmp_path / "bomb.png", "60,000 x 60,000")


@pytest.mark.parametrize("suffix", [".json", ".png"])
def test_files_much_too_large_are_not_read(written, suffix):
    with written.with_suffix(suffix).open("r+b") as file:
        file.truncate(2 * 2**20)
    read_refused(written.with_suffix(suffix), "larger than 1 MB")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "line 1 is not JSON"),
        ("[]", "object was expected"),
        ("{}", "parts is no list"),
        ('{"parts": []}', "lists no part"),
        ('{"parts": [3]}', "object was expected"),
        ('{"parts": [{"name": "a"}]}', "whole number from 1 to 255"),
        ('{"parts": [{"id": 0, "name": "a"}]}', "whole number from 1 to 255"),
        ('{"parts": [{"id": true, "name": "a"}]}', "whole number from 1 to 255"),
        ('{"parts": [{"id": 7}]}', "name is no text"),
        ('{"parts": [{"id": 7, "name": " \\n "}]}', "has no name"),
        ('{"parts": [{"id": 7, "name": "a"}, {"id": 7, "name": "b"}]}', "two parts have one id"),
        ('{"parts": [{"id": 7, "name": "a", "order": "first"}]}', "whole number"),
        ('{"parts": [{"id": 7, "name": "a", "colour": "red"}]}', "colour is no list"),
        ('{"width_px": "wide", "parts": [{"id": 7, "name": "a"}]}', "whole number"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_list_that_makes_no_sense_says_why(written, text, words):
    written.write_text(text, encoding="utf-8")
    read_refused(written, words)
    read_refused(written.with_suffix(".png"), words)


def test_too_many_parts(written):
    entries = [{"id": 1 + number % MAX_PARTS, "name": "a"} for number in range(MAX_PARTS + 1)]
    written.write_text(json.dumps({"parts": entries}), encoding="utf-8")
    read_refused(written, "more than 255 parts")


def test_a_list_in_another_encoding(written):
    written.write_bytes('{"parts": [{"id": 7, "name": "Häuser"}]}'.encode("latin-1"))
    read_refused(written, "UTF-8")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_gives_parts_or_a_parts_error(written, data):
    damaged = written.with_suffix(data.draw(st.sampled_from([".json", ".png"])))
    whole = damaged.read_bytes()
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged.write_bytes(content)
    with suppress(PartsError):
        assert read_parts(damaged, **SIZE).labels.shape == (HEIGHT, WIDTH)
    damaged.write_bytes(whole)


# -- beside a picture --------------------------------------------------------------------------------------


def test_the_parts_beside_a_picture_are_found_only_as_a_pair(written):
    painting = written.with_name("jug.jpg")
    assert sidecar_of(painting) == written
    assert sidecar_of(written.with_name("cup.jpg")) is None
    written.with_suffix(".png").unlink()
    assert sidecar_of(painting) is None
