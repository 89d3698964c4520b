"""How well the parser does on portraits it was not trained on, seen as in training but without chance."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import torch

from painttime.core.image import Float32
from painttime.networks.portrait_parser import NUM_CLASSES, PortraitParser
from painttime.segmentation.portraits.people_parts import PORTRAIT_KINDS
from painttime.training.portraits.composing import warped
from painttime.training.portraits.figures import UNKNOWN, Figure

HEAD_SHARES = (0.2, 0.75)
"""Each portrait is seen twice, with its head so large a share of the view."""

Counts = npt.NDArray[np.int64]


def confusion(classes: npt.NDArray[np.uint8], truth: npt.NDArray[np.uint8]) -> Counts:
    """Return (C, C) pixel counts, truth by rows, over the labelled pixels."""
    known = truth != UNKNOWN
    joint = truth[known].astype(np.int64) * NUM_CLASSES + classes[known]
    return np.bincount(joint, minlength=NUM_CLASSES**2).reshape(NUM_CLASSES, NUM_CLASSES)


def ious(counts: Counts) -> dict[str, float]:
    """Return the intersection over union of each class that occurs in the truth."""
    hits = np.diagonal(counts)
    unions = counts.sum(axis=0) + counts.sum(axis=1) - hits
    present = counts.sum(axis=1) > 0
    return {
        kind: float(hits[index] / unions[index])
        for index, kind in enumerate(PORTRAIT_KINDS)
        if present[index]
    }


@torch.no_grad()
def validate(parser: PortraitParser, figures: Sequence[Figure], size_px: int) -> dict[str, float]:
    """Return the IoU of each class over all figures, and their mean as "mean"."""
    counts = np.zeros((NUM_CLASSES, NUM_CLASSES), dtype=np.int64)
    was_training = parser.training
    parser.eval()
    for figure in figures:
        for share in HEAD_SHARES:
            pixels, truth = warped(figure, view(figure, share, size_px), size_px, cv2.BORDER_REPLICATE)
            picture = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255
            with torch.autocast("cpu", torch.bfloat16):
                logits = parser(picture.contiguous(memory_format=torch.channels_last)).classes
            counts += confusion(logits[0].argmax(dim=0).numpy().astype(np.uint8), truth)
    parser.train(was_training)
    measures = ious(counts)
    return {**measures, "mean": float(np.mean(list(measures.values())))}


def view(figure: Figure, head_share: float, size_px: int) -> Float32:
    """Return the (2, 3) matrix that centres the head, at most `head_share` of the view large."""
    whole = size_px / max(figure.classes.shape)
    scale = max(head_share * size_px / figure.head_px, whole)
    x0, y0, x1, y1 = figure.head
    middle = size_px / 2
    return np.array(
        [[scale, 0, middle - scale * (x0 + x1) / 2], [0, scale, middle - scale * (y0 + y1) / 2]],
        dtype=np.float32,
    )
