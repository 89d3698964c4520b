import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.similarity import IDENTITY, Similarity
from painttime.recordings.registration.registering import Registrar


@pytest.fixture
def found(painting, filmed):
    """Return a function that registers the painting in one state and place to the whole one."""

    def register(place, *, share=1.0, fixed_share=1.0, start=IDENTITY, mask=None, **camera):
        registrar = Registrar(filmed(painting.picture(fixed_share), IDENTITY, seed=50))
        return registrar.register(filmed(painting.picture(share), place, **camera), mask, start)

    return register


@pytest.mark.parametrize(
    "camera",
    [
        {},
        {"share": 0.4},
        {"share": 0.05, "fixed_share": 0.15},
        {"share": 0.7, "gain": 0.8, "noise_levels": 4.0},
        {"share": 0.8, "arm_share": 0.4},
    ],
    ids=["the same", "60 % not painted yet", "nearly bare", "dark and noisy", "behind an arm"],
)
def test_a_drifted_camera_is_found_to_a_fraction_of_a_pixel(found, move, off_px, camera):
    place = move(scale=1.02, angle_deg=-1.2, dx_px=9.3, dy_px=-6.4)
    registration = found(place, **camera)
    assert registration.is_reliable
    assert off_px(registration.similarity, place.inverse()) < 0.5


def test_the_largest_drift_is_found_from_nothing(found, move, off_px):
    place = move(scale=0.95, angle_deg=3, dx_px=38, dy_px=-38)
    registration = found(place, share=0.8)
    assert registration.is_reliable
    assert off_px(registration.similarity, place.inverse()) < 0.5


@pytest.mark.parametrize("scale", [1.6, 2.5])
def test_a_closer_view_is_found_from_nothing(found, move, off_px, scale):
    place = move(scale=scale, angle_deg=1, dx_px=40, dy_px=-20)
    registration = found(place, share=0.9)
    assert registration.is_reliable
    # What is seen covers the middle; its corners are judged as far out as it goes.
    assert off_px(place.then(registration.similarity), IDENTITY) < 0.7


def test_a_bare_sheet_is_held_by_its_grain(found, move, off_px):
    place = move(angle_deg=0.2, dx_px=2.4, dy_px=1.1)
    registration = found(place, share=0, fixed_share=0, noise_levels=1.0)
    assert registration.is_reliable
    assert off_px(registration.similarity, place.inverse()) < 0.5


def test_a_start_that_is_right_spares_the_search(painting, filmed, move, off_px, monkeypatch):
    place = move(scale=2.2, dx_px=60)
    registrar = Registrar(painting.picture())
    monkeypatch.setattr(Registrar, "_guesses", lambda self, moving: pytest.fail("looked everywhere"))
    start = place.inverse().then(Similarity(dx_px=3, dy_px=-2))
    registration = registrar.register(filmed(painting.picture(), place), start=start)
    assert off_px(place.then(registration.similarity), IDENTITY) < 0.7


def test_masked_pixels_do_not_count(painting, other_painting, filmed, move, off_px):
    """Two thirds show another painting that has not moved: without the mask that would win."""
    place = move(dx_px=12.5, dy_px=4.5)
    one, other = painting.picture(), other_painting.picture()
    moving = filmed(one, place)
    fixed = one.copy()
    fixed[:, :320], moving[:, :320] = other[:, :320], other[:, :320]
    mask = np.zeros(one.shape[:2], bool)
    mask[:, 320:] = True
    assert off_px(Registrar(fixed).register(moving).similarity, IDENTITY) < 0.5
    masked = Registrar(fixed, mask).register(moving, mask)
    assert masked.is_reliable
    assert off_px(masked.similarity, place.inverse()) < 0.7


def test_what_shows_something_else_is_not_relied_on(painting, other_painting, filmed):
    registrar = Registrar(painting.picture())
    blank = np.full((270, 480, 3), 240, np.uint8)
    card = np.full((270, 480, 3), 15, np.uint8)
    card[120:150, 100:380:20] = 240
    start = Similarity(dx_px=5)
    for moving in (other_painting.picture(), blank, card, filmed(blank, IDENTITY, noise_levels=4)):
        registration = registrar.register(moving, start=start)
        assert not registration.is_reliable
        assert 0 <= registration.confidence < 0.5
    assert registrar.register(blank, start=start).similarity == start


def test_blank_pictures_say_that_they_hold_nothing():
    blank = np.full((90, 160, 3), 240, np.uint8)
    registration = Registrar(blank).register(blank)
    assert registration.confidence == 0
    assert registration.error_px == np.inf


def test_the_same_hand_in_another_view_is_not_the_painting(painting, other_painting, filmed):
    """The hand agrees with itself to the pixel, and the painting, seen elsewhere, with nothing."""
    fixed, moving = painting.picture(), other_painting.picture()
    hand = np.random.default_rng(3).integers(60, 200, (15, 12, 3)).astype(np.uint8)
    patch = np.repeat(np.repeat(hand, 6, axis=0), 6, axis=1)
    fixed[150:240, 300:372], moving[150:240, 303:375] = patch, patch
    assert not Registrar(fixed).register(moving).is_reliable


@settings(max_examples=8, deadline=None)
@given(
    scale=st.floats(0.96, 1.04),
    angle_deg=st.floats(-3, 3),
    dx_px=st.floats(-12, 12),
    dy_px=st.floats(-12, 12),
)
def test_what_is_found_undoes_the_true_move(scale, angle_deg, dx_px, dy_px, painting, move, off_px):
    place = move(scale=scale, angle_deg=angle_deg, dx_px=dx_px, dy_px=dy_px)
    pixels = painting.picture()
    moving = cv2.warpAffine(pixels, place.matrix, (480, 270), flags=cv2.INTER_CUBIC)
    registration = Registrar(pixels).register(moving)
    assert off_px(place.then(registration.similarity), IDENTITY) < 0.3
    assert registration.error_px < 1


def test_the_same_pictures_give_the_same_to_the_last_bit(found, move):
    place = move(angle_deg=2, dx_px=8)
    assert found(place, share=0.5) == found(place, share=0.5)
