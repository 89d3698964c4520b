import numpy as np
import pytest

from painttime.recordings.registration.lighting import Light, find_light


def mean_apart(one, other, where):
    """Return how far two pictures are apart where they should be the same, 0..1."""
    return float(np.abs(one[where].astype(float) - other[where]).mean() / 255)


def even_out(moving, fixed, trusted=None):
    return find_light(moving, fixed, trusted).apply(moving)


@pytest.fixture
def states(painting):
    """Return a picture, an earlier state of it, and where both are the same."""

    def make(share):
        late, early = painting.picture(), painting.picture(share)
        same = (late == early).all(axis=2)
        return late, early, same

    return make


def lit(pixels, gain=1.0, cast=(1, 1, 1), offset=0.0, slope=0.0):
    across = 1 + slope * np.linspace(-1, 1, pixels.shape[1])[None, :, None]
    values = pixels * (gain * across) * np.asarray(cast) + offset
    return np.clip(np.rint(values + np.random.default_rng(1).normal(0, 1, pixels.shape)), 0, 255).astype(
        np.uint8
    )


@pytest.mark.parametrize("share", [1.0, 0.5, 0.2])
@pytest.mark.parametrize(
    "light",
    [{"gain": 0.9}, {"gain": 1.08}, {"gain": 0.8}, {"gain": 0.95, "cast": (1.04, 1, 0.96)}, {"offset": 6.0}],
    ids=["flicker", "brighter", "exposure", "cast", "offset"],
)
def test_unchanged_pixels_come_into_the_light_of_the_other(states, share, light):
    late, early, same = states(share)
    evened = even_out(lit(early, **light), late)
    assert mean_apart(evened, late, same) < 0.01


def test_light_from_one_side_is_taken_out(states):
    late, early, same = states(0.7)
    moving = lit(early, gain=0.95, slope=0.08)
    assert mean_apart(moving, late, same) > 0.03
    assert mean_apart(even_out(moving, late), late, same) < 0.01


def test_the_same_light_is_left_to_the_last_bit(states):
    late, early, _ = states(0.4)
    np.testing.assert_array_equal(even_out(early, late), early)


def test_a_coat_of_one_colour_over_most_is_paint_and_not_light(painting):
    """Seven tenths of bare paper become one blue: all agree, and yet the light has not changed."""
    early = painting.picture(0)
    late = early.copy()
    late[:, 144:] = (late[:, 144:] * (0.55, 0.7, 0.95)).astype(np.uint8)
    same = np.zeros(early.shape[:2], bool)
    same[:, :144] = True
    assert mean_apart(even_out(early, late), early, same) < 0.01


def test_untrusted_pixels_do_not_count(states):
    late, _, _ = states(1.0)
    moving = lit(late, gain=0.9)
    moving[:, :300] = lit(late, gain=1.1)[:, :300]
    trusted = np.zeros(late.shape[:2], bool)
    trusted[:, 300:] = True
    evened = even_out(moving, late, trusted)
    assert mean_apart(evened, late, trusted) < 0.01


def test_with_nothing_to_compare_nothing_changes(states):
    late, _, _ = states(1.0)
    dark = lit(late, gain=0.8)
    assert even_out(dark, late, np.zeros(late.shape[:2], bool)) is not None
    np.testing.assert_array_equal(even_out(dark, late, np.zeros(late.shape[:2], bool)), dark)
    white = np.full_like(late, 255)
    np.testing.assert_array_equal(even_out(white, late), white)


def test_other_paintings_lend_each_other_no_light(painting, other_painting):
    light = find_light(painting.picture(), other_painting.picture())
    factors = light.field(30, 40)
    assert 0.7 < factors.min() <= factors.max() < 1.4


def test_a_field_is_drawn_where_it_says():
    gains = np.zeros((3, 6))
    gains[:, 0], gains[0, 1] = 1, 0.2
    pixels = np.full((40, 100, 3), 100, np.uint8)
    drawn = Light(gains=gains, offsets=np.array([0.0, 5.0, 0.0])).apply(pixels)
    np.testing.assert_allclose(drawn[20, [0, 50, 99], 0], [80, 100, 120], atol=1)
    assert (drawn[..., 1] == 105).all()
    assert (drawn[..., 2] == 100).all()
