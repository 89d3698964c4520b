"""Simulated users, and what the scorer learns from them."""

import cv2
import numpy as np
import pytest

from painttime.segmentation.editing.area import Mask
from painttime.segmentation.editing.click_model import ClickModel
from painttime.training.clicks.objects import Clickable, Target
from painttime.training.clicks.simulating import clicked, overlap
from painttime.training.clicks.train import Desk, Options, fitted, joined, plain_rule

SIZE = 80


def disc(x: float, y: float, radius: float) -> Mask:
    rows, columns = np.mgrid[:SIZE, :SIZE]
    return np.asarray(np.hypot(columns - x, rows - y) <= radius)


def target(wanted: Mask, known: Mask | None = None) -> Target:
    return Target(name="disc", wanted=wanted, known=np.ones_like(wanted) if known is None else known)


def test_the_first_click_is_in_the_middle_of_the_object() -> None:
    clicks, _ = next(clicked(target(disc(50, 30, 12)), lambda clicks: disc(0, 0, 3)))
    ((x, y),) = clicks.inside
    assert np.hypot(x - 50.5, y - 30.5) < 2


def test_each_click_is_in_the_largest_error() -> None:
    wanted = disc(30, 40, 15)
    answers = iter([disc(30, 40, 15) | disc(65, 15, 10), disc(30, 40, 15) & ~disc(20, 40, 6), wanted])
    seen = [clicks for clicks, _ in clicked(target(wanted), lambda clicks: next(answers))]
    assert len(seen) == 3
    clicks = seen[-1]
    (wrong,) = clicks.outside
    assert np.hypot(wrong[0] - 65.5, wrong[1] - 15.5) < 3
    assert np.hypot(clicks.inside[1][0] - 20.5, clicks.inside[1][1] - 40.5) < 6


def test_what_nobody_knows_is_no_error() -> None:
    wanted, known = disc(30, 40, 15), ~disc(70, 70, 12)
    taken = wanted | disc(70, 70, 12)
    clicks = list(clicked(target(wanted, known), lambda clicks: taken))
    assert len(clicks) == 1
    assert overlap(target(wanted, known), taken) == 1
    assert overlap(target(wanted), taken) < 0.7


def test_people_click_well_within_what_they_mean() -> None:
    wanted = disc(40, 40, 20)
    for seed in range(8):
        clicks, _ = next(
            clicked(target(wanted), lambda clicks: ~wanted, rng=np.random.default_rng(seed), num_clicks=1)
        )
        assert wanted[int(clicks.inside[0][1]), int(clicks.inside[0][0])]


@pytest.fixture(scope="module")
def desks() -> list[Desk]:
    rng = np.random.default_rng(4)
    found = []
    for _ in range(4):
        wanted = disc(*rng.uniform(25, 55, 2), rng.uniform(14, 22))
        pixels = np.where(wanted[..., None], rng.integers(150, 255, 3), rng.integers(0, 100, 3))
        noisy = pixels + cv2.GaussianBlur(rng.normal(0, 20, pixels.shape), (0, 0), 1)
        picture = np.clip(noisy, 0, 255).astype(np.uint8)
        found.append(Desk(Clickable(pixels=picture, targets=(target(wanted),))))
    return found


def test_a_scorer_learns_what_users_want(desks: list[Desk]) -> None:
    rng = np.random.default_rng(0)
    examples = joined([one for desk in desks for one in desk.examples(plain_rule, rng)])
    assert examples.features.shape[0] == len(examples.wanted) == len(examples.weight)
    scorer = ClickModel(fitted(examples, Options(num_epochs=60, batch=128, learning_rate=1e-2)))
    overlaps = [each[0] for desk in desks for each in desk.overlaps(scorer, 1)]
    assert np.mean(overlaps) > 0.8


def test_the_same_seed_learns_the_same(desks: list[Desk]) -> None:
    first, second = (
        joined(desks[0].examples(plain_rule, np.random.default_rng(7))).features for _ in range(2)
    )
    assert np.array_equal(first, second)
