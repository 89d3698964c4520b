"""What a panel is, and what only looks like one."""

import cv2
import numpy as np
import pytest

from painttime.recordings.survey.differing import in_groups, panel_in
from painttime.recordings.survey.looks import Look, Scene, Step
from painttime.recordings.survey.segmenting import Segment, thinned, window_of


def _panel(draw_on):
    """The panel found where a mask was filled with one colour, noise and lines of text in it."""
    mask = np.zeros((128, 192), dtype=np.uint8)
    draw_on(mask)
    apart = mask > 0
    rng = np.random.default_rng(2)
    pixels = rng.integers(0, 255, (128, 192, 3)).astype(np.uint8)
    pixels[apart] = np.clip(rng.normal((60, 62, 68), 1, (int(apart.sum()), 3)), 0, 255)
    pixels[50:53, 70:110] = 220
    return panel_in(pixels, apart, apart)


class TestPanel:
    def test_box(self):
        box = _panel(lambda mask: cv2.rectangle(mask, (48, 32), (143, 95), 1, -1))
        assert box == pytest.approx((0.25, 0.25, 0.75, 0.75), abs=0.01)

    def test_box_before_a_camera_that_turned(self):
        corners = cv2.boxPoints(((96, 64), (90, 60), 3)).astype(np.int32)
        assert _panel(lambda mask: cv2.fillPoly(mask, [corners], 1)) is not None

    def test_menu_with_its_bar(self):
        def menu(mask):
            mask[:10] = 1
            mask[10:100, 40:90] = 1

        assert _panel(menu) is not None

    @pytest.mark.parametrize(
        "shape",
        [
            lambda mask: cv2.circle(mask, (96, 64), 40, 1, -1),
            lambda mask: cv2.line(mask, (30, 100), (150, 20), 1, 24),
            lambda mask: cv2.fillPoly(mask, [np.array([[20, 20], [170, 60], [60, 110]], np.int32)], 1),
            lambda mask: cv2.rectangle(mask, (48, 32), (60, 40), 1, -1),
        ],
        ids=["circle", "stroke", "triangle", "small box"],
    )
    def test_other_shapes(self, shape):
        assert _panel(shape) is None


def test_lone_pixels_do_not_count():
    mask = np.zeros((20, 20), dtype=np.bool_)
    mask[3, 3] = True
    mask[10:12, 10:12] = True
    grouped = in_groups(mask)
    assert not grouped[3, 3]
    assert grouped[10:12, 10:12].all()


class TestSegments:
    def _scene(self, hidden_shares):
        scene = Scene(number=0, group=0, uniform_share=0.0)
        scene.looks = [Look(index=at, gain=1.0, moved_share=0.0) for at in range(len(hidden_shares))]
        scene.steps = [
            Step(
                num_changed_px=0,
                num_different_px=0,
                num_touched_px=0,
                same_share=1.0,
                num_grown_px=0,
                hidden_share=share,
            )
            for share in hidden_shares[:-1]
        ]
        scene.last_hidden_share = hidden_shares[-1]
        return scene

    def test_least_change_goes_first_and_the_last_state_stays(self):
        scene = self._scene([0.0] * 5)
        changes = [100, 5, 50, 7, 1]
        segments = [Segment(scene=scene, places=(at,), changed_px=px) for at, px in enumerate(changes)]
        kept = [segment.places[0] for segment in thinned(segments, 3)]
        # 4 differs from 3 by least, 1 from 0 next: 3 is shown by 4, 0 by 1.
        assert kept == [1, 2, 4]

    def test_window_takes_clear_looks(self):
        shares = [0.1] * 12
        shares[7] = 0.0
        segment = Segment(scene=self._scene(shares), places=tuple(range(12)), changed_px=0)
        index, window = window_of(segment)
        assert index == 7
        assert 7 in window
        assert len(window) == 9

    def test_window_of_clear_looks_only_where_there_are_enough(self):
        shares = [0.1] * 5 + [0.0] * 20
        segment = Segment(scene=self._scene(shares), places=tuple(range(25)), changed_px=0)
        _, window = window_of(segment)
        assert min(window) == 5
        assert max(window) == 24
        assert len(window) == 9
