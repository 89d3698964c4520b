"""How processes begin and end."""

import numpy as np

from painttime.evaluation.measures.ends import final_max_levels, first_frame_paint

GROUND = (200, 190, 180)


def bare():
    frame = np.empty((10, 20, 3), dtype=np.uint8)
    frame[:] = GROUND
    return frame


def test_bare_ground_has_no_paint():
    assert first_frame_paint(bare(), GROUND) == 0


def test_painted_pixels_are_counted():
    frame = bare()
    frame[:3, :, 2] += 13
    # 12 levels are less than .05 of the range: still the ground.
    frame[3:6] -= 12
    assert first_frame_paint(frame, GROUND) == 60 / 200


def test_one_level_of_one_pixel_is_no_identity():
    frame = bare()
    assert final_max_levels(frame, bare()) == 0
    frame[9, 19, 1] -= 1
    assert final_max_levels(frame, bare()) == 1
    frame[0, 0, 0] = 0
    assert final_max_levels(frame, bare()) == 200
