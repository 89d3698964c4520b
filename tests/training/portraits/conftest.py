"""A made-up data folder of portraits."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from painttime.training.portraits.figures import FILE_IDS, Figure, make_figure

SKIN, HAIR_COLOUR, CLOTH, WALL = (214, 168, 136), (70, 44, 28), (40, 60, 120), (120, 130, 110)


def draw_portrait(seed: int, size: int = 96) -> tuple[np.ndarray, np.ndarray]:
    """Return pixels and classes of somebody before a wall."""
    rng = np.random.default_rng(seed)
    pixels = np.full((size, size, 3), WALL, dtype=np.uint8)
    classes = np.zeros((size, size), dtype=np.uint8)
    x, y, unit = size // 2 + int(rng.integers(-8, 9)), size // 3, size // 32

    def paint(top: int, bottom: int, half: int, kind: int, colour: tuple[int, int, int]) -> None:
        area = np.s_[max(0, y + top * unit) : y + bottom * unit, x - half * unit : x + half * unit]
        pixels[area], classes[area] = colour, kind

    paint(10, 99, 12, 2, CLOTH)
    paint(-9, 6, 8, 1, HAIR_COLOUR)
    paint(7, 10, 3, 8, SKIN)
    paint(-6, 7, 5, 7, SKIN)
    for row, kind, colour in (
        (-4, 3, (40, 30, 20)),
        (-2, 4, (250, 250, 250)),
        (1, 5, SKIN),
        (4, 6, (180, 60, 60)),
    ):
        paint(row, row + 1, 3, kind, colour)
    noisy = pixels.astype(np.int16) + rng.integers(-8, 9, pixels.shape)
    return noisy.clip(0, 255).astype(np.uint8), classes


@pytest.fixture
def figure() -> Figure:
    made = make_figure(*draw_portrait(0), 0.1, is_whole=True)
    assert made is not None
    return made


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with four portraits (one of them held out), ten avatars and three landscapes."""
    paintings, labelled = [], []
    (tmp_path / "paintings").mkdir()
    for folder in ("parts/portraits", "parts/avatars/image", "parts/avatars/mask"):
        (tmp_path / folder).mkdir(parents=True)
    to_file = np.array(FILE_IDS, dtype=np.uint8)
    for number in range(4):
        pixels, classes = draw_portrait(number)
        name = f"paintings/p{number}.png"
        cv2.imwrite(str(tmp_path / name), pixels[..., ::-1])
        Image.fromarray(to_file[classes]).save(tmp_path / f"parts/portraits/p{number}.png")
        paintings.append({"file": name, "split": "val" if number == 3 else "train", "kind": "portrait"})
        labelled.append(
            {
                "painting": name,
                "labels": f"parts/portraits/p{number}.png",
                "quality": "A",
                "valid_region": "head" if number == 1 else "full",
                "head_crop": "20,0,80,60",
            }
        )
    for number in range(10):
        pixels, classes = draw_portrait(20 + number)
        cv2.imwrite(str(tmp_path / f"parts/avatars/image/a_{number:03d}.png"), pixels[..., ::-1])
        Image.fromarray(to_file[classes]).save(tmp_path / f"parts/avatars/mask/a_{number:03d}.png")
    for number in range(3):
        noise = np.random.default_rng(number).integers(0, 256, (60, 80, 3)).astype(np.uint8)
        cv2.imwrite(str(tmp_path / f"paintings/o{number}.png"), cv2.blur(noise, (9, 9)))
        paintings.append({"file": f"paintings/o{number}.png", "split": "train", "kind": "other"})
    write_table(tmp_path / "paintings.tsv", paintings)
    write_table(tmp_path / "parts" / "portraits.tsv", labelled)
    return tmp_path
