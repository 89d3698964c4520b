"""Painting with the program's own brush, timed."""

import resource
import sys
import time
from dataclasses import dataclass

import numpy as np

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.core.project import DEFAULT_GROUND
from painttime.files.shipped import shipped_folder
from painttime.strokes.options import PaintOptions
from painttime.strokes.painter import painting
from painttime.strokes.predictor import GradientProposer, PredictedProposer, load_network, load_predictor
from painttime.strokes.proposals import Proposer, RandomProposer, StructureProposer

PROPOSER_NAMES = ("shipped", "network", "gradient", "structure", "random")
"""Where strokes are first guessed: as the program does it, by the trained network alone, by it and ten steps
downhill, along the picture's structure, or anywhere."""


_GRADIENT_STEPS = 10


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Painted:
    """cpu_s: processor time of all threads, without loading and compiling."""

    brushwork: Brushwork
    cpu_s: float


def paint_with_brush(pixels: RGB8, options: PaintOptions, proposer: Proposer) -> Painted:
    """Paint a picture (H, W, 3) on the ground a new project has."""
    began = time.process_time()
    brushwork: Brushwork | None = None
    for done in painting(
        pixels, labels=None, part_ids=(), ground=DEFAULT_GROUND, options=options, predictor=proposer
    ):
        if isinstance(done, Brushwork):
            brushwork = done
    if brushwork is None:
        raise LookupError("the painter ended without a painting")
    return Painted(brushwork=brushwork, cpu_s=time.process_time() - began)


def proposer_named(name: str) -> Proposer:
    """Return one of PROPOSER_NAMES. Raises ModelError where the trained network is missing."""
    if name == "structure":
        return StructureProposer()
    if name == "random":
        return RandomProposer()
    folder = shipped_folder("models") / "strokes"
    if name == "network":
        return PredictedProposer(load_network(folder))
    if name == "gradient":
        return GradientProposer(load_network(folder), _GRADIENT_STEPS)
    return load_predictor(folder)


def warm_up(options: PaintOptions, proposer: Proposer) -> float:
    """Paint a few strokes so that everything is loaded and compiled; returns the processor time it took."""
    began = time.process_time()
    rng = np.random.default_rng(0)
    paint_with_brush(rng.integers(0, 255, (64, 80, 3), dtype=np.uint8), options, proposer)
    return time.process_time() - began


def peak_memory_mb() -> float:
    """Return the largest resident size of this process so far, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
