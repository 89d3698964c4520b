"""The doctor tells good from bad, in words."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import imageio_ffmpeg
import platformdirs
import pytest

from painttime.strokes import mypaint_library
from painttime.workflow import doctor
from painttime.workflow.doctor import Finding, Verdict


def _model(
    folder: Path, content: bytes = b"weights", checksum: str | None = None, name: str = "process"
) -> Path:
    model = folder / name
    model.mkdir(parents=True)
    (model / "weights.safetensors").write_bytes(content)
    config = {"model": name, "sha256": checksum or hashlib.sha256(content).hexdigest()}
    (model / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return model


def _only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1
    return findings[0]


def _process_model(folder: Path) -> Finding:
    return next(finding for finding in doctor._examine_models(folder) if finding.name == "process")


def test_weights_with_their_checksum_are_good(tmp_path: Path) -> None:
    _model(tmp_path)
    assert _process_model(tmp_path).verdict is Verdict.GOOD


def test_one_changed_byte_in_the_weights_is_a_fault(tmp_path: Path) -> None:
    _model(tmp_path, content=b"weightz", checksum=hashlib.sha256(b"weights").hexdigest())
    finding = _process_model(tmp_path)
    assert finding.verdict is Verdict.FAULT
    assert "damaged" in finding.value
    assert finding.advice


@pytest.mark.parametrize("config", ["", "{", "[]", "{}", '{"sha256": null}'])
def test_a_config_without_the_checksum_is_a_fault(tmp_path: Path, config: str) -> None:
    (_model(tmp_path) / "config.json").write_text(config, encoding="utf-8")
    assert _process_model(tmp_path).verdict is Verdict.FAULT


@pytest.mark.parametrize("name", ["config.json", "weights.safetensors"])
def test_a_missing_file_of_a_model_is_named(tmp_path: Path, name: str) -> None:
    (_model(tmp_path) / name).unlink()
    finding = _process_model(tmp_path)
    assert finding.verdict is Verdict.FAULT
    assert name in finding.value


def test_another_model_that_is_broken_is_found_too(tmp_path: Path) -> None:
    _model(tmp_path)
    _model(tmp_path, name="strokes")
    (tmp_path / "style").mkdir()
    verdicts = {finding.name: finding.verdict for finding in doctor._examine_models(tmp_path)}
    assert verdicts == {"process": Verdict.GOOD, "strokes": Verdict.GOOD, "style": Verdict.FAULT}


def test_models_that_are_missing_are_faults(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        verdicts = {finding.name: finding.verdict for finding in doctor._examine_models(folder)}
        assert verdicts == {"process": Verdict.FAULT, "strokes": Verdict.FAULT}


def test_a_missing_package_is_a_fault_with_advice() -> None:
    finding = doctor._examine_package("no-such-package-of-painttime")
    assert finding.verdict is Verdict.FAULT
    assert "pip install no-such-package-of-painttime" in finding.advice


def test_ffmpeg_that_cannot_run_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", lambda: "/no/such/ffmpeg")
    assert _only(list(doctor._examine_ffmpeg())).verdict is Verdict.FAULT


def test_ffmpeg_here_tells_its_version() -> None:
    finding = _only(list(doctor._examine_ffmpeg()))
    assert finding.verdict is Verdict.GOOD
    assert finding.value[0].isalnum()
    assert "Copyright" not in finding.value


def test_without_a_display_qt_is_tried_offscreen(monkeypatch: pytest.MonkeyPatch) -> None:
    environments = []

    def probe(_code: str, environment: dict[str, str]) -> dict[str, object]:
        environments.append(environment)
        return {"platform": "offscreen", "num_fonts": 3}

    monkeypatch.setattr(doctor, "_probe", probe)
    monkeypatch.setattr(sys, "platform", "linux")
    verdicts = [finding.verdict for finding in doctor._examine_qt({"PATH": "/bin"})]
    assert verdicts == [Verdict.NOTE, Verdict.GOOD, Verdict.GOOD]
    assert environments == [{"PATH": "/bin", "QT_QPA_PLATFORM": "offscreen"}]


@pytest.mark.parametrize(
    ("answer", "faulty"),
    [("libEGL.so.1 is missing", "Qt platform"), ({"platform": "xcb", "num_fonts": 0}, "fonts")],
)
def test_qt_without_libraries_or_fonts_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, answer: object, faulty: str
) -> None:
    monkeypatch.setattr(doctor, "_probe", lambda _code, _environment: answer)
    findings = list(doctor._examine_qt({"DISPLAY": ":0"}))
    assert [finding.name for finding in findings if finding.verdict is Verdict.FAULT] == [faulty]


def test_torch_that_cannot_be_loaded_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_probe", lambda _code, _environment: "ImportError: no libgomp")
    faults = [finding for finding in doctor._examine_devices() if finding.verdict is Verdict.FAULT]
    assert "libgomp" in _only(faults).value


def test_a_settings_folder_that_cannot_be_made_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_values: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_a, **_k: tmp_path / "not" / "yet")
    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refused)
    findings = list(doctor._examine_folders())
    assert {finding.verdict for finding in findings} == {Verdict.NOTE}
    assert str(tmp_path) in findings[0].advice


def test_a_probe_returns_the_last_line_of_a_complaint() -> None:
    assert doctor._probe("raise SystemExit('no luck')", {}) == "no luck"
    assert doctor._probe("print('noise'); print('{\"a\": 1}')", {}) == {"a": 1}


def test_a_probe_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_arguments: object, **values: object) -> SimpleNamespace:
        raise subprocess.TimeoutExpired("python", float(str(values["timeout"])))

    monkeypatch.setattr(subprocess, "run", hang)
    assert "timed out" in str(doctor._probe("", {}))


def test_everything_is_looked_at_group_by_group(tmp_path: Path) -> None:
    _model(tmp_path)
    groups = [finding.group for finding in doctor.examine(tmp_path)]
    assert list(dict.fromkeys(groups)) == [
        "system",
        "packages",
        "devices",
        "video",
        "window",
        "models",
        "brushes",
        "folders",
    ]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)


def test_looking_does_not_load_qt_or_torch_here(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from painttime.workflow.doctor import examine;"
        f"examine(Path({str(tmp_path)!r})); print([n for n in ('torch', 'PySide6') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_mypaint_is_never_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mypaint_library, "find_mypaint", lambda: None)
    missing = doctor._examine_mypaint()
    assert (missing.value, missing.verdict) == ("none", Verdict.NOTE)
    assert "apt install libmypaint-1.5-1 mypaint-brushes" in missing.advice
    found = SimpleNamespace(file_name="libmypaint.so", brush_folders=())
    monkeypatch.setattr(mypaint_library, "find_mypaint", lambda: found)
    assert doctor._examine_mypaint().verdict is Verdict.NOTE
    found.brush_folders = (tmp_path,)
    assert doctor._examine_mypaint().verdict is Verdict.GOOD
