import cv2
import numpy as np
import pytest

from painttime.recordings.settling.real_changes import in_clumps, real_changes, specks_about

EVERYWHERE = np.ones((216, 384), dtype=bool)


def moved_by(pixels, x, y):
    shift = np.float64([[1, 0, x], [0, 1, y]])
    return cv2.warpAffine(
        pixels, shift, pixels.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def noisy(pixels, sigma, seed):
    noise = np.random.default_rng(seed).normal(0, sigma, pixels.shape)
    return np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8)


def test_the_same_picture_off_by_half_a_pixel_and_with_noise_has_no_changes(textured):
    again = noisy(cv2.GaussianBlur(moved_by(textured, 0.5, -0.4), (0, 0), 0.5), 3, 1)
    assert not real_changes(again, noisy(textured, 3, 2), EVERYWHERE).mask.any()


@pytest.mark.parametrize("levels", [22, 60])
def test_a_stroke_is_found_with_its_soft_edges(textured, levels):
    soft = np.zeros((216, 384), np.float32)
    cv2.line(soft, (120, 60), (260, 150), 1.0, 14)
    soft = cv2.GaussianBlur(soft, (0, 0), 1.5)
    smooth = cv2.GaussianBlur(textured, (0, 0), 3) // 2 + 40
    later = np.rint(smooth + levels * soft[..., None]).astype(np.uint8)
    changes = real_changes(noisy(smooth, 2, 1), noisy(later, 2, 2), EVERYWHERE)
    counted = levels * soft >= 13
    assert changes.num >= 1
    assert (changes.mask & counted).sum() >= 0.97 * counted.sum()
    assert not (changes.mask & (soft < 0.01)).any() or (changes.mask & (soft < 0.01)).mean() < 0.001


def test_what_cannot_be_compared_has_no_changes(textured):
    assert not real_changes(255 - textured, textured, ~EVERYWHERE).mask.any()
    left = EVERYWHERE.copy()
    left[:, 190:] = False
    found = real_changes(255 - textured, textured, left).mask
    assert found[:, :180].mean() > 0.8
    assert not found[:, 190:].any()


def test_clumps_are_neither_thin_nor_small():
    changed = np.zeros((216, 384), dtype=bool)
    changed[20:40, 20:40] = True
    changed[100, 20:200] = True
    changed[150:153, 300:303] = True
    expected = np.zeros_like(changed)
    expected[20:40, 20:40] = True
    assert np.array_equal(in_clumps(changed), expected)


def test_specks_count_about_a_hand_only():
    changed = np.zeros((216, 384), dtype=bool)
    changed[50:54, 60:64] = changed[50:54, 300:304] = changed[50:70, 80:100] = True
    hidden = np.zeros_like(changed)
    hidden[40:120, 40:55] = True
    specks = specks_about(changed, hidden)
    assert specks[50:54, 60:64].all()
    assert specks.sum() == 16
