import numpy as np

from painttime.recordings.settling.selecting import select, taken_back


class Pictures:
    def __init__(self, pictures):
        self.pictures = pictures
        self.num_frames = len(pictures)
        self.height_px, self.width_px = pictures[0].shape[:2]

    def frame(self, index):
        return self.pictures[index]


def painted(*strokes):
    """Return a white picture with black bars at these places."""
    pixels = np.full((40, 200, 3), 255, np.uint8)
    for place in strokes:
        pixels[:, 10 * place : 10 * place + 6] = 0
    return pixels


def test_strokes_taken_back_are_found():
    pictures = Pictures([painted(), painted(1), painted(1, 2), painted(1, 2, 3), painted(1), painted(1, 5)])
    assert list(taken_back(pictures)) == [(1, 3)]


def test_two_runs_taken_back_are_found():
    states = [(), (1,), (), (2,), (2, 3), (2,), (2, 4)]
    pictures = Pictures([painted(*state) for state in states])
    assert list(taken_back(pictures)) == [(0, 1), (3, 4)]


def test_painting_on_takes_nothing_back():
    pictures = Pictures([painted(*range(num)) for num in range(1, 12)])
    assert list(taken_back(pictures)) == []


def test_what_was_undone_is_left_out_with_the_state_come_back_to_kept():
    selection = select([0, 5, 5, 5, 5], [(1, 2)], 10)
    assert selection.kept == (0, 3, 4)
    assert selection.undone == (1, 2)
    assert selection.thinned == ()


def test_few_canvases_are_all_kept():
    assert select([0, 1, 2], (), 3).kept == (0, 1, 2)


def test_many_are_thinned_evenly_by_what_changes():
    changes = [0] + [100] * 50 + [1] * 50
    selection = select(changes, (), 21)
    assert len(selection.kept) == 21
    assert selection.kept[0] == 0
    assert selection.kept[-1] == 100
    assert sum(number <= 50 for number in selection.kept) > 15
    assert sorted(selection.kept + selection.thinned) == list(range(101))


def test_without_changes_it_still_gives_as_many_as_asked_for():
    assert len(select([0] * 30, (), 7).kept) == 7
