"""How well objects are taken by clicks: python scripts/click_measures.py --data FOLDER [--method NAME ...].

A simulated user clicks on hair, clothes and faces of held-out portraits, or on what labelled scenes are made
of, each time in the middle of the largest error (Sofiiuk, Petrov and Konushin 2021). Printed is the mean
intersection over union after 1, 2, 3 and 5 clicks, and the processor time of one answer. Methods:

picker      what the window does: a learned score of patches, outlines along the painting's edges
geodesic    patches nearer to a click to take than to one to leave, along edges (Criminisi et al. 2008)
walker      patches from which a random walker reaches a click to take first (Grady 2006)
grabcut     colour models and a graph cut (Rother et al. 2004), seeded around the clicks
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.segmentation.editing.area import Mask
from painttime.segmentation.editing.object_picker import REMEMBERED_PLACES, patches_taken
from painttime.segmentation.editing.patch_graph import PatchGraph, Values
from painttime.training.clicks.objects import Clickable, avatar_objects, portrait_objects, scene_objects
from painttime.training.clicks.simulating import Clicks, Taking, clicked, overlap
from painttime.training.clicks.train import plain_rule
from painttime.workflow.job import run_to_end
from painttime.workflow.picking_objects import prepare_picker

REPORTED = (1, 2, 3, 5)
SEED_SHARE, GUESS_SHARE = 0.02, 0.2
"""Of the longer side: how far around a click GrabCut is told, and how far it first guesses, what is meant."""

Method = Callable[[RGB8], Taking]


def picker(pixels: RGB8) -> Taking:
    """The picker of the window."""
    prepared = run_to_end(prepare_picker(Painting(pixels=pixels)))
    return lambda clicks: prepared.pick(clicks.inside, clicks.outside).full(*pixels.shape[:2])


def geodesic(pixels: RGB8) -> Taking:
    """The distance along edges alone; before there is a click to leave, to the picture's upper border."""
    graph = PatchGraph(pixels)
    distances_from = lru_cache(maxsize=REMEMBERED_PLACES)(graph.distances_from)
    return lambda clicks: patches_taken(graph, distances_from, plain_rule, *_patches(graph, clicks))


def walker(pixels: RGB8) -> Taking:
    """A random walker between the clicks; at first the upper corners are to leave."""
    graph = PatchGraph(pixels)
    distances_from = lru_cache(maxsize=REMEMBERED_PLACES)(graph.distances_from)

    def flow(patches: Sequence[int]) -> Values:
        return np.asarray(np.min([distances_from(patch)[3] for patch in patches], axis=0))

    def take(clicks: Clicks) -> Mask:
        inside, outside = _patches(graph, clicks)
        taken = flow(inside) < flow(outside or [graph.at(0, 0), graph.at(0.999, 0)])
        return np.take(graph.hanging_together(taken, inside), graph.patches)

    return take


def grabcut(pixels: RGB8) -> Taking:
    """GrabCut, each time from all clicks and from what was taken before; at half the size, for speed."""
    before: list[Mask] = []
    height, width = (max(1, side // 2) for side in pixels.shape[:2])
    small = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)

    def take(clicks: Clicks) -> Mask:
        side = max(height, width)
        marks = np.full((height, width), cv2.GC_PR_BGD, dtype=np.uint8)
        if before and len(clicks.inside) + len(clicks.outside) > 1:
            marks[before[0]] = cv2.GC_PR_FGD
        else:
            _dot(marks, clicks.inside, GUESS_SHARE * side, cv2.GC_PR_FGD)
        _dot(marks, clicks.outside, SEED_SHARE * side, cv2.GC_BGD)
        _dot(marks, clicks.inside, SEED_SHARE * side, cv2.GC_FGD)
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(small, marks, (0, 0, 1, 1), *models, 2, cv2.GC_INIT_WITH_MASK)
        taken = _clicked_islands((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD), clicks)
        before[:] = [taken]
        large = cv2.resize(taken.view(np.uint8), pixels.shape[1::-1], interpolation=cv2.INTER_NEAREST)
        return np.asarray(large, dtype=np.uint8).view(np.bool_)

    return take


def _clicked_islands(taken: Mask, clicks: Clicks) -> Mask:
    """Return the islands, at half the size, that have a click to take."""
    _, islands = cv2.connectedComponents(taken.view(np.uint8))
    clicked_on = {int(islands[int(y / 2), int(x / 2)]) for x, y in clicks.inside} - {0}
    return np.isin(islands, list(clicked_on))


METHODS: dict[str, Method] = {"picker": picker, "geodesic": geodesic, "walker": walker, "grabcut": grabcut}


def _patches(graph: PatchGraph, clicks: Clicks) -> tuple[list[int], list[int]]:
    height, width = graph.patches.shape
    inside, outside = (
        [graph.at(x / width, y / height) for x, y in places] for places in (clicks.inside, clicks.outside)
    )
    return inside, outside


def _dot(
    marks: npt.NDArray[np.uint8], places: Sequence[tuple[float, float]], radius_px: float, mark: int
) -> None:
    for x, y in places:
        cv2.circle(marks, (int(x / 2), int(y / 2)), max(2, round(radius_px)), mark, -1)


def measure(method: Method, pictures: Sequence[Clickable]) -> tuple[dict[str, list[list[float]]], float]:
    """Return, by object, the overlaps after each click, and the processor time of an answer in ms."""
    overlaps: dict[str, list[list[float]]] = {}
    spent_s, num_answers = 0.0, 0
    for picture in pictures:
        take = method(picture.pixels)
        for target in picture.targets:
            began = time.thread_time()
            answers = list(clicked(target, take, num_clicks=max(REPORTED)))
            spent_s, num_answers = spent_s + time.thread_time() - began, num_answers + len(answers)
            each = [overlap(target, taken) for _, taken in answers]
            each += each[-1:] * (max(REPORTED) - len(each))
            overlaps.setdefault(target.name, []).append(each)
    return overlaps, 1000 * spent_s / max(1, num_answers)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures how well objects are taken by clicks.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--method", nargs="*", choices=METHODS, default=list(METHODS))
    parser.add_argument("--labels", type=Path, help="kinds of things in scenes, to measure these too")
    parser.add_argument("--avatars", type=int, default=20)
    parser.add_argument("--scenes", type=int, default=24)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    sets = {
        "paintings": portrait_objects(given.data, "val"),
        "avatars": avatar_objects(given.data, held_out=True)[: given.avatars],
    }
    if given.labels is not None:
        scenes = [picture for picture in scene_objects(given.data, given.labels, "val") if picture.targets]
        sets["scenes"] = scenes[: given.scenes]
    table = Table("pictures", "object", "method", *(f"{count} clicks" for count in REPORTED), "ms")
    for title, pictures in sets.items():
        for name in given.method:
            overlaps, milliseconds = measure(METHODS[name], pictures)
            every = {"all": [each for found in overlaps.values() for each in found]}
            overlaps = every if title == "scenes" else overlaps | every
            for target, found in overlaps.items():
                means = np.mean(found, axis=0)
                row = [f"{means[count - 1]:.3f}" for count in REPORTED]
                table.add_row(title, target, name, *row, f"{milliseconds:.0f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
