from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painttime.recordings.labelling.pairs import pairs, sequences


def from_one(sequence):
    return [index + 1 for index in sequence]


def test_sequences_are_those_of_the_figure():
    three, five = sequences(16, 3), sequences(25, 5)
    assert [from_one(sequence) for sequence in three] == [
        [1, 4, 7, 10, 13, 16],
        [2, 5, 8, 11, 14, 16],
        [3, 6, 9, 12, 15, 16],
    ]
    assert from_one(five[0]) == [1, 6, 11, 16, 21, 25]
    assert from_one(five[1]) == [2, 7, 12, 17, 22, 25]
    assert len(five) == 5


def test_an_interval_of_one_has_one_sequence_of_all_frames():
    assert sequences(5, 1) == [(0, 1, 2, 3, 4)]


def test_a_recording_shorter_than_the_interval_still_has_sequences_but_no_pairs():
    assert sequences(3, 5) == [(0, 2), (1, 2)]
    assert pairs(3, 5) == []


def test_long_sequences_are_cut_where_they_go_on():
    assert sequences(9, 2, max_length=3) == [(0, 2, 4), (4, 6, 8), (1, 3, 5), (5, 7, 8)]


@given(st.integers(2, 80), st.integers(1, 12), st.integers(2, 9))
def test_pieces_hold_every_step_of_the_whole_once(num_frames, interval, max_length):
    def steps(parts):
        return [step for part in parts for step in pairwise(part)]

    pieces = sequences(num_frames, interval, max_length=max_length)
    assert all(2 <= len(piece) <= max_length for piece in pieces)
    assert steps(pieces) == steps(sequences(num_frames, interval))


@given(st.integers(2, 80), st.integers(1, 12))
def test_sequences_hold_every_pair_once(num_frames, interval):
    whole = sequences(num_frames, interval)
    steps = [step for one in whole for step in pairwise(one)]
    full = [(a, b) for a, b in steps if b - a == interval]
    assert sorted(full) == pairs(num_frames, interval)
    assert all(one[-1] == num_frames - 1 for one in whole)


def test_what_is_no_interval_or_length_is_refused():
    for wrong in (lambda: pairs(4, 0), lambda: sequences(4, 0), lambda: sequences(4, 1, max_length=1)):
        with pytest.raises(ValueError, match=r"1 or more|at least 2"):
            wrong()
