"""How well the scene parser names what it sees, and finds where things end, on paintings it has not seen.

python -m painttime.training.scenes.validation DATA LABELS MODEL [--out FOLDER]: prints the measures of a
model folder on the held-out paintings; FOLDER gets the confusion of kinds as a table.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch

from painttime.core.image import Float32
from painttime.networks.checkpoint import load_weights
from painttime.networks.scene_parser import SceneParser
from painttime.segmentation.scenes.kinds import SCENE_KINDS
from painttime.segmentation.scenes.scene_model import SceneModel
from painttime.training.scenes.batches import View, collage_view, edge_strength
from painttime.training.scenes.collages import CollageMaker
from painttime.training.scenes.labels import UNKNOWN
from painttime.training.scenes.scenes import Scene, read_scenes

NUM_COLLAGES = 40
COLLAGE_PX = (240, 320)

Confusion = npt.NDArray[np.int64]
"""(K, K): places by their label (row) and what the network says (column)."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SceneMeasures:
    """confusion: of all labelled places of the pictures. border_precision: average precision on collages,
    gradient_precision: that of the plain gradient on the same."""

    confusion: Confusion
    border_precision: float
    gradient_precision: float

    @property
    def accuracy(self) -> float:
        """Share of labelled places that are named as in the labels."""
        return float(np.trace(self.confusion) / max(1, self.confusion.sum()))

    @property
    def iou(self) -> Float32:
        """Intersection over union of each kind, (K,); NaN where a kind is not in the labels."""
        hits = np.diag(self.confusion).astype(np.float64)
        union = self.confusion.sum(axis=0) + self.confusion.sum(axis=1) - hits
        seen = self.confusion.sum(axis=1) > 0
        return np.where(seen, hits / np.maximum(union, 1), np.nan).astype(np.float32)

    @property
    def mean_iou(self) -> float:
        return float(np.nanmean(self.iou))


def validate(
    network: SceneParser, scenes: list[Scene], *, num_collages: int = NUM_COLLAGES, seed: int = 0
) -> SceneMeasures:
    """Return the measures of a network on held-out paintings and collages made of them."""
    model = SceneModel(network)
    confusion = np.zeros((len(SCENE_KINDS), len(SCENE_KINDS)), dtype=np.int64)
    for scene in scenes:
        said = model.look(scene.pixels).kinds.argmax(axis=2)
        label = cv2.resize(scene.kinds, said.shape[::-1], interpolation=cv2.INTER_NEAREST)
        known = np.asarray(label != UNKNOWN)
        np.add.at(confusion, (np.asarray(label)[known], said[known]), 1)
    rng = np.random.default_rng(seed)
    maker = CollageMaker(scenes)
    views = [collage_view(maker, *COLLAGE_PX, rng) for _ in range(num_collages)]
    found = [model.look(view.pixels).borders for view in views]
    network.train()
    return SceneMeasures(
        confusion=confusion,
        border_precision=_precision_of(found, views),
        gradient_precision=_precision_of([edge_strength(view.pixels) for view in views], views),
    )


def _precision_of(found: list[Float32], views: list[View]) -> float:
    scores = np.concatenate([score.ravel() for score in found])
    borders = np.concatenate([view.borders.ravel() for view in views]) > 0
    sure = np.concatenate([view.weights.ravel() for view in views]) == 1
    return average_precision(scores[sure], borders[sure])


def average_precision(scores: Float32, truth: npt.NDArray[np.bool_]) -> float:
    """Return the area under the precision-recall curve of (n,) scores against (n,) truth, 0..1."""
    hits = truth[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean()) if hits.any() else 0.0


def report(measures: SceneMeasures) -> dict[str, float]:
    """Return the measures as figures for a log."""
    return {
        "accuracy": round(measures.accuracy, 4),
        "mean_iou": round(measures.mean_iou, 4),
        "border_precision": round(measures.border_precision, 4),
        "gradient_precision": round(measures.gradient_precision, 4),
    } | {f"iou_{kind}": round(float(value), 3) for kind, value in zip(SCENE_KINDS, measures.iou, strict=True)}


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure a scene model.")
    parser.add_argument("data", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    network = SceneParser()
    load_weights(network, arguments.model, "scene")
    measures = validate(network, read_scenes(arguments.data, arguments.labels, "val"))
    print(json.dumps(report(measures), indent=2))
    if arguments.out is not None:
        arguments.out.mkdir(parents=True, exist_ok=True)
        rows = ["\t".join(("label", *SCENE_KINDS))]
        rows += [
            "\t".join((kind, *map(str, counts)))
            for kind, counts in zip(SCENE_KINDS, measures.confusion.tolist(), strict=True)
        ]
        (arguments.out / "confusion.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
