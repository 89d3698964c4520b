import numpy as np
import pytest

from painttime.recordings.registration.lighting import Light
from painttime.recordings.settling.glimpse import Glimpse, shaded, times_seen
from painttime.recordings.settling.hand_colours import HandColours
from painttime.recordings.settling.hiding import hidden_by_hand, is_covered

SKIN = (200, 150, 120)
EVERYWHERE = np.ones((216, 384), dtype=bool)


def glimpse(pixels, moving=None):
    return Glimpse.of(pixels, EVERYWHERE, EVERYWHERE, pixels, moving, light=Light.unchanged(), is_brief=False)


@pytest.fixture
def paper():
    return np.full((216, 384, 3), 235, np.uint8)


@pytest.fixture
def colours():
    colours = HandColours()
    rng = np.random.default_rng(1)
    moving = np.clip(rng.normal(SKIN, 5, (3000, 3)), 0, 255).astype(np.uint8)
    colours.learn(moving=moving, staying=np.full((3000, 3), 235, np.uint8))
    return colours


def with_patch(pixels, box, colour):
    patched = pixels.copy()
    patched[box] = colour
    return patched


def test_what_comes_in_over_the_border_and_goes_again_is_a_hand(paper, colours):
    arm = np.s_[100:, 150:200]
    now = glimpse(with_patch(paper, arm, SKIN))
    hidden = hidden_by_hand(now, paper, [glimpse(paper)] * 3, colours)
    assert hidden[arm].all()
    assert hidden.mean() < 0.2


def test_strokes_that_are_taken_back_within_the_picture_are_no_hand(paper, colours):
    stroke = np.s_[80:120, 150:250]
    now = glimpse(with_patch(paper, stroke, (40, 60, 160)))
    assert not hidden_by_hand(now, paper, [glimpse(paper)] * 3, colours).any()


def test_what_looked_so_before_and_is_painted_over_later_is_no_hand(paper, colours):
    painted = with_patch(paper, np.s_[100:, 150:200], (40, 60, 160))
    assert not hidden_by_hand(glimpse(paper), painted, [glimpse(paper)] * 3, colours).any()


def test_a_hand_that_rests_is_told_by_its_colours(paper, colours):
    arm = np.s_[100:, 150:200]
    resting = glimpse(with_patch(paper, arm, SKIN))
    before = [resting] * 5 + [glimpse(paper)] * 2
    assert hidden_by_hand(resting, paper, before, colours)[arm].all()


def test_a_dialog_covers_the_picture_and_a_stroke_does_not(paper):
    dialog = glimpse(with_patch(paper, np.s_[40:180, 60:320], (50, 52, 60)))
    stroke = glimpse(with_patch(paper, np.s_[80:120, 150:250], (50, 52, 60)))
    before = [glimpse(paper)] * 3
    assert is_covered(dialog, paper, before)
    assert not is_covered(stroke, paper, before)


def test_what_was_there_for_long_before_it_was_painted_over_covers_nothing(paper):
    painted = with_patch(paper, np.s_[40:180, 60:320], (50, 52, 60))
    assert not is_covered(glimpse(paper), painted, [glimpse(paper)] * 3)


def test_shadows_are_told_from_paint(paper):
    assert shaded(np.rint(paper * 0.8).astype(np.uint8), paper).all()
    assert not shaded(with_patch(paper, np.s_[:], SKIN), paper).any()


def test_moments_are_counted_at_which_a_pixel_looked_so(paper):
    tolerance = np.full((216, 384), 5, np.uint8)
    before = [glimpse(paper), glimpse(with_patch(paper, np.s_[:, :100], SKIN)), glimpse(paper)]
    times = times_seen(paper, before, tolerance)
    assert (times[:, :100] == 2).all()
    assert (times[:, 100:] == 3).all()
