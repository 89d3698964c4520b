"""Parts of any painting, found without knowing what it shows."""

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32, Labels
from painttime.core.part import Part, PartMap
from painttime.errors import PartsError
from painttime.segmentation.adjacency import find_borders
from painttime.segmentation.merging import RegionMerger
from painttime.segmentation.naming import common_colour_name, marking_colour, name_regions
from painttime.segmentation.ordering import back_to_front, look_at_regions
from painttime.segmentation.refinement import refine_labels
from painttime.segmentation.superpixels import detail_map, find_superpixels, to_lab, work_size

MIN_NUM_PARTS, MAX_NUM_PARTS = 3, 24
DEFAULT_NUM_PARTS = 8


def find_regions(pixels: RGB8, *, num_parts: int = DEFAULT_NUM_PARTS) -> PartMap:
    """Return the parts of a picture, back to front, named and coloured; the same for the same picture.

    pixels: (H, W, 3) uint8 sRGB, any size.
    num_parts: parts wanted, 3..24; a picture with fewer planes gives fewer, a picture of one colour one.
    Part ids are 1..k from back to front, kind "region". Raises PartsError where num_parts is out of range.
    """
    if not MIN_NUM_PARTS <= num_parts <= MAX_NUM_PARTS:
        raise PartsError(
            f"A painting can be split into {MIN_NUM_PARTS} to {MAX_NUM_PARTS} parts, not {num_parts}. "
            "Ask for a number in that range."
        )
    height, width = work_size(*pixels.shape[:2])
    shrinks = height <= pixels.shape[0] and width <= pixels.shape[1]
    method = cv2.INTER_AREA if shrinks else cv2.INTER_NEAREST
    small = cv2.resize(pixels, (width, height), interpolation=method).astype(np.uint8)
    superpixels = find_superpixels(small, has_texture=shrinks)
    borders = find_borders(superpixels.patches, superpixels.edges)
    regions = RegionMerger(superpixels, borders).merge_to(num_parts)
    coarse = (regions[superpixels.patches] + 1).astype(np.uint8)
    labels = refine_labels(coarse, pixels)
    return _describe(labels, coarse, to_lab(small))


def _describe(labels: Labels, coarse: Labels, lab: Float32) -> PartMap:
    """Return the parts of `labels` in order, named and coloured by how they look at work size."""
    # A thin part may not survive the refinement.
    looks = look_at_regions(coarse, np.unique(labels).tolist(), lab, detail_map(lab))
    order = back_to_front(looks)
    colours = {label: common_colour_name(lab[coarse == label]) for label in order}
    names = name_regions(looks, order, colours)
    new_id = np.zeros(256, dtype=np.uint8)
    new_id[order] = np.arange(1, len(order) + 1)
    parts = tuple(
        Part(id=place + 1, name=names[label], colour=marking_colour(place))
        for place, label in enumerate(order)
    )
    return PartMap(labels=new_id[labels], parts=parts)
