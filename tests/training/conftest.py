"""Two small subjects and the cache they are kept in."""

from pathlib import Path

import numpy as np
import pytest
import torch

from painttime.simulation.painter import Subject, make_subject
from painttime.training.subjects import write_subject


def subject_of(seed: int) -> Subject:
    """Return a subject of three parts, ids 4, 9 and 2 from back to front, (72, 88)."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:72, :88].astype(np.float32)
    labels = np.full((72, 88), 4, dtype=np.uint8)
    labels[36 + int(rng.integers(8)) :] = 9
    labels[20:60, 30:64] = 2
    colours = {part_id: rng.integers(30, 220, 3) for part_id in (4, 9, 2)}
    pixels = np.zeros((72, 88, 3), dtype=np.float32)
    for part_id, colour in colours.items():
        pixels[labels == part_id] = colour
    pixels += (35 * np.sin((columns + rows * rng.uniform(0.5, 2)) / 4))[..., None]
    picture = np.clip(pixels + rng.normal(0, 10, pixels.shape), 0, 255).astype(np.uint8)
    return make_subject(picture, labels, (4, 9, 2), ground=(232, 222, 200), seed=seed)


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def subject() -> Subject:
    return subject_of(0)


@pytest.fixture(scope="session")
def cache(subject: Subject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    write_subject(subject, folder / "first.npz")
    write_subject(subject_of(1), folder / "second.npz")
    return folder
