"""A small painting taken apart into strokes, and a step model that has learnt nothing."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from painttime.core.canvas import Renditions
from painttime.core.image import Labels
from painttime.core.strokes import StrokeMaps
from painttime.networks.step_model import StepModel
from painttime.prediction.stepper import Scene, Stepper
from painttime.simulation.painter import make_subject

GROUND = (246, 241, 230)
PART_IDS = (5, 2, 8, 30)


@dataclass(frozen=True)
class Small:
    """A painting at model size: everything a stepper encodes."""

    renditions: Renditions
    strokes: StrokeMaps
    labels: Labels


@pytest.fixture(scope="session")
def small() -> Small:
    """Four parts, back to front PART_IDS, the last one 12 px across; (84, 110), no multiple of 32."""
    rows, columns = np.mgrid[:84, :110].astype(np.float32)
    labels = np.full((84, 110), 5, dtype=np.uint8)
    labels[46:] = 2
    labels[24:70, 40:78] = 8
    labels[30:42, 52:64] = 30
    colours = {5: (90, 130, 190), 2: (60, 110, 50), 8: (190, 60, 40), 30: (30, 25, 40)}
    pixels = np.zeros((84, 110, 3), dtype=np.float32)
    for part_id, colour in colours.items():
        pixels[labels == part_id] = colour
    pixels += (35 * np.sin((columns + rows * 1.5) / 4))[..., None]
    pixels += np.random.default_rng(1).normal(0, 12, pixels.shape)
    picture = np.clip(pixels, 0, 255).astype(np.uint8)
    subject = make_subject(picture, labels, PART_IDS, ground=GROUND, seed=3)
    return Small(renditions=subject.renditions, strokes=subject.maps, labels=labels)


@pytest.fixture(scope="session")
def stepper() -> Stepper:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    return Stepper(StepModel(), torch.device("cpu"))


@pytest.fixture(scope="session")
def scene(small: Small, stepper: Stepper) -> Scene:
    return stepper.encode(small.renditions, small.strokes, small.labels, PART_IDS)
