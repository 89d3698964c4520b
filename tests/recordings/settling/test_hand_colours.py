import numpy as np

from painttime.recordings.settling.hand_colours import ENOUGH_SEEN, HandColours


def some(colour, num):
    return np.clip(np.random.default_rng(1).normal(colour, 6, (num, 3)), 0, 255).astype(np.uint8)


def test_colours_seen_moving_are_the_hands():
    colours = HandColours()
    colours.learn(moving=some((200, 150, 120), 2000), staying=some((240, 240, 235), 5000))
    pixels = np.array([[(200, 150, 120), (240, 240, 235), (20, 90, 200)]], np.uint8)
    hand, paper, unseen = colours.likelihood(pixels)[0]
    assert hand > 2
    assert paper < -2
    assert abs(unseen) < 0.5


def test_without_anything_moving_there_is_no_hand():
    colours = HandColours()
    colours.learn(moving=some((200, 150, 120), ENOUGH_SEEN - 1), staying=some((240, 240, 235), 5000))
    assert not colours.is_known
    colours.learn(moving=some((200, 150, 120), 1), staying=some((240, 240, 235), 1))
    assert colours.is_known
