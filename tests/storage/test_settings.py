"""Settings come back; a broken file gives defaults and no error."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from painttime.storage.settings import MAX_RECENT_FILES, Settings, SettingsFile, default_path

FULL = Settings(
    recent_files=(Path("/a/jug.png"), Path("/b/sky.painttime")),
    theme="dark",
    playback_fps=24.5,
    strokes_per_s=75.0,
    loop="ping-pong",
    device="cpu",
    num_threads=3,
    last_folder=Path("/a"),
    segment_anything=(Path("/m/encoder.onnx"), Path("/m/decoder.onnx")),
)


def test_round_trip(tmp_path):
    file = SettingsFile(tmp_path / "new" / "folder" / "settings.json")
    assert file.write(FULL)
    assert file.read() == FULL
    assert file.write(Settings())
    assert file.read() == Settings()


def test_no_file_yet(tmp_path):
    assert SettingsFile(tmp_path / "settings.json").read() == Settings()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xff",
        b'{"theme": 3}',
        b"[" * 100_000,
        b'{"playback_fps": 1e999}',
        b'{"segment_anything": ["/m/encoder.onnx"]}',
        b'{"segment_anything": {"a": 1}}',
    ],
)
def test_broken_file_gives_defaults(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert SettingsFile(path).read() == Settings()


@pytest.mark.parametrize("number", ["NaN", "0", "-3", "true", "1" + "0" * 400, '"fast"'])
def test_one_bad_value_costs_only_itself(tmp_path, number):
    path = tmp_path / "settings.json"
    path.write_text(f'{{"playback_fps": {number}, "theme": "dark"}}')
    assert SettingsFile(path).read() == Settings(theme="dark")


def test_folder_in_its_place(tmp_path):
    file = SettingsFile(tmp_path)
    assert file.read() == Settings()
    assert not file.write(FULL)


def test_full_disk_is_no_error(small_disk):
    path = small_disk / "settings.json"
    (small_disk / "filler").write_bytes(b"x" * 60_000)
    many = Settings(recent_files=tuple(Path(f"/{'x' * 3000}/{number}") for number in range(10)))
    assert not SettingsFile(path).write(many)
    assert not path.exists()


def test_recent_files_are_newest_first_and_few(tmp_path):
    state = Settings()
    for number in range(15):
        state = state.with_recent_file(tmp_path / f"{number}.png")
    state = state.with_recent_file(tmp_path / "9.png")
    assert len(state.recent_files) == MAX_RECENT_FILES
    assert [path.name for path in state.recent_files[:3]] == ["9.png", "14.png", "13.png"]
    assert len(set(state.recent_files)) == MAX_RECENT_FILES
    assert state.last_folder == tmp_path
    assert tmp_path / "9.png" not in state.without_recent_file(tmp_path / "9.png").recent_files


def test_default_path_is_the_user_s_own():
    assert default_path().name == "settings.json"
    assert "painttime" in str(default_path())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "recent_files",
                "theme",
                "playback_fps",
                "strokes_per_s",
                "loop",
                "device",
                "num_threads",
                "last_folder",
                "other",
            ]
        ),
        json_values,
    )
)
def test_whatever_the_file_holds_settings_come_out(tmp_path, document):
    file = SettingsFile(tmp_path / "settings.json")
    file.path.write_text(json.dumps(document))
    read = file.read()
    assert file.write(read)
    assert file.read() == read
