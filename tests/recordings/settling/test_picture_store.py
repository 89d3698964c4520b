import numpy as np
import pytest

from painttime.errors import RecordingError
from painttime.recordings.settling.picture_store import ROOMY_PX, PictureStore
from painttime.recordings.settling.settling import Settled


def settled(seed, *, with_other):
    rng = np.random.default_rng(seed)
    return Settled(
        pixels=rng.integers(0, 256, (30, 40, 3), dtype=np.uint8),
        trusted=rng.random((30, 40)) > 0.3,
        other=rng.integers(0, 256, (30, 40, 4), dtype=np.uint8) if with_other else None,
        moved=np.zeros((0, 3), np.uint8),
    )


@pytest.mark.parametrize("num_px", [1, ROOMY_PX + 1])
@pytest.mark.parametrize("with_other", [False, True])
def test_pictures_come_back_as_they_were_and_once_only(tmp_path, num_px, with_other):
    store = PictureStore(tmp_path / "pictures", num_px=num_px)
    kept = settled(1, with_other=with_other)
    store.put(3, kept)
    taken = store.take(3)
    assert np.array_equal(taken.pixels, kept.pixels)
    assert np.array_equal(taken.trusted, kept.trusted)
    assert (taken.other is None) == (not with_other)
    if with_other:
        assert np.array_equal(taken.other, kept.other)
    assert list((tmp_path / "pictures").iterdir()) == []


@pytest.mark.parametrize("num_px", [1, ROOMY_PX + 1])
@pytest.mark.parametrize("left", [0, 7, 500])
def test_a_damaged_picture_is_said_to_be_so(tmp_path, num_px, left):
    store = PictureStore(tmp_path, num_px=num_px)
    store.put(0, settled(1, with_other=False))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(RecordingError, match="damaged"):
        store.take(0)
