"""Versions of a picture, as far from it as anything that is measured may be."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8

Version = Callable[[RGB8, RGB8, np.random.Generator], RGB8]
"""(picture, another of its size, chance) -> a version of the picture."""


def _blurred(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 7.0)), dtype=np.uint8)


def _flattened(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    """Return it with edges kept and what lies between them smoothed, as when masses are blocked in."""
    size = float(rng.uniform(3, 9))
    return np.asarray(cv2.bilateralFilter(picture, 9, rng.uniform(20, 120), size), dtype=np.uint8)


def _median(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    return np.asarray(cv2.medianBlur(picture, int(rng.choice([3, 5, 9, 15]))), dtype=np.uint8)


def _noisy(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    return _as_bytes(picture + rng.normal(0, rng.uniform(2, 30), picture.shape))


def _lit(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    gain, offset = rng.uniform(0.6, 1.4, 3), rng.uniform(-30, 30)
    return _as_bytes(255 * (picture / 255) ** rng.uniform(0.7, 1.4) * gain + offset)


def _moved(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-5, 5), rng.uniform(0.92, 1.08))
    turn[:, 2] = turn[:, 2] + rng.uniform(-6, 6, 2)
    return np.asarray(
        cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REFLECT), dtype=np.uint8
    )


def _bent(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    """Return it with every place pushed a little, neighbours alike."""
    height, width = picture.shape[:2]
    push = rng.normal(0, rng.uniform(1, 5), (2, 6, 6)).astype(np.float32)
    across, down = (cv2.resize(one, (width, height), interpolation=cv2.INTER_CUBIC) for one in push)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    bent = cv2.remap(picture, columns + across, rows + down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(bent, dtype=np.uint8)


def _compressed(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(5, 80))])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)


def _few_tones(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    step = 256 / rng.integers(3, 9)
    return _as_bytes((picture // step) * step + step / 2)


def _grey(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    share = rng.uniform(0.3, 1.0)
    return _as_bytes(share * picture.mean(axis=2, keepdims=True) + (1 - share) * picture)


def _faded(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    share = rng.uniform(0.1, 1.0)
    return _as_bytes(share * _ground(rng) + (1 - share) * picture)


def _doubled(picture: RGB8, other: RGB8, rng: np.random.Generator) -> RGB8:
    share = rng.uniform(0.1, 1.0)
    return _as_bytes(share * other + (1 - share) * picture)


def _half_done(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    """Return it bare, or blurred, in blots or rows that cover any share of it."""
    height, width = picture.shape[:2]
    num_blots = int(rng.integers(2, 14))
    size = (1, num_blots) if rng.random() < 0.3 else (num_blots, num_blots)
    blots = cv2.resize(rng.random(size[::-1]), (width, height), interpolation=int(rng.choice([0, 2])))
    bare = _ground(rng) if rng.random() < 0.6 else cv2.GaussianBlur(picture, (0, 0), rng.uniform(2, 10))
    return _as_bytes(np.where((blots < rng.uniform(0.1, 0.9))[..., None], bare, picture))


def _dabbed(picture: RGB8, _other: RGB8, rng: np.random.Generator) -> RGB8:
    """Return it painted over with short strokes of its own colours."""
    painted = np.array(picture)
    height, width = picture.shape[:2]
    reach = rng.uniform(4, 30)
    for _ in range(int(rng.integers(20, 400))):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        angle = rng.uniform(0, np.pi)
        end = round(x + reach * np.cos(angle)), round(y + reach * np.sin(angle))
        colour = tuple(int(value) for value in picture[y, x])
        cv2.line(painted, (x, y), end, colour, max(1, round(reach / rng.uniform(2, 5))), cv2.LINE_AA)
    return painted


VERSIONS: tuple[Version, ...] = (
    *(_blurred, _flattened, _median, _noisy, _lit, _moved, _bent, _compressed, _few_tones, _grey),
    *(_faded, _doubled, _half_done, _dabbed),
)


def version_of(picture: RGB8, other: RGB8, rng: np.random.Generator) -> RGB8:
    """Return the picture (h, w, 3) after one or two of VERSIONS; other: any picture of its size."""
    for index in rng.permutation(len(VERSIONS))[: int(rng.integers(1, 3))]:
        picture = VERSIONS[index](picture, other, rng)
    return picture


def _ground(rng: np.random.Generator) -> RGB8:
    return np.asarray(rng.integers(40, 256) + rng.integers(-20, 20, 3)).clip(0, 255).astype(np.uint8)


def _as_bytes(values: npt.NDArray[np.float64]) -> RGB8:
    return np.asarray(np.clip(np.rint(values), 0, 255), dtype=np.uint8)
