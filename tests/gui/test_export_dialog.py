import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from painttime.core.painting import Painting
from painttime.core.project import Project
from painttime.exporters.options import ExportOptions, PsdLayout
from painttime.exporters.table import FORMATS
from painttime.gui.export_choices import ExportChoices, ExportChoicesFile
from painttime.gui.export_dialog import ExportDialog

MakeProject = Callable[..., Project]
MakeDialog = Callable[..., ExportDialog]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make_dialog(qtbot: QtBot, make_project: MakeProject, tmp_path: Path) -> MakeDialog:
    def make(
        *, memory: ExportChoicesFile | None = None, computed_from: int | None = 0, **size: int
    ) -> ExportDialog:
        project = make_project(num_steps=10, computed_from=computed_from, **size)
        painting = Painting(pixels=project.painting.pixels, source=tmp_path / "jug.png")
        dialog = ExportDialog(replace(project, painting=painting), memory=memory)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return make


def choose_format(qtbot: QtBot, dialog: ExportDialog, suffix: str) -> None:
    row = [known.suffix for known in FORMATS].index(suffix)
    box = dialog.formats.visualItemRect(dialog.formats.item(row))
    qtbot.mouseClick(dialog.formats.viewport(), LEFT, pos=box.center())


def type_path(qtbot: QtBot, dialog: ExportDialog, path: Path | str) -> None:
    dialog.path.selectAll()
    qtbot.keyClicks(dialog.path, str(path))


def test_it_suggests_a_film_beside_the_painting(make_dialog: MakeDialog, tmp_path: Path) -> None:
    dialog = make_dialog()
    assert dialog.target() == tmp_path / "jug process.mp4"
    assert dialog.options() == ExportOptions()
    assert dialog.export_button.isEnabled()


@pytest.mark.parametrize("suffix", [known.suffix for known in FORMATS])
def test_a_format_changes_the_ending_and_the_settings_shown(
    qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path, suffix: str
) -> None:
    dialog = make_dialog()
    choose_format(qtbot, dialog, ".gif" if suffix != ".gif" else "")
    choose_format(qtbot, dialog, suffix)
    assert dialog.target() == tmp_path / f"jug process{suffix}"
    assert dialog.form.fps.isVisible() == (suffix in {".mp4", ".webm", ".gif"})
    assert dialog.form.loop.isVisible() == (suffix == ".gif")
    assert dialog.form.layout_box.isVisible() == (suffix == ".psd")


def test_a_typed_ending_chooses_the_format(qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path) -> None:
    dialog = make_dialog()
    type_path(qtbot, dialog, tmp_path / "layers.psd")
    assert dialog.format.suffix == ".psd"
    assert dialog.form.layout_box.isVisible()
    assert dialog.target() == tmp_path / "layers.psd", "the name typed stays as it is"


def test_a_dot_in_the_name_of_a_folder_is_no_ending(
    qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path
) -> None:
    dialog = make_dialog()
    type_path(qtbot, dialog, tmp_path / "St. John.mp4")
    choose_format(qtbot, dialog, "")
    assert dialog.target() == tmp_path / "St  John"
    assert dialog.export_button.isEnabled()


def test_settings_reach_the_options(qtbot: QtBot, make_dialog: MakeDialog) -> None:
    dialog = make_dialog(height_px=1200, width_px=2400)
    form = dialog.form
    form.fps.setValue(24)
    form.hold_first.setValue(1.5)
    form.hold_last.setValue(3)
    qtbot.mouseClick(form.result_first, LEFT, pos=QPoint(8, form.result_first.height() // 2))
    form.size_box.setCurrentIndex(form.size_box.findData(1280))
    form.first.setValue(2)
    form.last.setValue(9)
    assert dialog.options() == ExportOptions(
        fps=24, hold_first_s=1.5, hold_last_s=3, show_result_first=True, long_side_px=1280, first=2, last=9
    )
    form.layout_box.setCurrentIndex(1)
    assert dialog.options().psd_layout is PsdLayout.PARTS


def test_only_sizes_smaller_than_the_painting_are_offered(make_dialog: MakeDialog) -> None:
    dialog = make_dialog(height_px=700, width_px=1000)
    box = dialog.form.size_box
    assert [box.itemData(index) for index in range(box.count())] == [None, 640]


def test_the_range_is_never_empty(make_dialog: MakeDialog) -> None:
    dialog = make_dialog()
    form = dialog.form
    form.last.setValue(3)
    form.first.setValue(7)
    assert (form.first.value(), form.last.value()) == (7, 7)
    form.last.setValue(4)
    assert (form.first.value(), form.last.value()) == (4, 4)


def test_the_estimate_follows_the_choices(qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path) -> None:
    dialog = make_dialog(height_px=1200, width_px=2000)
    texts = [dialog.estimate.text()]
    choose_format(qtbot, dialog, ".psd")
    texts.append(dialog.estimate.text())
    dialog.form.size_box.setCurrentIndex(dialog.form.size_box.findData(640))
    texts.append(dialog.estimate.text())
    dialog.form.layout_box.setCurrentIndex(1)
    texts.append(dialog.estimate.text())
    assert len(set(texts)) == 4, texts
    assert all("B, written in about" in text for text in texts)
    type_path(qtbot, dialog, tmp_path / "nowhere" / "x.psd")
    assert dialog.estimate.text() == ""


# -- what stands in the way ------------------------------------------------------------------------------


@pytest.mark.parametrize("computed_from", [None, 4])
def test_an_incomplete_process_cannot_be_exported(
    qtbot: QtBot, make_dialog: MakeDialog, computed_from: int | None
) -> None:
    dialog = make_dialog(computed_from=computed_from)
    assert "Predict all" in dialog.message.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere/film.mp4", "does not exist"),
        ("film.xyz", "is not known"),
        ("", "Give the name"),
    ],
)
def test_a_target_that_cannot_be_written_is_refused_in_a_sentence(
    qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path, name: str, sentence: str
) -> None:
    dialog = make_dialog()
    dialog.path.clear()
    if name:
        type_path(qtbot, dialog, tmp_path / name)
    assert sentence in dialog.message.text()
    assert not dialog.export_button.isEnabled()
    type_path(qtbot, dialog, tmp_path / "film.mp4")
    assert dialog.export_button.isEnabled()
    assert not dialog.message.isVisible()


def test_a_folder_without_permission_is_refused(
    qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    # Permissions do not bind root, who may run these tests.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != closed)
    dialog = make_dialog()
    type_path(qtbot, dialog, closed / "film.mp4")
    assert "You may not write" in dialog.message.text()
    assert not dialog.export_button.isEnabled()


def test_it_says_what_it_will_replace(qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"x")
    dialog = make_dialog()
    type_path(qtbot, dialog, tmp_path / "film.mp4")
    assert "will be replaced" in dialog.message.text()
    assert dialog.export_button.isEnabled()


def test_the_file_dialog_gives_the_target(
    qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = make_dialog()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "other"), ""))
    qtbot.mouseClick(dialog.browse, LEFT)
    assert dialog.target() == tmp_path / "other.mp4"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    qtbot.mouseClick(dialog.browse, LEFT)
    assert dialog.target() == tmp_path / "other.mp4", "giving up changes nothing"


# -- memory ----------------------------------------------------------------------------------------------


def test_choices_are_remembered_for_the_next_painting(
    qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path
) -> None:
    memory = ExportChoicesFile(tmp_path / "config" / "export.json")
    (tmp_path / "films").mkdir()
    first = make_dialog(memory=memory)
    type_path(qtbot, first, tmp_path / "films" / "one.gif")
    first.form.fps.setValue(25)
    first.form.loop.setChecked(False)
    first.form.last.setValue(5)
    with qtbot.waitSignal(first.accepted):
        qtbot.mouseClick(first.export_button, LEFT)
    second = make_dialog(memory=memory)
    assert second.format.suffix == ".gif"
    assert second.target() == tmp_path / "films" / "jug process.gif"
    assert second.options() == ExportOptions(fps=25, loop=False)


def test_giving_up_remembers_nothing(qtbot: QtBot, make_dialog: MakeDialog, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    dialog = make_dialog(memory=ExportChoicesFile(file))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not file.exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "nonsense",
        '{"fps": "fast"}',
        '{"fps": -3}',
        '{"fps": NaN}',
        '{"psd_layout": "upside down"}',
        '{"long_side_px": 1}',
        '{"loop": 1}',
        "[" * 5000,
    ],
)
def test_broken_memory_gives_the_defaults(tmp_path: Path, content: str) -> None:
    file = tmp_path / "export.json"
    file.write_text(content, encoding="utf-8")
    assert ExportChoicesFile(file).read() == ExportChoices()


@given(
    fps=st.floats(1, 120),
    long_side_px=st.none() | st.integers(16, 16_384),
    loop=st.booleans(),
    layout=st.sampled_from(PsdLayout),
    folder=st.text(min_size=1).filter(lambda text: "/" not in text and "\0" not in text),
)
def test_choices_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory,
    fps: float,
    long_side_px: int | None,
    loop: bool,
    layout: PsdLayout,
    folder: str,
) -> None:
    options = ExportOptions(fps=fps, long_side_px=long_side_px, loop=loop, psd_layout=layout)
    choices = ExportChoices.of(Path("/") / folder / "x.gif", ".gif", options)
    file = ExportChoicesFile(tmp_path_factory.mktemp("choices") / "export.json")
    file.write(choices)
    assert file.read() == choices
    assert file.read().options() == options


def test_an_unwritable_memory_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ExportChoicesFile(tmp_path / "file" / "export.json").write(ExportChoices())


def test_what_is_kept_can_be_read_by_people(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    ExportChoicesFile(file).write(ExportChoices(suffix=".psd"))
    assert json.loads(file.read_text(encoding="utf-8"))["suffix"] == ".psd"


def test_every_control_has_a_name_and_says_what_it_does(make_dialog: MakeDialog) -> None:
    dialog = make_dialog()
    for kind in (QAbstractSpinBox, QComboBox):
        for control in dialog.form.findChildren(kind):
            assert control.accessibleName(), control
            assert control.toolTip(), control
    for button in dialog.form.findChildren(QAbstractButton):
        assert button.text(), button
        assert button.toolTip(), button
