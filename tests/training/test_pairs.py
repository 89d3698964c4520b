"""Pairs of canvases cut from simulated processes."""

import itertools
import shutil
from pathlib import Path

import numpy as np
import pytest

from painttime.core.change import realised_degrees
from painttime.core.image import Labels
from painttime.errors import UserInputError
from painttime.simulation.painter import Subject, simulate
from painttime.training.pairs import MAX_PARTS_IN_CROP, Pair, cut_pair, pair_stream


@pytest.fixture(scope="module")
def pairs(subject: Subject) -> list[Pair]:
    rng = np.random.default_rng(0)
    cut = [cut_pair(simulate(subject, seed % 5), 64, rng) for seed in range(60)]
    return [pair for pair in cut if pair is not None]


def picture(pair: Pair, stages: np.ndarray) -> np.ndarray:
    return np.take_along_axis(pair.renditions, stages[None, ..., None], axis=0)[0]


def test_both_directions_are_cut_more_often_backward(pairs: list[Pair]) -> None:
    backward = sum(pair.direction == -1 for pair in pairs)
    assert len(pairs) > 40
    assert 0.5 < backward / len(pairs) < 0.9


def test_pairs_go_one_way(pairs: list[Pair]) -> None:
    for pair in pairs:
        moved = (pair.next_stages.astype(int) - pair.stages) * pair.direction
        assert (moved >= 0).all()
        assert (moved > 0).mean() >= 0.004


def test_every_array_has_the_size_of_the_window(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert pair.renditions.shape == (5, 64, 64, 3)
        for array in (pair.parts, pair.stages, pair.next_stages, pair.strokes):
            assert array.shape == (64, 64)
        for array in (pair.degrees, pair.completeness, pair.shares):
            assert array.shape == (MAX_PARTS_IN_CROP,)
            assert array.dtype == np.float32
            assert 0 <= array.min() <= array.max() <= 1
        assert pair.num_parts == 3
        assert pair.parts.max() <= 2


def test_degrees_are_those_of_the_program(pairs: list[Pair]) -> None:
    for pair in pairs:
        labels: Labels = pair.parts.astype(np.uint8)
        degrees = realised_degrees(
            picture(pair, pair.stages), picture(pair, pair.next_stages), labels, (0, 1, 2)
        )
        np.testing.assert_allclose(pair.degrees[:3], degrees, atol=1e-6)
        assert (pair.degrees[3:] == 0).all()


def test_completeness_and_shares_are_those_of_the_parts(pairs: list[Pair]) -> None:
    for pair in pairs[:20]:
        for place in np.unique(pair.parts):
            own = pair.parts == place
            assert pair.completeness[place] == pytest.approx(pair.next_stages[own].mean() / 4, abs=1e-5)
            changed = pair.stages[own] != pair.next_stages[own]
            assert pair.shares[place] == pytest.approx(changed.mean(), abs=1e-5)


def test_backward_what_a_step_changes_are_open_strokes(pairs: list[Pair]) -> None:
    for pair in pairs:
        if pair.direction == -1:
            changed = pair.stages != pair.next_stages
            # What the last pass never reached is uncovered at the end without a stroke of its own.
            assert (pair.strokes[changed] > 0).mean() > 0.8


def test_windows_are_turned_with_everything_in_them(subject: Subject, pairs: list[Pair]) -> None:
    """Every window is found in the subject, as it is or mirrored, and its parts lie where they lay."""
    painting = subject.renditions.images[-1]
    place = {4: 0, 9: 1, 2: 2}
    order = np.vectorize(place.get)(subject.labels)
    seen = set()
    for pair in pairs[:25]:
        found = []
        for mirrored in (False, True):
            step = -1 if mirrored else 1
            window, parts = pair.renditions[-1][:, ::step], pair.parts[:, ::step]
            for top, left in itertools.product(range(72 - 63), range(88 - 63)):
                there = slice(top, top + 64), slice(left, left + 64)
                if (painting[there] == window).all():
                    found.append(mirrored)
                    np.testing.assert_array_equal(order[there], parts)
        assert len(found) == 1
        seen.add(found[0])
    assert seen == {False, True}


def test_streams_are_the_same_for_the_same_seed(cache: Path) -> None:
    first, again, other = (list(itertools.islice(pair_stream(cache, 64, seed), 6)) for seed in (1, 1, 2))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.next_stages, two.next_stages)
        np.testing.assert_array_equal(one.renditions, two.renditions)
    assert any((one.stages != two.stages).any() for one, two in zip(first, other, strict=True))


def test_streams_take_up_what_is_added_to_the_cache(cache: Path, tmp_path: Path) -> None:
    shutil.copy(cache / "first.npz", tmp_path / "first.npz")
    (tmp_path / "half.partial.npz").write_bytes(b"not yet")
    stream = pair_stream(tmp_path, 64, 0, reload_every=3)
    early = list(itertools.islice(stream, 12))
    shutil.copy(cache / "second.npz", tmp_path / "second.npz")
    later = list(itertools.islice(stream, 80))

    def paintings(pairs: list[Pair]) -> set[int]:
        """Return which of two subjects the pairs come from, told apart by a part's mean colour."""
        return {round(float(pair.renditions[-1][pair.parts == 2].mean()) / 8) for pair in pairs}

    assert len(paintings(later)) > len(paintings(early))


def test_a_cache_without_a_subject_large_enough_is_told(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(UserInputError, match="64 px"):
        next(pair_stream(tmp_path, 64, 0))
    with pytest.raises(UserInputError, match="128 px"):
        next(pair_stream(cache, 128, 0))
