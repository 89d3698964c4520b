"""Which part lies behind which: the order a painter lays them in, back to front."""

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


def depth_score(look: RegionLook) -> float:
    """Return how far back a part seems to lie; larger is further back.

    Touching much of the picture's border, surrounding others and reaching high up speak for the back;
    standing low, being small, central and off the border, strong colour and detail speak for the front.
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


def back_to_front(looks: dict[int, RegionLook]) -> list[int]:
    """Return the labels, furthest back first; equal scores keep the order of their numbers."""
    return sorted(looks, key=lambda label: (-depth_score(looks[label]), label))
