"""Whatever is typed as the target of an export, the dialog answers with a sentence."""

import pytest

from painttime.gui.export_dialog import ExportDialog


@pytest.fixture
def dialog(qtbot, make_project):
    made = ExportDialog(make_project(computed_from=0))
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("text", ["~nobody-of-this-name/film.mp4", f"/tmp/{'x' * 300}.mp4", "/", ""])
def test_a_target_that_will_not_do_is_a_sentence(dialog, text):
    dialog.path.setText(text)
    assert not dialog.export_button.isEnabled()
    assert dialog.message.text().endswith(".")


@pytest.mark.parametrize("format_row", [3, 4])
def test_a_folder_with_other_files_is_refused_before_the_work(dialog, tmp_path, format_row):
    dialog.formats.setCurrentRow(format_row)
    out = tmp_path / ("film.psd" if dialog.format.suffix else "film psd")
    (tmp_path / "film psd").mkdir()
    (tmp_path / "film psd" / "letter.odt").touch()
    dialog.form.layout_box.setCurrentIndex(1)
    dialog.path.setText(str(out))
    assert not dialog.export_button.isEnabled()
    assert "letter.odt" in dialog.message.text()


@pytest.mark.parametrize("text", ["", "/", "."])
def test_a_format_chosen_without_a_name_makes_one(dialog, text):
    for row in range(dialog.formats.count()):
        dialog.path.setText(text)
        dialog.formats.setCurrentRow(-1)
        dialog.formats.setCurrentRow(row)
        assert dialog.target().name.startswith("untitled")
        assert dialog.target().suffix == dialog.format.suffix
