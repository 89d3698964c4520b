"""Which part lies behind which: the order a painter lays them in, back to front."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32, Labels


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionLook:
    """What a part looks like at work size; all cues of depth and of its name come from here.

    area_share: share of the picture, 0..1.
    lightness, chroma: of its mean CIE Lab colour.
    centre: (x, y) of its middle, 0..1.
    bottom: where its lowest pixels lie, 0 = top of the picture, 1 = bottom.
    border_share: share of the picture's border that it touches, 0..1.
    sides: the picture's sides it touches along a tenth of their length or more, 0..4.
    outline_share: share of its own outline that runs along the picture's border, 0..1.
    detail: mean fine detail, in units of L.
    surrounds: share of the picture that lies within its convex hull but is not its own, 0..1.
    """

    area_share: float
    lightness: float
    chroma: float
    centre: tuple[float, float]
    bottom: float
    border_share: float
    sides: int
    outline_share: float
    detail: float
    surrounds: float


def look_at_regions(
    labels: Labels, wanted: list[int], lab: Float32, detail: Float32
) -> dict[int, RegionLook]:
    """Return the look of the wanted labels of an (h, w) map; lab is (h, w, 3), detail (h, w)."""
    return {label: _look(np.asarray(labels == label), lab, detail) for label in wanted}


def _look(mask: npt.NDArray[np.bool_], lab: Float32, detail: Float32) -> RegionLook:
    height, width = mask.shape
    rows, columns = np.nonzero(mask)
    sides = (mask[0], mask[-1], mask[:, 0], mask[:, -1])
    on_border = sum(int(side.sum()) for side in sides)
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline_px = sum(len(outline) for outline in outlines)
    hull = cv2.convexHull(np.concatenate(outlines))
    mean = lab[mask].mean(axis=0)
    return RegionLook(
        area_share=len(rows) / mask.size,
        lightness=float(mean[0]),
        chroma=float(np.hypot(mean[1], mean[2])),
        centre=((float(columns.mean()) + 0.5) / width, (float(rows.mean()) + 0.5) / height),
        bottom=(float(np.quantile(rows, 0.97)) + 1) / height,
        border_share=on_border / (2 * (height + width)),
        sides=sum(bool(side.mean() >= 0.1) for side in sides),
        outline_share=min(1.0, on_border / max(1, outline_px)),
        detail=float(detail[mask].mean()),
        surrounds=max(0.0, (float(cv2.contourArea(hull)) - len(rows)) / mask.size),
    )


KIND_DEPTHS = {
    "sky": 2.2,
    "mountain": 1.1,
    "wall": 1.1,
    "background": 1.1,
    "water": 0.4,
    "building": 0.3,
    "tree": 0.1,
    "grass": 0.2,
    "ground": 0.3,
    "floor": 0.3,
    "snow": 0.3,
    "table": -0.2,
    "cloth": -0.2,
    "boat": -0.6,
    "vessel": -0.8,
    "fruit": -0.8,
    "flower": -0.8,
    "animal": -1.0,
    "figure": -1.0,
    "skin": -1.3,
    "hair": -1.2,
}
"""How much further back than others a kind of thing lies; people stand on the ground and under the sky."""

OWN_WEIGHT = 1.0
BORDER_WEIGHT = 1.5
"""How much a part's own look, and what a border all around it says, count for its depth."""


def depth_score(look: RegionLook) -> float:
    """Return how far back a part seems to lie by itself; larger is further back.

    Touching much of the picture's border, surrounding others and reaching high up speak for the back;
    standing low, being small, central and off the border, strong colour and detail speak for the front: what
    is far off is hazy and blurred.
    """
    x, y = look.centre
    off_centre = min(1.0, float(np.hypot((x - 0.5), (y - 0.5))) / 0.6)
    return (
        1.6 * look.border_share
        + 1.2 * look.surrounds
        + 1.5 * (1.0 - look.bottom)
        + 0.6 * (1.0 - y)
        + 0.5 * look.outline_share
        + 0.4 * min(1.0, look.area_share * 3)
        + 0.4 * off_centre
        - 0.4 * min(1.0, look.chroma / 60)
        - 0.4 * min(1.0, look.detail / 8)
    )


def kind_depth(kind_names: Sequence[str], shares: Float32) -> float:
    """Return how much further back a part lies for what it shows; shares: (K,), how sure each kind is."""
    return float(
        sum(KIND_DEPTHS.get(name, 0.0) * share for name, share in zip(kind_names, shares, strict=True))
    )


def order_by_depth(scores: Mapping[int, float], length_px: Float32, front: Float32) -> list[int]:
    """Return the k parts of `scores`, furthest back first; equal depths keep the order of their numbers.

    scores: how far back each part seems to lie by itself. length_px, front: (k, k) by place in `scores`, the
    common borders and how far in front of the column the row lies by them. The depths are those that fit both
    best (least squares).
    """
    ids = list(scores)
    weight = BORDER_WEIGHT * length_px / np.maximum(1.0, length_px.sum(axis=1, keepdims=True))
    weight = (weight + weight.T) / 2
    system = np.diag(OWN_WEIGHT + weight.sum(axis=1)) - weight
    wanted = OWN_WEIGHT * np.array([scores[part_id] for part_id in ids]) - (weight * front).sum(axis=1)
    depths = np.linalg.solve(system, wanted)
    depth_of = dict(zip(ids, depths.round(6).tolist(), strict=True))
    return sorted(ids, key=lambda part_id: (-depth_of[part_id], part_id))
