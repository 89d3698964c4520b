"""Any moment of a stroke painting: the pixels of drawing from nothing, in bounded memory, from any thread."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.strokes import player as player_module
from painttime.strokes.engine import paint
from painttime.strokes.player import StrokePlayer

HEIGHT, WIDTH = 48, 64
NUM_STROKES = 60
FRAME_BYTES = 3 * HEIGHT * WIDTH


def strokes_of(count, seed=0):
    rng = np.random.default_rng(seed)
    middles = rng.random((count, 1, 2)) * [1.0, 0.75]
    curves = middles + rng.normal(0, 0.15, (count, 3, 2))
    return StrokeList(
        curves=curves.astype(np.float32),
        widths=rng.uniform(0.02, 0.2, (count, 2)).astype(np.float32),
        colours=rng.integers(0, 256, (count, 3), dtype=np.uint8),
        opacities=rng.integers(90, 256, count).astype(np.uint8),
        brushes=rng.integers(0, 6, count).astype(np.uint8),
        part_ids=rng.integers(0, 3, count).astype(np.uint8),
        passes=np.sort(rng.integers(0, 4, count)).astype(np.uint8),
        textures=rng.integers(0, 2**31, count).astype(np.uint32),
    )


def brushwork_of(count=NUM_STROKES, seed=0, labels=None):
    return Brushwork(
        strokes=strokes_of(count, seed),
        ground=(240, 230, 210),
        height_px=HEIGHT,
        width_px=WIDTH,
        labels=labels,
    )


@pytest.fixture
def halves():
    labels = np.ones((HEIGHT // 2, WIDTH // 2), dtype=np.uint8)
    labels[:, WIDTH // 4 :] = 2
    return labels


@pytest.fixture
def many_keys(monkeypatch):
    """Let so little work lie between keys that a small painting has several."""
    monkeypatch.setattr(player_module, "_FINEST_SEGMENT_PX", 1000.0)


@settings(max_examples=40, deadline=None)
@given(
    counts=st.lists(st.integers(0, NUM_STROKES), min_size=1, max_size=8),
    max_bytes=st.sampled_from([0, 4 * FRAME_BYTES, 8 * FRAME_BYTES, 100 * FRAME_BYTES]),
)
def test_every_frame_is_that_of_drawing_from_nothing(counts, max_bytes):
    brushwork = brushwork_of()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(player_module, "_FINEST_SEGMENT_PX", 1000.0)
        player = StrokePlayer(brushwork, HEIGHT, WIDTH, max_bytes=max_bytes)
    for count in counts:
        np.testing.assert_array_equal(player.frame(count), paint(brushwork, count=count))


def test_parts_clip_strokes_at_any_size(halves):
    brushwork = brushwork_of(labels=halves)
    player = StrokePlayer(brushwork, 2 * HEIGHT, 2 * WIDTH)
    np.testing.assert_array_equal(
        player.frame(NUM_STROKES), paint(brushwork, long_side_px=2 * WIDTH, count=NUM_STROKES)
    )


def test_memory_stays_within_its_limit(many_keys):
    player = StrokePlayer(brushwork_of(), HEIGHT, WIDTH, max_bytes=8 * FRAME_BYTES)
    for count in (*range(NUM_STROKES + 1), 30, 7):
        player.frame(count)
        assert player.num_bytes <= 8 * FRAME_BYTES


def test_a_key_saves_most_of_the_drawing(many_keys, monkeypatch):
    player = StrokePlayer(brushwork_of(), HEIGHT, WIDTH, max_bytes=100 * FRAME_BYTES)
    player.frame(NUM_STROKES)
    drawn = []
    draw = player_module.draw_strokes
    monkeypatch.setattr(
        player_module,
        "draw_strokes",
        lambda canvas, strokes, *, first, last, **rest: (
            drawn.append(last - first),
            draw(canvas, strokes, first=first, last=last, **rest),
        ),
    )
    for count in (50, 3, 41, 20, 59):
        player.frame(count)
    assert max(drawn) <= NUM_STROKES // 5


def test_finished_is_the_painting_itself():
    painting = np.random.default_rng(5).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    player = StrokePlayer(brushwork_of(), HEIGHT, WIDTH, painting)
    np.testing.assert_array_equal(player.frame(NUM_STROKES, is_finished=True), painting)
    assert (player.frame(NUM_STROKES) != painting).any()


def test_frames_cannot_be_written():
    player = StrokePlayer(brushwork_of(), HEIGHT, WIDTH)
    with pytest.raises(ValueError, match="read-only"):
        player.frame(5)[0, 0] = 0


def test_strokes_that_are_not_there_are_refused():
    player = StrokePlayer(brushwork_of(), HEIGHT, WIDTH)
    for count in (-1, NUM_STROKES + 1):
        with pytest.raises(ValueError, match="there is no stroke"):
            player.frame(count)


def test_a_painting_without_strokes_is_its_ground():
    player = StrokePlayer(brushwork_of(0), HEIGHT, WIDTH)
    assert (player.frame(0) == (240, 230, 210)).all()


def test_a_longer_painting_goes_on_from_what_was_drawn(many_keys, monkeypatch):
    whole = brushwork_of()
    begun = Brushwork(
        strokes=whole.strokes.selected(slice(0, 40)), ground=whole.ground, height_px=HEIGHT, width_px=WIDTH
    )
    former = StrokePlayer(begun, HEIGHT, WIDTH, max_bytes=12 * FRAME_BYTES)
    former.frame(40)
    player = StrokePlayer(whole, HEIGHT, WIDTH, max_bytes=12 * FRAME_BYTES, former=former)
    first_drawn = []
    draw = player_module.draw_strokes
    monkeypatch.setattr(
        player_module,
        "draw_strokes",
        lambda canvas, strokes, *, first, **rest: (
            first_drawn.append(first),
            draw(canvas, strokes, first=first, **rest),
        ),
    )
    np.testing.assert_array_equal(player.frame(NUM_STROKES), paint(whole))
    assert min(first_drawn) == 40
    assert player.num_bytes <= 12 * FRAME_BYTES
    for count in (0, 17, 39, 40, 41):
        np.testing.assert_array_equal(player.frame(count), paint(whole, count=count))


def test_other_strokes_take_nothing_over():
    former = StrokePlayer(brushwork_of(seed=1), HEIGHT, WIDTH)
    former.frame(NUM_STROKES)
    other = brushwork_of(seed=2)
    player = StrokePlayer(other, HEIGHT, WIDTH, former=former)
    np.testing.assert_array_equal(player.frame(30), paint(other, count=30))


def test_threads_disturb_each_other_in_nothing(many_keys):
    brushwork = brushwork_of()
    player = StrokePlayer(brushwork, HEIGHT, WIDTH, max_bytes=10 * FRAME_BYTES)
    expected = [paint(brushwork, count=count) for count in range(NUM_STROKES + 1)]
    wrong = []

    def look(seed):
        for count in np.random.default_rng(seed).integers(0, NUM_STROKES + 1, 80).tolist():
            if not np.array_equal(player.frame(count), expected[count]):
                wrong.append(count)

    threads = [threading.Thread(target=look, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
