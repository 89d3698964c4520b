"""Every project file that cannot be read ends as one sentence, and nothing in it is run or unpacked."""

import io
import json
import os
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from painttime.errors import ProjectFileError
from painttime.storage.project_file import read_project, write_project

HEIGHT, WIDTH = 6, 9


def rewritten(path, changes):
    """Write the archive anew with some members' bytes changed; None leaves one out."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members.update(changes)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            if data is not None:
                archive.writestr(name, data)


def with_json(path, change):
    with zipfile.ZipFile(path) as archive:
        document = json.loads(archive.read("project.json"))
    change(document)
    rewritten(path, {"project.json": json.dumps(document)})


def assert_refused(path, words="damaged"):
    with pytest.raises(ProjectFileError, match=words) as error:
        read_project(path)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("jug.jpg", "jug.jpg"),
        ("../../etc/jug.jpg", "jug.jpg"),
        ("C:\\pictures\\jug.jpg", "jug.jpg"),
        ("/etc/passwd", "passwd"),
        ("..", None),
        ("", None),
        (None, None),
    ],
)
def test_only_the_name_of_the_source_is_kept(saved, stored, expected):
    with_json(saved, lambda document: document["painting"].update(name=stored))
    source = read_project(saved).painting.source
    assert source == (None if expected is None else Path(expected))


def test_newer_version_says_so(saved):
    with_json(saved, lambda document: document.update(version=3))
    assert_refused(saved, "newer version")


def test_missing_and_folder(tmp_path):
    assert_refused(tmp_path / "no.painttime", "There is no file")
    assert_refused(tmp_path, "is a folder")


def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.painttime")
    assert_refused(tmp_path / "pipe.painttime", "is not a file")


def test_unreadable(saved, monkeypatch):
    def refuse(self, *_arguments, **_options):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    assert_refused(saved, "may not read")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip at all", b"\x89PNG\r\n\x1a\n"])
def test_wrong_content(tmp_path, content):
    path = tmp_path / "wrong.painttime"
    path.write_bytes(content)
    assert_refused(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated(saved, share):
    saved.write_bytes(saved.read_bytes()[: int(saved.stat().st_size * share)])
    assert_refused(saved)


@pytest.mark.parametrize(
    "name", ["project.json", "painting.png", "labels.png", "take/degrees.npy", "take/canvas-0001.png"]
)
def test_missing_member(saved, name):
    rewritten(saved, {name: None})
    assert_refused(saved)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b'{"format": "painttime project"}',
        b"[" * 100_000,
        b"1" * 10_000,
    ],
    ids=range(8),
)
def test_wrong_json(saved, text):
    rewritten(saved, {"project.json": text})
    assert_refused(saved)


@pytest.mark.parametrize("value", [None, "text", -1, 10**30, True, [], {}, 1.5, [[]], float("nan")], ids=repr)
@pytest.mark.parametrize(
    "place",
    [
        ("version",),
        ("painting",),
        ("painting", "width_px"),
        ("parts",),
        ("parts", 0),
        ("parts", 0, "id"),
        ("parts", 0, "colour"),
        ("num_steps",),
        ("degrees",),
        ("locked",),
        ("take", "part_ids"),
        ("take", "canvases"),
        ("take", "height_px"),
    ],
    ids=str,
)
def test_wrong_types_are_refused(saved, place, value):
    if (place, value) in [(("degrees",), {}), (("locked",), [])]:
        value = [None]

    def change(document):
        holder = document
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = value

    with_json(saved, change)
    assert_refused(saved)


def test_a_take_of_other_parts_is_refused(saved):
    def change(document):
        ids = document["take"]["part_ids"]
        ids[0] = next(number for number in range(1, 256) if number not in ids)

    with_json(saved, change)
    assert_refused(saved)


def test_sizes_must_fit(saved):
    buffer = io.BytesIO()
    Image.new("RGB", (WIDTH + 1, HEIGHT)).save(buffer, "PNG")
    rewritten(saved, {"painting.png": buffer.getvalue()})
    assert_refused(saved)


def test_label_without_part(saved):
    buffer = io.BytesIO()
    Image.new("L", (WIDTH, HEIGHT), 77).save(buffer, "PNG")
    rewritten(saved, {"labels.png": buffer.getvalue()})
    assert_refused(saved)


def test_degrees_out_of_range(saved):
    buffer = io.BytesIO()
    np.save(buffer, np.full((3, 3), 7, np.float32))
    rewritten(saved, {"take/degrees.npy": buffer.getvalue()})
    assert_refused(saved)


def test_pickles_are_not_opened(saved):
    class Evil:
        def __reduce__(self):
            return (pytest.fail, ("code from a project file was run",))

    buffer = io.BytesIO()
    np.save(buffer, np.array([[Evil()] * 3] * 3, dtype=object), allow_pickle=True)
    rewritten(saved, {"take/degrees.npy": buffer.getvalue()})
    assert_refused(saved)


def test_archive_bomb_is_refused_unpacked(saved):
    rewritten(saved, {"labels.png": b"\0" * 50_000_000})
    assert saved.stat().st_size < 200_000
    assert_refused(saved)


def test_picture_bomb_is_refused_from_its_header(saved):
    buffer = io.BytesIO()
    Image.new("L", (WIDTH, HEIGHT)).save(buffer, "PNG")
    data = bytearray(buffer.getvalue())
    struct.pack_into(">II", data, 16, 60_000, 60_000)
    rewritten(saved, {"labels.png": bytes(data)})
    assert_refused(saved)


def test_take_bomb_is_refused(saved):
    with_json(saved, lambda document: document["take"].update(height_px=16_000, width_px=16_000))
    assert_refused(saved)


def test_names_outside_are_ignored(saved, tmp_path):
    rewritten(saved, {"../../outside.txt": b"x", "/absolute.txt": b"x"})
    assert read_project(saved).habit == "back-to-front"
    assert [entry.name for entry in tmp_path.iterdir()] == ["jug.painttime"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_gives_a_project_or_a_sentence(project_with, tmp_path, data):
    path = tmp_path / "damaged.painttime"
    write_project(project_with(["stages", "mixed"]), path)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with suppress(ProjectFileError):
        read_project(path)
