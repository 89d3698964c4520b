import cv2
import numpy as np

from painttime.recordings.settling.settling import MAX_WINDOW, settle


def with_block(pixels, x, colour=(200, 140, 110)):
    covered = pixels.copy()
    covered[:, x : x + 40] = colour
    return covered


def test_what_moves_over_the_picture_is_gone(textured):
    frames = [with_block(textured, x) for x in (20, 90, 160, 230, 300)]
    settled = settle(frames, 2)
    assert np.array_equal(settled.pixels, textured)
    assert settled.trusted.all()


def test_the_colours_of_what_moves_are_told(textured):
    settled = settle([with_block(textured, x) for x in (20, 90, 160, 230, 300)], 2)
    assert len(settled.moved) > 100
    assert (np.abs(settled.moved.astype(int) - (200, 140, 110)).max(axis=1) <= 2).mean() > 0.95


def test_what_hides_most_of_the_time_is_shown_but_what_was_seen_is_kept_beside_it(textured):
    frames = [with_block(textured, x) for x in (100, 100, 100, 220, 220)]
    settled = settle(frames, 0, align=False, even_light=False)
    assert settled.other is not None
    inside = np.s_[5:-5, 105:135]
    assert (settled.pixels[inside] == (200, 140, 110)).all()
    assert np.array_equal(settled.other[inside][..., :3], textured[inside])
    assert (settled.other[inside][..., 3] == 255).mean() > 0.9
    assert settled.other[:, :60, 3].max() == 0


def test_where_no_two_frames_agree_nothing_is_trusted(textured):
    colours = [(250, 0, 0), (0, 250, 0), (0, 0, 250), (250, 250, 0), (0, 250, 250)]
    frames = [with_block(textured, 100, colour) for colour in colours]
    settled = settle(frames, 2, align=False, even_light=False)
    assert not settled.trusted[:, 102:138].any()
    assert settled.trusted[:, :90].all()


def test_a_single_frame_is_taken_as_it_is(textured):
    settled = settle([textured], 0)
    assert settled.pixels is not None
    assert np.array_equal(settled.pixels, textured)
    assert settled.trusted.all()
    assert settled.other is None


def test_two_frames_are_trusted_where_they_agree(textured):
    settled = settle([textured, with_block(textured, 50)], 0, align=False, even_light=False)
    assert np.array_equal(settled.pixels, textured)
    assert not settled.trusted[:, 52:88].all()
    assert settled.trusted[:, 100:].all()


def test_flicker_and_small_moves_are_taken_out(textured):
    frames = []
    for step in range(-2, 3):
        shift = np.float64([[1, 0, 1.5 * step], [0, 1, -step]])
        moved = cv2.warpAffine(textured, shift, textured.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        frames.append(np.rint(moved * (1 - 0.02 * (step + 2))).astype(np.uint8))
    frames[2] = textured
    inner = np.s_[10:-10, 10:-10]
    settled = settle(frames, 2)
    off = np.abs(settled.pixels[inner].astype(int) - textured[inner]).mean()
    plain = settle(frames, 2, align=False, even_light=False)
    assert off < 1.0
    assert off < 0.3 * np.abs(plain.pixels[inner].astype(int) - textured[inner]).mean()


def test_of_a_long_window_the_nearest_frames_count(textured):
    other = 255 - textured
    frames = [other] * 20 + [textured] * MAX_WINDOW + [other] * 20
    settled = settle(frames, 20 + MAX_WINDOW // 2, align=False, even_light=False)
    assert np.array_equal(settled.pixels, textured)
