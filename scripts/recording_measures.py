"""Measures how well recordings are brought in, on films the truth about which is known.

python scripts/recording_measures.py PAINTINGS... [--num 2] [--trouble all ...] [--json FILE] [--films FOLDER]

Paintings, or some out of folders of them, are painted by a simulated painter, filmed with everything that
goes wrong before a camera (recording_study/troubles.py), written as H.264 and brought in as any recording is.

  registration  distance of points of the canvas from where they are in truth, px: median, 95th percentile
  bad gone      share of static, hidden, interface and other frames dropped or repaired
  repaired      share of the frames kept in spite of a hand in them that show the canvas where it was
  good lost     share of the canvases seen whole that no frame kept shows
  doubled       frames kept that show the same canvas as the one before
  degrees       mean error of the degrees between frames kept, 8 parts; its 95th percentile
  dirty         share of the canvas's pixels that show something else (a hand, a shadow, a smear): mean, worst
  frames/s      of the recording, by the clock; by seconds of one processor
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from recording_study.bringing import brought_in
from recording_study.films import FilmedPainting, film_painting
from recording_study.judging import Figures, Judge
from recording_study.sheet import save_sheet
from recording_study.troubles import TROUBLES

from painttime.errors import PainttimeError
from painttime.recordings.bringing_in import bring_in
from painttime.recordings.options import BringInOptions
from painttime.recordings.sources.opening import open_recording

LEAST_LONG_SIDE_PX = 700
"""Paintings are taken that are about as fine as the films,"""
LARGEST_ASPECT = 2.2
"""and of such a shape that the frames show more of them than of the table."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Speed:
    """Frames of the recording a second: by the clock, and by processor time."""

    frames_per_s: float
    frames_per_cpu_s: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One film: what was measured, or why it could not be brought in."""

    trouble: str
    painting: str
    figures: Figures | None = None
    speed: Speed | None = None
    failure: str = ""


def main() -> int:
    """Run the command in the module's docstring."""
    arguments = parsed()
    cv2.setNumThreads(1)
    outcomes = []
    with tempfile.TemporaryDirectory() as temporary:
        films = arguments.films or Path(temporary)
        films.mkdir(parents=True, exist_ok=True)
        for number, painting in enumerate(chosen(arguments.paintings, arguments.num, arguments.seed)):
            for trouble in arguments.trouble or TROUBLES:
                filmed = film_painting(
                    painting,
                    trouble,
                    TROUBLES[trouble],
                    films,
                    size_px=(arguments.size[0], arguments.size[1]),
                    num_canvases=arguments.canvases,
                    seed=arguments.seed + number,
                )
                outcome = measured(filmed, painting, arguments.sheet)
                outcomes.append(outcome)
                print(line(outcome), flush=True)
    for trouble in dict.fromkeys(outcome.trouble for outcome in outcomes):
        print_mean(trouble, [outcome for outcome in outcomes if outcome.trouble == trouble])
    if arguments.json:
        values = [asdict(outcome) for outcome in outcomes]
        arguments.json.write_text(json.dumps(values, indent=1), encoding="utf-8")
    return 1 if any(outcome.failure for outcome in outcomes) else 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how well recordings are brought in.")
    parser.add_argument("paintings", type=Path, nargs="+", help="paintings, or folders of them")
    parser.add_argument("--num", type=int, default=2, help="so many of each folder, by chance")
    parser.add_argument("--trouble", choices=list(TROUBLES), action="append", help="these films only")
    parser.add_argument("--canvases", type=int, default=40, help="canvases of each film")
    parser.add_argument(
        "--size", type=int, nargs=2, default=(1280, 720), help="width and height of the films"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--films", type=Path, help="folder to keep the films in")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--sheet", type=Path, help="write a sheet of frames before and after here")
    return parser.parse_args()


def chosen(given: list[Path], num: int, seed: int) -> list[Path]:
    """Return the pictures given, and some of every folder given."""
    return [path for one in given for path in (some_of(one, num, seed) if one.is_dir() else [one])]


def some_of(folder: Path, num: int, seed: int) -> list[Path]:
    """Return some pictures of a folder that are large enough, by chance."""
    large = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".jpg", ".jpeg", ".png"):
            with Image.open(path) as picture:
                long_px, short_px = max(picture.size), min(picture.size)
                if long_px >= LEAST_LONG_SIDE_PX and long_px <= LARGEST_ASPECT * short_px:
                    large.append(path)
    if not large:
        raise SystemExit(f"{folder} has no pictures with a side of {LEAST_LONG_SIDE_PX} px or more")
    order = np.random.default_rng(seed).permutation(len(large))
    return [large[index] for index in order[:num]]


def measured(filmed: FilmedPainting, painting: Path, sheet: Path | None) -> Outcome:
    """Bring a film in and measure what comes of it."""
    with tempfile.TemporaryDirectory() as work:
        clock, cpu = time.perf_counter(), time.process_time()
        try:
            source = open_recording(filmed.path)
            clean = brought_in(bring_in(source, BringInOptions(), Path(work)))
        except PainttimeError as error:
            return Outcome(trouble=filmed.name, painting=painting.stem, failure=str(error))
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        figures = Judge(filmed, clean).figures()
        if sheet is not None:
            save_sheet(filmed, clean, sheet)
    num_frames = filmed.film.num_frames
    speed = Speed(frames_per_s=num_frames / clock, frames_per_cpu_s=num_frames / cpu)
    return Outcome(trouble=filmed.name, painting=painting.stem, figures=figures, speed=speed)


def line(outcome: Outcome) -> str:
    """Return one film's figures as a line of text."""
    head = f"{outcome.trouble:11s}{outcome.painting[:24]:26s}"
    figures, speed = outcome.figures, outcome.speed
    if figures is None or speed is None:
        return f"{head}{outcome.failure}"
    repaired = "  -  " if figures.repaired_share is None else f"{figures.repaired_share:5.1%}"
    return (
        f"{head}{figures.num_kept:4d} of {figures.num_frames:4d} ({figures.num_canvases:3d} canvases)"
        f"  registration {figures.registration_px:6.2f} {figures.registration_95_px:6.2f} px"
        f"  bad gone {figures.bad_gone_share:6.1%}  repaired {repaired}"
        f"  good lost {figures.good_lost_share:6.1%}"
        f"  doubled {figures.doubled:2d}  degrees {figures.degree_error:.4f} {figures.degree_error_95:.3f}"
        f"  dirty {figures.dirty_share:6.2%} {figures.dirtiest_share:6.2%}"
        f"  frames/s {speed.frames_per_s:5.1f} {speed.frames_per_cpu_s:5.1f}"
        f"  last view {figures.last_view_px:.1f} px"
    )


def print_mean(trouble: str, outcomes: list[Outcome]) -> None:
    """Print the means of one trouble over all paintings, with the worst of each where there are several."""
    figures = [outcome.figures for outcome in outcomes if outcome.figures is not None]
    if len(figures) < 2:
        return
    values = {name: [getattr(one, name) for one in figures] for name in Figures.__slots__}
    known = {name: [value for value in some if value is not None] for name, some in values.items()}
    text = (f"{name} {statistics.fmean(some):.4g}" for name, some in known.items() if some)
    print(f"mean of {len(figures)} {trouble}: {', '.join(text)}")


if __name__ == "__main__":
    sys.exit(main())
