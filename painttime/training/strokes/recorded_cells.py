"""Cells as the painter really meets them: canvases half-way through paintings, at all sizes and stages.

python -m painttime.training.strokes.recorded_cells TABLE OUT.npz [--split train] [--pictures 100]: paints
pictures by proposals along their structure and keeps some of the cells it looks at.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from painttime.core.image import Float32
from painttime.networks.structure import structure
from painttime.strokes.cells import MARGIN_PX, PATCH_PX, Cells
from painttime.strokes.options import PaintOptions
from painttime.strokes.painter import painting
from painttime.strokes.proposals import Proposer, StructureProposer
from painttime.training.strokes.patches import PatchBatch, read_pictures

_GROUNDS = ((246, 241, 230), (255, 255, 255), (150, 120, 90), (110, 110, 110), (60, 45, 35))


class RecordingProposer:
    """Proposes what another proposer does and keeps some of the cells it is asked about."""

    def __init__(self, inner: Proposer, most_a_round: int) -> None:
        self._inner = inner
        self._most = most_a_round
        self.kept: list[Cells] = []

    def propose(self, cells: Cells, rng: np.random.Generator) -> Float32:
        chosen = rng.permutation(len(cells))[: self._most]
        self.kept.append(
            Cells(
                corners=cells.corners[chosen],
                side_px=cells.side_px,
                target=cells.target[chosen],
                canvas=cells.canvas[chosen],
                weight=cells.weight[chosen],
            )
        )
        return self._inner.propose(cells, rng)


def record(table: Path, out: Path, split: str, num_pictures: int, seed: int) -> int:
    """Paint pictures and write target, canvas and weight of cells; return how many cells."""
    rng = np.random.default_rng(seed)
    pictures = read_pictures(table, split)
    chosen = rng.permutation(len(pictures))[:num_pictures]
    recorder = RecordingProposer(StructureProposer(), most_a_round=24)
    for number in chosen.tolist():
        options = PaintOptions(num_strokes=int(np.exp(rng.uniform(np.log(300), np.log(8000)))), seed=number)
        ground = _GROUNDS[int(rng.integers(len(_GROUNDS)))]
        for _ in painting(
            pictures[number], labels=None, part_ids=(), ground=ground, options=options, predictor=recorder
        ):
            pass
    target, canvas, weight = (
        np.concatenate([getattr(cells, name) for cells in recorder.kept])
        for name in ("target", "canvas", "weight")
    )
    np.savez(out, target=target, canvas=canvas, weight=np.rint(255 * weight).astype(np.uint8))
    return len(target)


def recorded_batches(path: Path, batch: int, seed: int) -> Iterator[PatchBatch]:
    """Yield batches of recorded cells for ever, turned and mirrored; deterministic by seed."""
    rng = np.random.default_rng(seed)
    with np.load(path) as data:
        target, canvas, weight = data["target"], data["canvas"], data["weight"]
    while True:
        chosen = np.sort(rng.choice(len(target), batch, replace=False))
        turns, is_mirrored = int(rng.integers(4)), bool(rng.integers(2))

        whole = _turned(target[chosen], turns, is_mirrored)
        inner = slice(MARGIN_PX, MARGIN_PX + PATCH_PX)
        yield PatchBatch(
            target=whole[:, :, inner, inner].contiguous(),
            canvas=_turned(canvas[chosen], turns, is_mirrored),
            weight=_turned(weight[chosen], turns, is_mirrored),
            directions=structure(whole)[:, :, inner, inner].contiguous(),
        )


def _turned(pictures: npt.NDArray[np.uint8], quarter_turns: int, is_mirrored: bool) -> Tensor:
    """Return pictures (B, p, p[, 3]) as tensors (B, 1 or 3, p, p) in 0..1, turned and mirrored."""
    tensor = torch.from_numpy(pictures).float() / 255
    tensor = tensor.permute(0, 3, 1, 2) if tensor.ndim == 4 else tensor[:, None]
    tensor = tensor.flip(3) if is_mirrored else tensor
    return tensor.rot90(quarter_turns, (2, 3)).contiguous()


def main() -> None:
    """Run the command in the module's docstring."""
    parser = argparse.ArgumentParser(description="Record cells of paintings in progress.")
    parser.add_argument("table", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", default="train")
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    count = record(arguments.table, arguments.out, arguments.split, arguments.pictures, arguments.seed)
    print(f"{count} cells")


if __name__ == "__main__":
    main()
