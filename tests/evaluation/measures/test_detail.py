"""Detail by time."""

import numpy as np
import pytest

from painttime.evaluation.measures.detail import detail_curve, laplacian_energy


def dots(num_dots, contrast=100):
    """Grey with single pixels that stand out, far from each other and from the border."""
    picture = np.full((64, 64, 3), 50, dtype=np.uint8)
    for dot in range(num_dots):
        picture[8 + 8 * (dot // 6), 8 + 8 * (dot % 6)] += contrast
    return picture


def test_a_dot_has_a_known_energy():
    # The Laplacian of a pixel that stands out by 100: -400 there, 100 at its four neighbours.
    assert laplacian_energy(dots(1)) == pytest.approx((400**2 + 4 * 100**2) / 64**2, rel=1e-4)


def test_half_the_dots_are_half_the_detail():
    curve = detail_curve(np.stack([dots(0), dots(3), dots(12), dots(12, contrast=50)]), dots(12))
    np.testing.assert_allclose(curve, [0, 0.25, 1, 0.25], rtol=1e-4)


def test_a_flat_painting_has_no_curve():
    assert detail_curve(np.stack([dots(3), dots(0)]), dots(0)) is None
