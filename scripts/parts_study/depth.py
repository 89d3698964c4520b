"""Whether parts lie in the order in which an eye sees them: pairs of points, ordered by hand."""

import csv
from dataclasses import dataclass
from pathlib import Path

from painttime.core.part import PartMap

PAIRS_FILE = Path(__file__).with_name("depth_pairs.tsv")


@dataclass(frozen=True, kw_only=True, slots=True)
class DepthPair:
    """Two points, (x, y) in shares of the picture: what lies at `behind` is behind what lies at `front`."""

    behind: tuple[float, float]
    front: tuple[float, float]


def depth_pairs() -> dict[str, list[DepthPair]]:
    """Return the pairs of each painting, by file name."""
    pairs: dict[str, list[DepthPair]] = {}
    with PAIRS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            pairs.setdefault(row["painting"], []).append(
                DepthPair(
                    behind=(float(row["behind_x"]), float(row["behind_y"])),
                    front=(float(row["front_x"]), float(row["front_y"])),
                )
            )
    return pairs


def right_order(parts: PartMap, pairs: list[DepthPair]) -> list[bool]:
    """Return, for the pairs whose points lie in different parts, whether the parts are in that order."""
    found = []
    for pair in pairs:
        behind, front = (_place(parts, point) for point in (pair.behind, pair.front))
        if behind != front:
            found.append(behind < front)
    return found


def _place(parts: PartMap, point: tuple[float, float]) -> int:
    height, width = parts.labels.shape
    row, column = min(height - 1, int(point[1] * height)), min(width - 1, int(point[0] * width))
    return parts.ids.index(int(parts.labels[row, column]))
