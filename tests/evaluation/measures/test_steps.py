"""What steps change: squares that overlap by known shares, steps that stand still."""

import numpy as np
import pytest

from painttime.evaluation.measures.steps import changed_sets, mean_iou, stalls, step_ious

SIDE_PX = 256
WHITE = 255


def with_square(left, *, level=0, size_px=100, top=60):
    """Two frames: white, then with a square on it."""
    frames = np.full((2, SIDE_PX, SIDE_PX, 3), WHITE, dtype=np.uint8)
    frames[1, top : top + size_px, left : left + size_px] = level
    return frames


def test_a_square_is_what_changed_but_for_the_blur_of_its_edge():
    changed = changed_sets(with_square(80))[0]
    # Blurred by 2 pixels, a black edge falls below 0.1 of the range 1.28 * 2 = 2.6 pixels outside: the third
    # pixel's centre lies at 2.5.
    rows, columns = np.nonzero(changed)
    assert (columns.min(), columns.max()) == (80 - 3, 179 + 3)
    assert (rows.min(), rows.max()) == (60 - 3, 159 + 3)


def test_half_shifted_squares_share_a_third():
    # 106 wide with the blur, shifted by 53: 53 in common of 159.
    ious = step_ious(with_square(52), changed_sets(with_square(105)))
    assert ious[0] == pytest.approx(1 / 3, abs=0.004)


@pytest.mark.parametrize(("left", "iou"), [(20, 1.0), (130, 0.0)])
def test_same_and_separate_squares(left, iou):
    assert step_ious(with_square(left), changed_sets(with_square(20))) == (iou,)


def test_differences_up_to_a_tenth_are_none():
    assert not changed_sets(with_square(80, level=WHITE - 25)).any()
    assert changed_sets(with_square(80, level=WHITE - 26)).any()


def test_single_pixels_are_no_change():
    frames = np.full((2, SIDE_PX, SIDE_PX, 3), WHITE, dtype=np.uint8)
    frames[1, 128, 128] = 0
    assert not changed_sets(frames).any()


def test_one_channel_is_enough():
    frames = with_square(80)
    frames[1, ..., 1:] = WHITE
    assert changed_sets(frames).any()


def test_steps_in_which_the_recording_stands_still_do_not_count():
    recorded = np.concatenate([with_square(40), with_square(40)[1:], with_square(130)[1:]])
    predicted = np.concatenate([with_square(40), with_square(130)[1:], with_square(130)[1:]])
    ious = step_ious(predicted, changed_sets(recorded))
    assert ious == (1.0, None, 0.0)
    assert mean_iou(ious) == 0.5


def test_a_recording_that_never_changes_has_no_iou():
    still = with_square(40)[[0, 0, 0]]
    assert mean_iou(step_ious(with_square(40), changed_sets(still))) is None


def test_frames_taken_twice_change_nothing():
    # Two frames for five: the step in the middle makes the whole change, the others none.
    recorded = np.concatenate([with_square(left)[1:] for left in (10, 40, 70, 100, 130)])
    ious = step_ious(with_square(40), changed_sets(recorded))
    assert [iou == 0 for iou in ious] == [True, False, True, True]


def test_two_steps_of_five_stand_still():
    frames = np.full((6, 100, 100, 3), WHITE, dtype=np.uint8)
    # Rows of 1 % each: 1, 2, 0, 1 and a half, 1 of them; and one pale change that is none.
    for step, rows in enumerate([slice(0, 2), slice(2, 5), slice(0, 0), slice(5, 7), slice(7, 8)], 1):
        frames[step] = frames[step - 1]
        frames[step, rows] = 0
    frames[3:, 50:, :, :] = WHITE - 12
    assert stalls(frames) == pytest.approx(2 / 5)


def test_one_pixel_more_than_1_percent_is_no_stall():
    frames = np.full((2, 100, 100, 3), WHITE, dtype=np.uint8)
    frames[1, 0] = 0
    assert stalls(frames) == 1
    frames[1, 1, 0] = 0
    assert stalls(frames) == 0


def test_a_step_counts_from_a_twentieth_of_the_range_on():
    frames = np.full((3, 100, 100, 3), WHITE, dtype=np.uint8)
    frames[1:, ..., 1] -= 12
    frames[2, ..., 1] -= 13
    assert stalls(frames) == 0.5
