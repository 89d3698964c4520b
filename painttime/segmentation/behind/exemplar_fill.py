"""Fills a hole with texture: every small patch of what is made up looks like one of what is there.

Patches are found by PatchMatch (Barnes et al. 2009: good matches are handed to neighbours, and tried at
random in ever smaller rings); the picture is the average of all patches that cover a pixel (Wexler et al.
2007), from coarse to fine.
"""

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32
from painttime.segmentation.behind.compiled import compiled
from painttime.segmentation.behind.push_pull import push_pull

Mask = npt.NDArray[np.bool_]
Coordinates = npt.NDArray[np.int32]
"""(h, w, 2) int32: row and column each pixel's texture is taken from, -1 where from nowhere."""

_HALF_PX = 2
"""Patches are 5 x 5."""

_COARSEST_PX = 48
_ROUNDS = 2
_MIN_SOURCES = 12
_MAX_TRIED = 1500
_BASE_WEIGHT = 0.06
"""How much the smooth continuation counts against the texture, in the first filling."""

_HEIGHT_WEIGHT = 20_000.0
"""How much it counts there that what comes from higher up belongs higher up: skies end at horizons."""


def fill_texture(picture: Float32, known: Mask, wanted: Mask) -> tuple[Float32, Coordinates]:
    """Return the picture with `wanted` filled from `known`, and where each pixel of it comes from.

    picture: (h, w, 3) float32; what is neither known nor wanted is not looked at and comes back as a smooth
    continuation. Where too little is known to take patches from, the filling is smooth. Always the same.
    """
    base = push_pull(picture, known)
    if not wanted.any():
        return base, np.full((*known.shape, 2), -1, dtype=np.int32)
    coarse: tuple[Float32, Coordinates] | None = None
    if max(known.shape) > 2 * _COARSEST_PX:
        size = ((known.shape[1] + 1) // 2, (known.shape[0] + 1) // 2)
        small_known, small_wanted = _reduced(known, size), _reduced(wanted | known, size)
        if small_known.any():
            small = cv2.resize(base, size, interpolation=cv2.INTER_AREA)
            coarse = fill_texture(np.asarray(small, np.float32), small_known, small_wanted & ~small_known)
    return _fill_level(base, known, wanted, coarse)


def _reduced(mask: Mask, size: tuple[int, int]) -> Mask:
    return np.asarray(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5)


def _fill_level(
    base: Float32, known: Mask, wanted: Mask, coarse: tuple[Float32, Coordinates] | None
) -> tuple[Float32, Coordinates]:
    sources = _patch_centres(known)
    from_where = np.full((*known.shape, 2), -1, dtype=np.int32)
    places = np.argwhere(sources).astype(np.int32)
    if len(places) < _MIN_SOURCES:
        return base, from_where
    picture = base.copy()
    targets = np.argwhere(wanted).astype(np.int32)
    rng = np.random.default_rng(len(targets))
    from_where[wanted] = places[rng.integers(0, len(places), len(targets))]
    if coarse is None:
        distance = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 3)
        inward = targets[np.argsort(distance[wanted], kind="stable")]
        chosen = places if len(places) <= _MAX_TRIED else rng.permutation(places)[:_MAX_TRIED]
        _grow(picture, known.copy(), inward, chosen, from_where)
    else:
        _take_over(from_where, picture, wanted, sources, coarse)
    usable = known | wanted
    for round_number in range(_ROUNDS):
        _match(picture, usable, sources, targets, from_where, round_number)
        _vote(picture, usable, wanted, targets, from_where)
    return picture, from_where


def _patch_centres(known: Mask) -> Mask:
    """Return where a whole patch is known."""
    size = 2 * _HALF_PX + 1
    inner = cv2.erode(
        known.astype(np.uint8), np.ones((size, size), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0
    )
    return np.asarray(inner, dtype=np.bool_)


def _take_over(
    from_where: Coordinates,
    picture: Float32,
    wanted: Mask,
    sources: Mask,
    coarse: tuple[Float32, Coordinates],
) -> None:
    """Begin with what was found at half the size."""
    height, width = wanted.shape
    found = coarse[1]
    rows, columns = np.nonzero(wanted)
    theirs = found[rows // 2, columns // 2]
    finer = theirs * 2 + np.stack([rows % 2, columns % 2], axis=1)
    finer = np.clip(finer, 0, [height - 1, width - 1])
    fits = (theirs[:, 0] >= 0) & sources[finer[:, 0], finer[:, 1]]
    from_where[rows[fits], columns[fits]] = finer[fits]
    larger = cv2.resize(coarse[0], (width, height), interpolation=cv2.INTER_LINEAR)
    picture[wanted] = larger[wanted]


@compiled
def _distance(
    picture: Float32, usable: Mask, row: int, column: int, source_row: int, source_column: int, best: float
) -> float:
    """Return the mean squared difference of two patches; more than `best` may come back early."""
    height, width = usable.shape
    total, count = 0.0, 0
    for dy in range(-_HALF_PX, _HALF_PX + 1):
        y = row + dy
        if y < 0 or y >= height:
            continue
        for dx in range(-_HALF_PX, _HALF_PX + 1):
            x = column + dx
            if x < 0 or x >= width or not usable[y, x]:
                continue
            for channel in range(3):
                step = picture[y, x, channel] - picture[source_row + dy, source_column + dx, channel]
                total += step * step
            count += 1
        if total > best * (2 * _HALF_PX + 1) ** 2:
            return 1e30
    return total / max(count, 1)


@compiled
def _grow(
    picture: Float32, filled: Mask, inward: Coordinates, places: Coordinates, from_where: Coordinates
) -> None:
    """Fill the targets from the rim inward, each with the middle of the patch that fits what is there so far.

    What is smooth alone would only ever be matched by what is smooth.
    """
    for number in range(len(inward)):
        row, column = inward[number]
        best, best_place = 1e30, 0
        for place in range(len(places)):
            source_row, source_column = places[place]
            off_base = 0.0
            for channel in range(3):
                step = picture[row, column, channel] - picture[source_row, source_column, channel]
                off_base += step * step
            height_off = (row - source_row) / len(filled)
            off_base = _BASE_WEIGHT * off_base + _HEIGHT_WEIGHT * height_off * height_off
            if off_base < best:
                cost = off_base + _distance(
                    picture, filled, row, column, source_row, source_column, best - off_base
                )
                if cost < best:
                    best, best_place = cost, place
        from_where[row, column] = places[best_place]
        picture[row, column] = picture[places[best_place, 0], places[best_place, 1]]
        filled[row, column] = True


@compiled
def _match(
    picture: Float32, usable: Mask, sources: Mask, targets: Coordinates, from_where: Coordinates, seed: int
) -> None:
    """Improve the match of every target, there and back over the picture.

    Tried are: its own, those of the two neighbours looked at before it, and some at random, ever nearer.
    """
    np.random.seed(seed + len(targets))
    height, width = usable.shape
    count = len(targets)
    for turn in range(2 * count):
        step = 1 if turn < count else -1
        row, column = targets[turn] if turn < count else targets[2 * count - 1 - turn]
        best, best_row, best_column = 1e30, from_where[row, column, 0], from_where[row, column, 1]
        reach = 2 * max(height, width)
        trial = 0
        while reach >= 1:
            if trial == 0:
                source_row, source_column = best_row, best_column
            elif trial <= 2:
                y, x = row - step * (trial - 1), column - step * (2 - trial)
                if not (0 <= y < height and 0 <= x < width) or from_where[y, x, 0] < 0:
                    trial += 1
                    continue
                source_row = from_where[y, x, 0] + row - y
                source_column = from_where[y, x, 1] + column - x
            else:
                reach //= 2
                source_row = best_row + np.random.randint(-reach, reach + 1)
                source_column = best_column + np.random.randint(-reach, reach + 1)
            trial += 1
            inside = 0 <= source_row < height and 0 <= source_column < width
            if inside and sources[source_row, source_column]:
                cost = _distance(picture, usable, row, column, source_row, source_column, best)
                if cost < best:
                    best, best_row, best_column = cost, source_row, source_column
        from_where[row, column, 0] = best_row
        from_where[row, column, 1] = best_column


@compiled
def _vote(
    picture: Float32, usable: Mask, wanted: Mask, targets: Coordinates, from_where: Coordinates
) -> None:
    """Set every target to the mean of what the patches that cover it say; good matches count for more."""
    height, width = usable.shape
    weights = np.empty(len(targets), dtype=np.float32)
    weight_at = np.zeros((height, width), dtype=np.float32)
    for number in range(len(targets)):
        row, column = targets[number]
        source_row, source_column = from_where[row, column]
        cost = _distance(picture, usable, row, column, source_row, source_column, 1e30)
        weights[number] = 1.0 / (cost + 20.0) ** 2
        weight_at[row, column] = weights[number]
    result = np.empty((len(targets), 3), dtype=np.float32)
    for number in range(len(targets)):
        row, column = targets[number]
        total = red = green = blue = 0.0
        for dy in range(-_HALF_PX, _HALF_PX + 1):
            for dx in range(-_HALF_PX, _HALF_PX + 1):
                y, x = row - dy, column - dx
                if y < 0 or y >= height or x < 0 or x >= width or not wanted[y, x]:
                    continue
                source_row, source_column = from_where[y, x, 0] + dy, from_where[y, x, 1] + dx
                weight = weight_at[y, x]
                total += weight
                red += weight * picture[source_row, source_column, 0]
                green += weight * picture[source_row, source_column, 1]
                blue += weight * picture[source_row, source_column, 2]
        result[number, 0] = red / total
        result[number, 1] = green / total
        result[number, 2] = blue / total
    for number in range(len(targets)):
        row, column = targets[number]
        picture[row, column] = result[number]
