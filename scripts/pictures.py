"""Makes the pictures of the documents anew from the sample paintings: python scripts/pictures.py."""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage, QPixmap

from painttime.core.image import RGB8
from painttime.core.project import BRUSH_ENGINE, Project
from painttime.errors import PainttimeError
from painttime.gui.export_dialog import ExportDialog
from painttime.gui.main_window import MainWindow
from painttime.gui.screenshot import window_showing
from painttime.gui.tools.pointer import Pointer
from painttime.simulation.filming.canvases import simulated_canvases
from painttime.simulation.filming.film import FilmOptions
from painttime.simulation.filming.film_file import write_film
from painttime.simulation.filming.filming import film as filmed
from painttime.storage.painting_file import read_painting
from painttime.workflow.job import run_to_end
from painttime.workflow.opening import open_file
from painttime.workflow.predicting import load_model, predict
from painttime.workflow.preparing import Prepared, prepare
from painttime.workflow.saving import save_project

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "resources" / "samples"
WINDOW = ROOT / "docs" / "window.png"
IMAGES = ROOT / "docs" / "images"

NUM_COLOURS = 256
"""Enough for a page, and a third of the bytes of all colours."""

KMEANS_ROUNDS = 3
"""Keep small patches of colour, such as those that tell parts apart, from going grey."""

SETTLE_MS = 1200
POLL_MS = 20
NUM_STROKES_SHOWN = 900
"""Of 4,000: the forms are there, and the strokes can be told apart."""
ON_HAIR = ((400.0, 250.0), (560.0, 480.0), (190.0, 330.0), (540.0, 250.0), (436.0, 352.0), (174.0, 450.0))
BESIDE_HAIR = ((330.0, 420.0), (100.0, 200.0), (229.0, 473.0))
"""Where the portrait is clicked to take its hair."""
NUM_IN_ROW = 6
NUM_FILMED = 24
FILM_PX = (960, 640)
TABLE_SHARE = 0.04
"""A film in which a table shows around the canvas, so that its shape is another than the painting's."""
ROW_HEIGHT_PX = 180


def main() -> int:
    IMAGES.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            landscape = predicted(SAMPLES / "landscape.png", Path(folder), IMAGES / "landscape-process.png")
            portrait = predicted(SAMPLES / "portrait.png", Path(folder), IMAGES / "portrait-process.png")
            show_start()
            show_landscape(landscape)
            show_recording(landscape, Path(folder) / "landscape.mp4")
            show_portrait(portrait)
            show_brush()
            show_tools()
    except PainttimeError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def predicted(picture: Path, folder: Path, row: Path) -> Path:
    """Predict the process of a picture, save some of its canvases as one row, and return the project file."""
    project = replace(run_to_end(open_file(picture)), seed=1)
    prepared = run_to_end(prepare(project))
    done = run_to_end(predict(project, prepared, run_to_end(load_model())))
    save_row(row, canvases(done, prepared))
    return run_to_end(save_project(done, folder / f"{picture.stem}.painttime"))


def canvases(project: Project, prepared: Prepared) -> list[RGB8]:
    """Return canvases evenly spread over a whole process, the ground first."""
    if project.take is None:
        raise LookupError("the project has no take")
    chosen = np.linspace(0, project.num_steps, NUM_IN_ROW)
    return [prepared.frame(project.take.canvas(round(index))) for index in chosen]


def save_row(png: Path, frames: Sequence[RGB8]) -> None:
    height_px, width_px = frames[0].shape[:2]
    size_px = (round(ROW_HEIGHT_PX * width_px / height_px), ROW_HEIGHT_PX)
    pieces = [cv2.resize(frame, size_px, interpolation=cv2.INTER_AREA) for frame in frames]
    gap = np.full((ROW_HEIGHT_PX, 6, 3), 255, dtype=np.uint8)
    spaced = [piece for frame in pieces for piece in (frame, gap)]
    save(png, Image.fromarray(np.hstack(spaced[:-1])))


def show_start() -> None:
    with window_showing(None, width_px=1100, height_px=720) as window:
        settle()
        save(IMAGES / "start.png", grabbed(window.grab()))


def show_landscape(project: Path) -> None:
    with window_showing(project) as window:
        settle()
        save(WINDOW, grabbed(window.grab()))
        for switch in ("compare", "difference"):
            window.actions_by_name[switch].trigger()
            settle()
            save(IMAGES / f"{switch}.png", grabbed(window.canvas.grab()))
            window.actions_by_name[switch].trigger()
        set_by_hand(window)
        save(IMAGES / "parts.png", grabbed(window.parts_dock.grab()))
        save(IMAGES / "timeline.png", grabbed(window.timeline_dock.grab()))
        dialog = ExportDialog(window.document.project, window)
        dialog.path.setText("landscape process.mp4")
        dialog.show()
        settle()
        save(IMAGES / "export.png", grabbed(dialog.grab()))
        dialog.close()


def show_recording(project: Path, film: Path) -> None:
    """Show a process beside a film of a simulated painter at work on the same painting."""
    finished = read_painting(SAMPLES / "landscape.png").pixels
    options = FilmOptions(hand=True, frames_per_canvas=3, table_share=TABLE_SHARE)
    painter = simulated_canvases(finished, num_canvases=NUM_FILMED, seed=3)
    write_film((frame.pixels for frame in filmed(painter, options, size_px=FILM_PX, seed=2)), film)
    with window_showing(project, width_px=1200, height_px=760) as window:
        window.session.recordings.read(film)
        while not window.session.recordings.is_there:
            settle(POLL_MS)
        settle()
        save(IMAGES / "window-recording.png", grabbed(window.grab()))


def set_by_hand(window: MainWindow) -> None:
    """Ask for degrees by hand, lock one part and hide another."""
    ids = {part.name: part.id for part in window.document.project.parts.parts}
    window.document.set_degrees({ids["meadow"]: 0.6, ids["house"]: 0.25})
    window.document.set_locked(ids["sky"], True)
    window.document.set_visible(ids["poppies"], False)
    settle()


def show_portrait(project: Path) -> None:
    with window_showing(project, width_px=1200, height_px=760, dark=False, at=0.6) as window:
        settle()
        save(IMAGES / "light.png", grabbed(window.grab()))


def show_brush() -> None:
    """Show the brush half-way through a painting."""
    with window_showing(SAMPLES / "landscape.png") as window:
        window.document.set_engine(BRUSH_ENGINE)
        settle()
        window.session.make_process()
        while window.session.is_busy and window.strokes.num_strokes < NUM_STROKES_SHOWN:
            settle(POLL_MS)
        settle()
        save(IMAGES / "window-brush.png", grabbed(window.grab()))
        window.session.cancel()


def show_tools() -> None:
    """Show an object being taken by clicks."""
    with window_showing(SAMPLES / "portrait.png", at=1.0) as window:
        window.actions_by_name["tool_object"].trigger()
        tools = window.tools
        while tools.pickers.is_preparing:
            settle(POLL_MS)
        for x, y in (*ON_HAIR, *BESIDE_HAIR):
            tools.control.press(Pointer(x=x, y=y, takes_away=(x, y) in BESIDE_HAIR))
        settle()
        save(IMAGES / "window-tools.png", grabbed(window.grab()))


def settle(ms: int = SETTLE_MS) -> None:
    """Let what is shown be drawn: thumbnails and tints are made a little at a time."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def grabbed(pixmap: QPixmap) -> Image.Image:
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return Image.fromarray(rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy())


def save(png: Path, picture: Image.Image) -> None:
    few = picture.quantize(NUM_COLOURS, kmeans=KMEANS_ROUNDS, dither=Image.Dither.NONE)
    few.save(png, optimize=True)
    print(png.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
