"""Training pictures taken apart into strokes once and kept on disk.

python -m painttime.training.subjects DATA CACHE [--limit N]: DATA holds paintings.tsv (columns file, split)
and the pictures it names; CACHE gets one .npz a picture. What is already there is not made again.
"""

import argparse
import csv
import hashlib
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.canvas import Renditions
from painttime.core.image import RGBColour, fitted_size
from painttime.core.strokes import StrokeMaps, StrokePass
from painttime.errors import PainttimeError
from painttime.segmentation.regions.regions import find_regions
from painttime.simulation.painter import Subject, make_subject
from painttime.storage.painting_file import read_painting

SUBJECT_SIZE_PX = 256

GROUNDS: tuple[RGBColour, ...] = (
    (246, 241, 230),
    (255, 255, 255),
    (232, 222, 200),
    (201, 176, 138),
    (172, 158, 138),
    (150, 132, 112),
    (128, 110, 92),
    (186, 190, 188),
)
"""Papers, primed canvases, and the toned grounds (ochre, umber, grey) painters begin on."""

_PASS_FIELDS = ("points", "num_points", "radius", "colours", "part_ids")


def subject_of(path: Path, seed: int) -> Subject:
    """Read a picture and make a subject of it with a ground and a number of parts drawn by seed."""
    rng = np.random.default_rng(seed)
    pixels = read_painting(path).pixels
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], SUBJECT_SIZE_PX)
    small = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    parts = find_regions(small, num_parts=int(rng.integers(4, 14)))
    ground = GROUNDS[0] if rng.random() < 0.35 else GROUNDS[int(rng.integers(len(GROUNDS)))]
    return make_subject(small, parts.labels, parts.ids, ground=ground, seed=seed)


def write_subject(subject: Subject, path: Path) -> None:
    """Write a subject as .npz, without compression: it is read often."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "labels": subject.labels,
        "part_ids": np.asarray(subject.part_ids, dtype=np.uint8),
        "ids": subject.maps.ids.astype(np.int16),
        "along": subject.maps.along,
        "images": subject.renditions.images,
    }
    for number, strokes in enumerate(subject.passes):
        for name in _PASS_FIELDS:
            arrays[f"{name}{number}"] = getattr(strokes, name)
        arrays[f"areas{number}"] = subject.areas_px[number]
    temporary = path.with_suffix(".partial.npz")
    np.savez(temporary, allow_pickle=False, **arrays)
    temporary.replace(path)


def read_subject(path: Path) -> Subject:
    """Read what write_subject wrote."""
    with np.load(path, allow_pickle=False) as data:
        num_passes = len(data["ids"])
        passes = tuple(
            StrokePass(**{name: data[f"{name}{number}"] for name in _PASS_FIELDS})
            for number in range(num_passes)
        )
        return Subject(
            labels=data["labels"],
            part_ids=tuple(data["part_ids"].tolist()),
            passes=passes,
            maps=StrokeMaps(ids=data["ids"].astype(np.int32), along=data["along"]),
            renditions=Renditions(images=data["images"]),
            areas_px=tuple(data[f"areas{number}"] for number in range(num_passes)),
        )


def build_cache(data: Path, cache: Path, split: str, limit: int) -> int:
    """Make the subjects of one split; returns how many are in the cache. Pictures that fail are named."""
    with (data / "paintings.tsv").open(newline="", encoding="utf-8") as table:
        files = [row["file"] for row in csv.DictReader(table, delimiter="\t") if row["split"] == split]
    # A fixed shuffle: any prefix of the list is a fair sample of the pictures.
    order = np.random.default_rng(0).permutation(len(files))[:limit]
    cache.mkdir(parents=True, exist_ok=True)
    for index in order:
        name = files[index]
        seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
        target = cache / f"{Path(name).stem}.npz"
        if target.exists():
            continue
        try:
            write_subject(subject_of(data / name, seed), target)
        except PainttimeError as error:
            print(f"{name}: {error}", file=sys.stderr)
    return len(list(cache.glob("*.npz")))


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Take training pictures apart into strokes.")
    parser.add_argument("data", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--split", default="train")
    parser.add_argument("--limit", type=int, default=10**6)
    arguments = parser.parse_args()
    count = build_cache(arguments.data, arguments.cache, arguments.split, arguments.limit)
    print(f"{count} subjects in {arguments.cache}")


if __name__ == "__main__":
    main()
