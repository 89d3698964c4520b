"""Films with the truth about them, made once and kept."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from stroke_study.subjects import resized

from painttime.core.image import RGB8
from painttime.simulation.filming.canvases import simple_labels, simulated_canvases
from painttime.simulation.filming.film import FilmedFrame, FilmOptions
from painttime.simulation.filming.film_file import write_film
from painttime.simulation.filming.filming import Film
from painttime.storage.painting_file import read_painting

Mask = npt.NDArray[np.bool_]

NUM_PARTS = 8
HIDDEN_FACTOR = 4
"""What hides the canvas is kept at a size so many times smaller."""
CRF = 20
FPS = 30


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Truth:
    """What every frame of a film shows.

    canvases, kinds: by frame. hidden: (num_frames, ceil(h / HIDDEN_FACTOR), ceil(w / HIDDEN_FACTOR)) bool,
    where anything hides the canvas.
    """

    canvases: tuple[int, ...]
    kinds: tuple[str, ...]
    hidden: Mask


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FilmedPainting:
    """A film on disk. labels: (h, w), the parts of the painting, 1..NUM_PARTS, on its last canvas."""

    name: str
    path: Path
    film: Film
    truth: Truth
    labels: npt.NDArray[np.uint8]


def film_painting(
    painting: Path,
    name: str,
    options: FilmOptions,
    folder: Path,
    *,
    size_px: tuple[int, int],
    num_canvases: int,
    seed: int,
) -> FilmedPainting:
    """Film a painting by a simulated painter into a file of `folder`, or take the one that lies there."""
    pixels = resized(read_painting(painting).pixels, max(size_px) * 3 // 4)
    canvases = simulated_canvases(pixels, num_canvases=num_canvases, seed=seed)
    film = Film(canvases, options, size_px=size_px, seed=seed)
    stem = f"{painting.stem}-{name}-{seed}"
    path, truth_path = folder / f"{stem}.mp4", folder / f"{stem}.npz"
    asked = json.dumps([asdict(options), size_px, num_canvases, film.num_frames])
    truth = _stored(truth_path, asked)
    if truth is None or not path.exists():
        seen: list[FilmedFrame] = []
        write_film(_noted(film, seen), path, fps=FPS, crf=CRF)
        truth = _truth(seen, size_px)
        np.savez_compressed(
            truth_path,
            asked=asked,
            canvases=truth.canvases,
            kinds=truth.kinds,
            hidden=np.packbits(truth.hidden),
        )
    labels = simple_labels(pixels, NUM_PARTS)
    return FilmedPainting(name=name, path=path, film=film, truth=truth, labels=labels)


def _noted(film: Film, seen: list[FilmedFrame]) -> Iterator[RGB8]:
    """Give the pictures of a film; what is known of them goes to `seen`, without the pictures."""
    for frame in film.frames():
        yield frame.pixels
        hidden = None if frame.hidden is None else shrunk_mask(frame.hidden)
        nothing = np.empty((0, 0, 3), dtype=np.uint8)
        seen.append(FilmedFrame(pixels=nothing, canvas=frame.canvas, kind=frame.kind, hidden=hidden))


def shrunk_mask(mask: Mask) -> Mask:
    """Return a mask HIDDEN_FACTOR times smaller, true where any of its pixels was."""
    height_px, width_px = (-(-length // HIDDEN_FACTOR) for length in mask.shape)
    padded = np.zeros((height_px * HIDDEN_FACTOR, width_px * HIDDEN_FACTOR), dtype=np.bool_)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    tiles = padded.reshape(height_px, HIDDEN_FACTOR, width_px, HIDDEN_FACTOR)
    return np.asarray(tiles.any(axis=(1, 3)))


def _truth(seen: list[FilmedFrame], size_px: tuple[int, int]) -> Truth:
    shape = tuple(-(-length // HIDDEN_FACTOR) for length in size_px[::-1])
    hidden = [np.zeros(shape, dtype=np.bool_) if frame.hidden is None else frame.hidden for frame in seen]
    return Truth(
        canvases=tuple(frame.canvas for frame in seen),
        kinds=tuple(frame.kind for frame in seen),
        hidden=np.stack(hidden),
    )


def _stored(path: Path, asked: str) -> Truth | None:
    """Return the truth about a film made before, None where there is none or it was made otherwise."""
    if not path.exists():
        return None
    with np.load(path) as stored:
        if str(stored["asked"]) != asked:
            return None
        size_px = json.loads(asked)[1]
        shape = (len(stored["canvases"]), *(-(-length // HIDDEN_FACTOR) for length in size_px[::-1]))
        hidden = np.unpackbits(stored["hidden"], count=int(np.prod(shape))).reshape(shape).astype(np.bool_)
        return Truth(
            canvases=tuple(stored["canvases"].tolist()), kinds=tuple(stored["kinds"].tolist()), hidden=hidden
        )


def reduced(pixels: RGB8, factor: int) -> RGB8:
    """Return a picture so many times smaller, by areas."""
    size_px = (pixels.shape[1] // factor, pixels.shape[0] // factor)
    return np.asarray(cv2.resize(pixels, size_px, interpolation=cv2.INTER_AREA), dtype=np.uint8)
