"""Questions about paths have an answer where pathlib raises."""

import os

import pytest

from painttime.files.presence import is_file, is_folder, is_there, is_within, same_place


@pytest.fixture
def loop(tmp_path):
    path = tmp_path / "loop"
    path.symlink_to("loop")
    return path


def test_what_is_there(tmp_path):
    file = tmp_path / "a.png"
    file.touch()
    assert (is_file(file), is_folder(file), is_there(file)) == (True, False, True)
    assert (is_file(tmp_path), is_folder(tmp_path), is_there(tmp_path)) == (False, True, True)
    gone = tmp_path / "gone"
    assert (is_file(gone), is_folder(gone), is_there(gone)) == (False, False, False)


@pytest.mark.parametrize("question", [is_file, is_folder, is_there])
def test_what_cannot_be_looked_at_is_not_there(tmp_path, loop, monkeypatch, question):
    assert not question(tmp_path / ("x" * 300))
    assert not question(loop)
    assert not question(tmp_path / "a\0b")

    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", refuse)
    assert not question(tmp_path / "secret")


def test_same_place_follows_links_and_survives_loops(tmp_path, loop):
    (tmp_path / "link").symlink_to(tmp_path / "film.mp4")
    assert same_place(tmp_path / "link", tmp_path / "film.mp4")
    assert same_place(tmp_path / "sub" / ".." / "film.mp4", tmp_path / "film.mp4")
    assert not same_place(tmp_path / "film.mp4", tmp_path / "other.mp4")
    assert same_place(loop, loop)
    assert not same_place(loop, tmp_path / "film.mp4")


def test_what_lies_within_a_folder_is_told_through_links(tmp_path, loop):
    (tmp_path / "link").symlink_to(tmp_path / "films")
    assert is_within(tmp_path / "link" / "one" / "a.mp4", tmp_path / "films")
    assert is_within(tmp_path / "films", tmp_path / "films")
    assert not is_within(tmp_path / "films of others", tmp_path / "films")
    assert not is_within(tmp_path / "films" / ".." / "a.mp4", tmp_path / "films")
    assert not is_within(loop, tmp_path / "films")
