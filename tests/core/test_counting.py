"""Long work whose steps are told in other words."""

import pytest

from painttime.core.counting import translated


def counting(num, closed):
    try:
        for done in range(num):
            yield done, num
        return "the result"
    finally:
        closed.append(True)


def test_steps_are_told_in_other_words_and_the_result_is_the_work_s():
    results = []

    def outer():
        results.append((yield from translated(counting(3, []), lambda step: f"{step[0]} of {step[1]}")))

    assert list(outer()) == ["0 of 3", "1 of 3", "2 of 3"]
    assert results == ["the result"]


def test_closing_it_closes_the_work_at_once():
    closed = []
    # Somebody else still holds the work, so that nothing but closing ends it.
    inner = counting(3, closed)
    work = translated(inner, lambda step: step)
    next(work)
    work.close()
    assert closed == [True]


def test_an_error_of_the_work_comes_through():
    def failing():
        yield 0, 1
        raise ValueError("it failed")

    with pytest.raises(ValueError, match="it failed"):
        list(translated(failing(), lambda step: step))
