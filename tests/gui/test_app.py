"""Starting and leaving the program, each in a process of its own."""

import os
import subprocess
import sys

import pytest

from painttime.gui.platform_check import why_no_window

SLOW_MODULES = (
    "torch",
    "numba",
    "skimage",
    "pyqtgraph",
    "psd_tools",
    "av",
    "matplotlib",
    "jinja2",
    "imageio_ffmpeg",
    "cv2",
    "tifffile",
)

START = """
import sys
import painttime.gui.app
from painttime.gui.application import Application
from painttime.gui.services import Services
from painttime.workflow.job import Progress
from pathlib import Path

slow = {slow!r}
report = []

def load_model(device, num_threads):
    report.append("model")
    yield Progress(done=0, total=1, message="")
    return object()

assert not [name for name in slow if name in sys.modules], "imported on import"
application = Application(settings=Path({settings!r}), services=Services(load_model=load_model))
application.window.show()
application._app.processEvents()
loaded = [name for name in slow if name in sys.modules]
assert application.window.isVisible()
assert not loaded, f"imported before the first paint: {{loaded}}"
assert report == []
print("shown")
"""

RUN = """
import sys
from PySide6.QtCore import QTimer
from painttime.gui import application as module
from painttime.gui.services import Services
from painttime.workflow.job import Progress
from pathlib import Path

def load_model(device, num_threads):
    yield Progress(done=0, total=1, message="")
    return object()

application = module.Application(settings=Path({settings!r}), services=Services(load_model=load_model))
window = application.window
{extra}
application.show_window({file})
sys.exit(application.execute())
"""


def run_python(code, tmp_path, **environment):
    env = {
        **os.environ,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, timeout=60, check=False
    )


def test_the_window_is_shown_before_anything_slow_is_imported(tmp_path):
    code = START.format(slow=SLOW_MODULES, settings=str(tmp_path / "settings.json"))
    run = run_python(code, tmp_path)
    assert run.stdout.strip() == "shown", run.stderr


def test_the_window_is_no_taller_than_the_screen(tmp_path):
    extra = """
window.session.prediction.model_loaded.connect(
    lambda _m: (print(window.height() <= window.screen().availableGeometry().height()), window.close())
)
"""
    run = run_python(RUN.format(settings=str(tmp_path / "s.json"), extra=extra, file=None), tmp_path)
    assert run.stdout.strip() == "True", run.stderr


def test_the_model_is_loaded_after_the_first_paint_and_leaving_is_clean(tmp_path):
    extra = "window.session.prediction.model_loaded.connect(lambda _m: (print('loaded'), window.close()))"
    run = run_python(RUN.format(settings=str(tmp_path / "s.json"), extra=extra, file=None), tmp_path)
    assert (run.returncode, run.stdout.strip()) == (0, "loaded"), run.stderr


def test_a_file_named_on_the_command_line_is_opened_and_a_bad_one_is_told(tmp_path):
    bad = tmp_path / "empty.png"
    bad.touch()
    extra = "window.session.failed.connect(lambda title, _s: (print(title), window.close()))"
    code = RUN.format(settings=str(tmp_path / "s.json"), extra=extra, file=f"Path({str(bad)!r})")
    run = run_python(code, tmp_path)
    assert (run.returncode, run.stdout.strip()) == (0, "Cannot open empty.png"), run.stderr


def test_ctrl_c_is_heard(tmp_path):
    extra = (
        "import os, signal\n"
        "window.session.prediction.model_loaded.connect("
        "lambda _m: QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGINT)))"
    )
    run = run_python(RUN.format(settings=str(tmp_path / "s.json"), extra=extra, file=None), tmp_path)
    assert run.returncode == 130, run.stderr


def test_an_unexpected_error_is_logged_and_shown_and_the_window_stays(tmp_path):
    extra = (
        "def fail():\n"
        "    QTimer.singleShot(0, look)\n"
        "    raise RuntimeError('a bug')\n"
        "def look():\n"
        "    from PySide6.QtWidgets import QMessageBox\n"
        "    box = window.findChild(QMessageBox, 'failure')\n"
        "    print(box is not None and window.isVisible())\n"
        "    window.close()\n"
        "window.session.prediction.model_loaded.connect(lambda _m: QTimer.singleShot(0, fail))"
    )
    run = run_python(RUN.format(settings=str(tmp_path / "s.json"), extra=extra, file=None), tmp_path)
    assert (run.returncode, run.stdout.strip()) == (0, "True"), run.stderr
    logs = list(tmp_path.rglob("painttime.log"))
    assert len(logs) == 1
    assert "a bug" in logs[0].read_text(encoding="utf-8")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize("display", [None, ":417"])
def test_without_a_display_a_sentence_is_said_and_qt_does_not_abort(tmp_path, display):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    if display is not None:
        environment["DISPLAY"] = display
    run = subprocess.run(
        [sys.executable, "-c", "import sys; from painttime.gui.app import run; sys.exit(run([]))"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert run.returncode == 2
    assert "display" in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


def test_a_missing_system_library_is_named_with_the_way_to_install_it(monkeypatch):
    def fail(_name):
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr("painttime.gui.platform_check.import_module", fail)
    sentence = why_no_window({})
    assert "libEGL.so.1" in sentence
    assert "apt-get install" in sentence


def test_a_missing_library_of_the_x11_plugin_is_named_too(monkeypatch):
    def fail(_path):
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")

    monkeypatch.setattr("painttime.gui.platform_check.ctypes.CDLL", fail)
    monkeypatch.setattr("painttime.gui.platform_check.sys.platform", "linux")
    assert "libxcb-cursor.so.0" in why_no_window({"DISPLAY": ":0"})


def test_a_chosen_qt_platform_is_trusted():
    assert why_no_window({"QT_QPA_PLATFORM": "offscreen"}) == ""


def test_a_thread_that_cannot_be_stopped_does_not_keep_the_program(tmp_path):
    # The job hangs between two yields, as an import or a long calculation does.
    extra = (
        "import threading, painttime.gui.job_runner as jobs\n"
        "from painttime.gui.job_runner import JobRunner\n"
        "def hang(path):\n"
        "    yield Progress(done=0, total=1, message='')\n"
        "    threading.Event().wait(50)\n"
        "runner = JobRunner('hanging', window)\n"
        "running = runner.start(hang(None), 'Hanging')\n"
        "running.progressed.connect(lambda _p: window.close())\n"
        "former = window.session.shutdown\n"
        "window.session.shutdown = lambda: all([former(), runner.shutdown(0.2)])"
    )
    run = run_python(RUN.format(settings=str(tmp_path / "s.json"), extra=extra, file=None), tmp_path)
    assert run.returncode == 0, run.stderr
