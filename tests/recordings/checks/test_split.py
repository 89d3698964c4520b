import pytest

from painttime.recordings.checks.split import TRAIN, VAL, split_of

IDS = [f"painting {number}" for number in range(2000)]


def splits(share):
    return {painting_id: split_of(painting_id, share) for painting_id in IDS}


def test_about_the_wished_share_validates():
    assert 0.17 < sum(split == VAL for split in splits(0.2).values()) / len(IDS) < 0.23


def test_the_ends_of_the_share_are_exact():
    assert set(splits(0.0).values()) == {TRAIN}
    assert set(splits(1.0).values()) == {VAL}


def test_a_larger_share_only_adds_paintings():
    few, many = (splits(share) for share in (0.1, 0.3))
    assert all(many[painting] == VAL for painting in IDS if few[painting] == VAL)


def test_the_split_of_a_painting_never_changes():
    assert [split_of(name, 0.5) for name in ("mona lisa", "夜警", "jug", "café", "")] == [
        "val",
        "train",
        "val",
        "train",
        "train",
    ]


def test_spellings_of_one_name_are_one_painting():
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        assert split_of("Cafe\u0301", share) == split_of(" CAFÉ ", share)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(share):
    with pytest.raises(ValueError, match="lies in"):
        split_of("jug", share)
