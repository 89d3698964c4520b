import numpy as np

from painttime.core.similarity import IDENTITY
from painttime.recordings.registration.motion import ShortMotion


def test_a_small_move_behind_a_moving_hand_is_found(painting, filmed, move, off_px):
    place = move(scale=1.002, angle_deg=0.2, dx_px=4.3, dy_px=-2.8)
    motion = ShortMotion(filmed(painting.picture(0.5), IDENTITY, arm_share=0.2))
    found = motion.of(filmed(painting.picture(0.5), place, arm_share=0.3, seed=2))
    assert off_px(found, place.inverse()) < 0.5


def test_where_nothing_can_be_seen_nothing_has_moved(painting, other_painting):
    blank = np.full((270, 480, 3), 240, np.uint8)
    assert ShortMotion(blank).of(blank) == IDENTITY
    assert ShortMotion(painting.picture()).of(blank) == IDENTITY
    assert ShortMotion(painting.picture()).of(other_painting.picture()) == IDENTITY


def test_masked_pixels_do_not_count(painting, other_painting, filmed, move, off_px):
    place = move(dx_px=6)
    fixed, moving = painting.picture(), filmed(painting.picture(), place)
    fixed[:, :300] = moving[:, :300] = other_painting.picture()[:, :300]
    mask = np.zeros(fixed.shape[:2], bool)
    mask[:, 300:] = True
    assert off_px(ShortMotion(fixed, mask).of(moving, mask), place.inverse()) < 0.5
