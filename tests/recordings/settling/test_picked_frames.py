import numpy as np
import pytest

from painttime.recordings.settling.picked_frames import PickedFrames


class Numbered:
    num_frames, height_px, width_px = 5, 20, 30

    def frame(self, index):
        return np.full((20, 30, 3), index, np.uint8) + np.arange(30, dtype=np.uint8)[None, :, None]


def test_frames_come_in_their_own_order_cut_to_the_crop():
    picked = PickedFrames(Numbered(), (4, 0, 2), (3, 5, 10, 7))
    assert (picked.num_frames, picked.width_px, picked.height_px) == (3, 10, 7)
    assert picked.frame(0).shape == (7, 10, 3)
    assert [picked.frame(index)[0, 0, 0] for index in range(3)] == [7, 3, 5]
    assert not picked.frame(0).flags.writeable


@pytest.mark.parametrize("index", [-1, 3])
def test_there_are_no_others(index):
    with pytest.raises(IndexError):
        PickedFrames(Numbered(), (4, 0, 2), (0, 0, 30, 20)).frame(index)
