"""What is known of every patch once some places have been clicked: the input of the click scorer."""

from collections.abc import Callable, Sequence

import numpy as np

from painttime.core.image import Float32
from painttime.segmentation.editing.patch_graph import NUM_DISTANCES, PatchGraph, Values

FAR = np.array([6.0, 6.0, 3.5, 8.0, 4.5, 1.0, 3.3, 1.5])
"""Distances from what nobody has clicked."""

RANKED = (0, 1, 3)
"""Distances that are also told in shares of the picture: along edges, along colours, by flow."""

SHARES = (0.02, 0.05, 0.1, 0.2, 0.4)
"""How far one gets by taking the nearest so much of the picture: where this leaps, an object may end."""

NUM_FEATURES = 2 * NUM_DISTANCES + len(RANKED) * (1 + len(SHARES)) + 8

DistancesFrom = Callable[[int], Values]


def click_features(
    graph: PatchGraph, distances_from: DistancesFrom, inside: Sequence[int], outside: Sequence[int]
) -> Float32:
    """Return what is known of each patch, (n, NUM_FEATURES) float32.

    distances_from: what `graph.distances_from` gives, perhaps remembered. inside, outside: patches that have
    been clicked to take and to leave, one or more and any number.
    """
    near = np.min([distances_from(patch) for patch in inside], axis=0)
    left = np.broadcast_to(FAR[:, None], near.shape)
    if outside:
        left = np.minimum(np.min([distances_from(patch) for patch in outside], axis=0), 8.0)
    ranked = [row for index in RANKED for row in _ranks(near[index], graph.area_share)]
    border = graph.border_distances
    beyond = border - border[:, list(inside)].mean(axis=1, keepdims=True)
    said = [float(bool(outside)), float(np.log(len(inside))), float(np.log1p(len(outside)))]
    same_for_all = np.broadcast_to(np.array(said)[:, None], (3, len(graph)))
    rows = [near, left, ranked, border, beyond, same_for_all, graph.palette_purity()[None]]
    return np.ascontiguousarray(np.concatenate(rows).T, dtype=np.float32)


def _ranks(distance: Values, area_share: Values) -> list[Values]:
    """Return, for each patch, what share of the picture is nearer (its logarithm), and how much further it is
    than the patches at some shares."""
    order = np.argsort(distance, kind="stable")
    reached = np.cumsum(area_share[order])
    rank = np.empty_like(distance)
    rank[order] = reached
    at_share = np.minimum(np.searchsorted(reached, SHARES), len(order) - 1)
    return [np.log(rank + 0.003), *(distance - distance[order[index]] for index in at_share)]
