"""The measurements of bench.py: python scripts/bench_rows.py ROW prints one line of JSON."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np

from painttime.core.canvas import NUM_RENDITIONS, Canvas
from painttime.core.change import Direction
from painttime.core.image import RGB8, fitted_size
from painttime.core.painting import Painting
from painttime.core.part import Part, PartMap
from painttime.core.plan import Plan
from painttime.core.process import Take
from painttime.core.project import Project
from painttime.exporters.options import ExportOptions
from painttime.workflow import opening, predicting, preparing
from painttime.workflow.exporting import export
from painttime.workflow.job import run_to_end

SAMPLE = Path(__file__).resolve().parents[1] / "resources" / "samples" / "landscape.png"
NUM_STEPS = 40
NUM_FILM_FRAMES = 120
FILM_FPS = 24.0

# What painttime asks of FFmpeg for an MP4, so that both do the same work.
FFMPEG_ARGUMENTS = (
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p"),
    *("-c:v", "libx264", "-crf", "18", "-movflags", "+faststart", "-f", "mp4"),
)


def sample_pixels(height_px: int, width_px: int) -> RGB8:
    """Return the sample painting at a size of its own, (height_px, width_px, 3) uint8."""
    bgr = cv2.imread(str(SAMPLE), cv2.IMREAD_COLOR)
    if bgr is None:
        raise SystemExit(f"there is no sample painting {SAMPLE}")
    resized = cv2.resize(bgr, (width_px, height_px), interpolation=cv2.INTER_AREA)
    return np.asarray(resized[..., ::-1], dtype=np.uint8)


def sample_project(height_px: int, width_px: int) -> Project:
    """Return a project of the sample painting with 6 upright bands as parts."""
    labels = np.broadcast_to(np.arange(width_px) * 6 // width_px + 1, (height_px, width_px))
    parts = tuple(Part(id=number, name=f"band {number}") for number in range(1, 7))
    return Project(
        painting=Painting(pixels=sample_pixels(height_px, width_px)),
        parts=PartMap(labels=labels.astype(np.uint8), parts=parts),
        num_steps=NUM_STEPS,
    )


def sample_canvases(size_px: tuple[int, int], count: int) -> tuple[Canvas, ...]:
    """Return canvases of (height, width) from ground to painting, several renditions side by side on each."""
    height_px, width_px = size_px
    rng = np.random.default_rng(1)
    coarse = rng.random((8, 8), dtype=np.float32)
    noise = cv2.resize(coarse, (width_px, height_px), interpolation=cv2.INTER_CUBIC)
    canvases = []
    for index in range(count):
        level = index / (count - 1) * (NUM_RENDITIONS + 1) - 1
        stages = np.clip(level + noise, 0, NUM_RENDITIONS - 1).astype(np.uint8)
        canvases.append(Canvas.from_stages(stages))
    return (*canvases[:-1], Canvas.uniform(height_px, width_px, -1))


def model_size(prepared: preparing.Prepared) -> tuple[int, int]:
    """Return (height, width) of the canvases that fit."""
    height_px, width_px = prepared.labels.shape
    return height_px, width_px


def with_complete_take(project: Project, canvases: tuple[Canvas, ...]) -> Project:
    """Return the project with a take of these canvases."""
    degrees = np.full((len(canvases) - 1, len(project.parts.parts)), 0.2, dtype=np.float32)
    plan = Plan(degrees=degrees, part_ids=project.parts.ids, habit=project.habit)
    take = Take(plan=plan, seed=0, locked=frozenset(), canvases=canvases, realised=degrees)
    return Project(painting=project.painting, parts=project.parts, num_steps=len(canvases) - 1, take=take)


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure_load() -> list[float]:
    """Seconds of one load in a new process; torch is imported by it."""
    return [timed(lambda: run_to_end(predicting.load_model("cpu")))]


def measure_step() -> list[float]:
    """Milliseconds of single steps backward by hand; the first, which encodes the painting, is left out."""
    height, width = fitted_size(3, 4, 1024)
    project = sample_project(height, width)
    model = run_to_end(predicting.load_model("cpu"))
    prepared = run_to_end(preparing.prepare(project))
    samples = []
    for index in range(NUM_STEPS, NUM_STEPS - 16, -1):
        started = time.perf_counter()
        project = run_to_end(
            predicting.predict_step(project, prepared, model, index=index, direction=Direction.BACKWARD)
        )
        samples.append((time.perf_counter() - started) * 1000)
    return samples[1:]


def measure_frames(long_side_px: int) -> list[float]:
    """Milliseconds of full-size frames of canvases none of which was rendered before."""
    height, width = fitted_size(3, 4, long_side_px)
    prepared = run_to_end(preparing.prepare(sample_project(height, width)))
    canvases = sample_canvases(model_size(prepared), 13)
    prepared.frame(canvases[0])
    return [timed(partial(prepared.frame, canvas)) * 1000 for canvas in canvases[1:-1]]


def measure_predict() -> list[float]:
    """Seconds from a file to all canvases, everything loaded on the way."""
    height, width = fitted_size(3, 4, 1024)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "painting.png"
        cv2.imwrite(str(path), sample_pixels(height, width)[..., ::-1])

        def predict() -> None:
            project = run_to_end(opening.open_file(path))
            model = run_to_end(predicting.load_model("cpu"))
            prepared = run_to_end(preparing.prepare(project))
            run_to_end(predicting.predict(project, prepared, model))

        return [timed(predict)]


def measure_export() -> list[float]:
    """Rate of the MP4 export in percent of that of FFmpeg alone on the same frames."""
    project = sample_project(1080, 1920)
    prepared = run_to_end(preparing.prepare(project))
    canvases = sample_canvases(model_size(prepared), NUM_FILM_FRAMES)
    project = with_complete_take(project, canvases)
    options = ExportOptions(fps=FILM_FPS, hold_first_s=0, hold_last_s=0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = folder / "frames.raw"
        with raw.open("wb") as file:
            for canvas in canvases:
                file.write(prepared.frame(canvas).tobytes())
        samples = []
        for _ in range(3):
            alone = timed(lambda: run_ffmpeg(raw, folder / "alone.mp4"))
            ours = timed(lambda: run_to_end(export(project, prepared, folder / "ours.mp4", options)))
            samples.append(alone / ours * 100)
    return samples


def run_ffmpeg(raw: Path, out: Path) -> None:
    """Encode raw 1080p frames with FFmpeg and nothing else."""
    source = (
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-video_size",
        "1920x1080",
        "-framerate",
        f"{FILM_FPS:g}",
    )
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *source, "-i", str(raw)]
    subprocess.run([*command, *FFMPEG_ARGUMENTS, str(out)], check=True)


def peak_memory_mb() -> float:
    """Return the largest resident size of this process or of one it started, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(peaks) * unit / 1e6


MEASUREMENTS: dict[str, Callable[[], list[float]]] = {
    "load": measure_load,
    "step": measure_step,
    "frame-1024": lambda: measure_frames(1024),
    "frame-2048": lambda: measure_frames(2048),
    "predict": measure_predict,
    "export": measure_export,
}


def print_measured(measurements: dict[str, Callable[[], list[float]]]) -> None:
    """Run the measurement named on the command line and print what bench.py reads."""
    samples = measurements[sys.argv[1]]()
    print(json.dumps({"samples": samples, "peak_mb": peak_memory_mb()}))


if __name__ == "__main__":
    print_measured(MEASUREMENTS)
