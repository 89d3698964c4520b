"""A recording is known by what it holds."""

import hashlib
import os

import pytest

from painttime.errors import RecordingError
from painttime.recordings.dataset.origin import Origin, id_of, origin_of


def origin(path):
    counting = origin_of(path)
    while True:
        try:
            next(counting)
        except StopIteration as stop:
            return stop.value


def folder(place, **contents):
    place.mkdir()
    for name, content in contents.items():
        (place / f"{name}.png").write_bytes(content)
    return place


def test_a_file_is_its_content(tmp_path):
    for name in ("a.mp4", "b.mov"):
        (tmp_path / name).write_bytes(b"film")
    one, other = origin(tmp_path / "a.mp4"), origin(tmp_path / "b.mov")
    assert one == Origin(name="a.mp4", sha256=hashlib.sha256(b"film").hexdigest(), size_bytes=4)
    assert other.sha256 == one.sha256


def test_a_folder_is_its_files_by_name_and_content(tmp_path):
    one = folder(tmp_path / "one", a=b"12", b=b"3")
    same = folder(tmp_path / "same", a=b"12", b=b"3")
    (same / ".DS_Store").write_bytes(b"clutter")
    assert origin(same).sha256 == origin(one).sha256
    others = [
        folder(tmp_path / "moved", a=b"1", b=b"23"),
        folder(tmp_path / "renamed", a=b"12", c=b"3"),
        folder(tmp_path / "less", a=b"12"),
        folder(tmp_path / "none"),
    ]
    empty = tmp_path / "empty.mp4"
    empty.touch()
    found = {origin(path).sha256 for path in (one, *others, empty)}
    assert len(found) == 6
    assert origin(one).size_bytes == 3


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Jug.mp4", "jug-"),
        ("Größe & <b>Weite.mp4", "grosse-b-weite-"),
        ("壺.mp4", "recording-"),
        ("../..", "recording-"),
        ("x" * 200 + ".mp4", "x" * 40 + "-"),
    ],
)
def test_ids_can_be_read_and_lead_nowhere(name, start):
    found = id_of(Origin(name=name, sha256="0123456789abcdef" * 4, size_bytes=1))
    assert found == f"{start}0123456789ab"


def test_what_cannot_be_read_is_a_sentence(tmp_path):
    with pytest.raises(RecordingError, match=r"no file .*missing\.mp4"):
        origin(tmp_path / "missing.mp4")
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(RecordingError, match="neither a file nor a folder"):
        origin(tmp_path / "pipe.mp4")
