"""The export dialog where strokes are shown."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox
from pytestqt.qtbot import QtBot

from painttime.core.painting import Painting
from painttime.core.process import PaintedTake
from painttime.core.project import STROKES, Project
from painttime.exporters.options import NOTICE, STROKES_NOTICE, ExportOptions
from painttime.exporters.strokes_options import StrokesOptions
from painttime.gui.export_choices import ExportChoices, ExportChoicesFile
from painttime.gui.export_dialog import ExportDialog

MakeProject = Callable[..., Project]
MakeDialog = Callable[..., ExportDialog]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def project(make_project: MakeProject, tmp_path: Path) -> Project:
    made = make_project(num_steps=10, num_strokes=300, height_px=480, width_px=640)
    return replace(made, painting=Painting(pixels=made.painting.pixels, source=tmp_path / "jug.png"))


@pytest.fixture
def make_dialog(qtbot: QtBot) -> MakeDialog:
    def make(project: Project, memory: ExportChoicesFile | None = None) -> ExportDialog:
        dialog = ExportDialog(project, memory=memory)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return make


def choose(qtbot: QtBot, dialog: ExportDialog, text: str) -> None:
    rows = [row for row in range(dialog.formats.count()) if text in dialog.formats.item(row).text()]
    dialog.formats.scrollToItem(dialog.formats.item(rows[0]))
    box = dialog.formats.visualItemRect(dialog.formats.item(rows[0]))
    qtbot.mouseClick(dialog.formats.viewport(), LEFT, pos=box.center())


def test_a_process_without_strokes_offers_none(make_dialog: MakeDialog, make_project: MakeProject) -> None:
    dialog = make_dialog(make_project(computed_from=0))
    assert dialog.formats.count() == 5
    assert dialog.options().notice == NOTICE


@pytest.mark.parametrize(
    ("text", "suffix", "has_size", "has_speed"),
    [
        ("SVG", ".svg", False, False),
        ("JSON lines", ".jsonl", False, False),
        ("OpenRaster", ".ora", True, False),
        ("stroke by stroke", ".mp4", True, True),
        ("PNG picture", ".png", True, False),
    ],
)
def test_a_form_of_strokes_shows_its_settings(
    qtbot: QtBot,
    make_dialog: MakeDialog,
    project: Project,
    tmp_path: Path,
    text: str,
    suffix: str,
    has_size: bool,
    has_speed: bool,
) -> None:
    dialog = make_dialog(project)
    choose(qtbot, dialog, text)
    assert dialog.target() == tmp_path / f"jug process{suffix}"
    assert dialog.strokes_form.size_box.isVisible() is has_size
    assert dialog.strokes_form.speed.isVisible() is has_speed
    assert dialog.options() == StrokesOptions(notice=STROKES_NOTICE)
    assert dialog.export_button.isEnabled()


def test_speed_and_a_larger_size_are_chosen(qtbot: QtBot, make_dialog: MakeDialog, project: Project) -> None:
    dialog = make_dialog(project)
    choose(qtbot, dialog, "stroke by stroke")
    form = dialog.strokes_form
    form.size_box.setCurrentIndex(2)
    form.speed.selectAll()
    qtbot.keyClicks(form.speed, "150")
    qtbot.keyClick(form.speed, Qt.Key.Key_Tab)
    options = dialog.options()
    assert isinstance(options, StrokesOptions)
    assert (options.long_side_px, options.strokes_per_second) == (2560, 150.0)


def test_the_canvases_of_a_painting_are_exported_as_before(
    qtbot: QtBot, make_dialog: MakeDialog, project: Project
) -> None:
    dialog = make_dialog(project)
    choose(qtbot, dialog, "MP4 film\n")
    assert dialog.options() == ExportOptions(notice=STROKES_NOTICE)
    assert dialog.form.isVisible()
    assert "rendition" in dialog.form.caption.text(), "nothing was predicted"


def test_a_film_that_would_be_too_long_is_refused_before_the_work(
    qtbot: QtBot, make_dialog: MakeDialog, project: Project, make_project: MakeProject
) -> None:
    dialog = make_dialog(replace(project, take=make_project(num_strokes=25_000).take))
    choose(qtbot, dialog, "stroke by stroke")
    dialog.strokes_form.speed.setValue(1)
    assert not dialog.export_button.isEnabled()
    assert dialog.message.text()
    dialog.strokes_form.speed.setValue(1000)
    assert dialog.export_button.isEnabled()


def test_predicted_steps_in_strokes_still_say_that_they_are_predicted(
    qtbot: QtBot, make_dialog: MakeDialog, project: Project, make_project: MakeProject
) -> None:
    predicted = make_project(num_steps=10, computed_from=0).take
    assert predicted is not None
    assert project.take is not None
    painted = PaintedTake(source=predicted, take=project.take)
    dialog = make_dialog(replace(project, take=predicted, painted=painted, render=STROKES))
    choose(qtbot, dialog, "SVG")
    assert dialog.options().notice == NOTICE


def test_choices_are_kept_and_passed_over_where_there_are_no_strokes(
    qtbot: QtBot, make_dialog: MakeDialog, project: Project, make_project: MakeProject, tmp_path: Path
) -> None:
    memory = ExportChoicesFile(tmp_path / "export.json")
    dialog = make_dialog(project, memory)
    choose(qtbot, dialog, "stroke by stroke")
    dialog.strokes_form.speed.setValue(120)
    dialog.accept()
    again = make_dialog(project, memory)
    assert again.format.of_strokes
    assert again.format.suffix == ".mp4"
    assert again.strokes_form.speed.value() == 120
    choose(qtbot, again, "SVG")
    again.accept()
    other = make_dialog(make_project(computed_from=0), memory)
    assert not other.format.of_strokes
    assert other.target().suffix == other.format.suffix == ".mp4"
    assert memory.read().without_strokes() == replace(
        memory.read(), suffix=ExportChoices().suffix, of_strokes=False
    )


def test_every_control_has_a_name_and_says_what_it_does(make_dialog: MakeDialog, project: Project) -> None:
    dialog = make_dialog(project)
    for kind in (QAbstractSpinBox, QComboBox):
        for control in dialog.strokes_form.findChildren(kind):
            assert control.accessibleName(), control
            assert control.toolTip(), control
