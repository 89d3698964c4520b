"""Films made by hand: what is found in them is known."""

import cv2
import numpy as np
import pytest

from painttime.recordings.options import BringInOptions
from painttime.recordings.survey import surveying
from painttime.recordings.survey.findings import ELSEWHERE, INTERFACE, STATIC, WORK, Stretch
from painttime.recordings.survey.surveying import survey

HELD = 5


def _film(canvases, held=HELD):
    """Every canvas for some frames; returns the frames and the number of the canvas in each."""
    return [canvas for canvas in canvases for _ in range(held)], np.repeat(np.arange(len(canvases)), held)


def _states(found, shown):
    """Return the canvas of every moment; every window has to show one only."""
    states = []
    for moment in found.moments:
        (state,) = {int(shown[index]) for index in moment.window}
        assert shown[moment.index] == state
        assert moment.index in moment.window
        assert list(moment.window) == sorted(set(moment.window))
        states.append(state)
    return states


def _noisy(frames, seed=3):
    rng = np.random.default_rng(seed)
    return [np.clip(frame + rng.normal(0, 1.5, frame.shape), 0, 255).astype(np.uint8) for frame in frames]


def _kinds(found):
    kinds = []
    for stretch in found.stretches:
        assert stretch.first == len(kinds)
        kinds += [stretch.kind] * (stretch.last - stretch.first + 1)
    assert len(kinds) == found.num_frames
    return kinds


class TestStates:
    def test_every_canvas_is_one_moment(self, surveyed, canvases):
        frames, shown = _film(canvases)
        found = surveyed(frames)
        assert found.num_frames == len(frames)
        assert _states(found, shown) == list(range(8))
        assert len({moment.view for moment in found.moments}) == 1

    def test_canvases_of_a_single_frame(self, surveyed, draw):
        frames = draw.painted(30)
        assert _states(surveyed(frames), range(30)) == list(range(30))

    def test_a_stroke_of_a_few_pixels(self, surveyed, canvases):
        dotted = canvases[-1].copy()
        dotted[60:65, 90:96] = (200, 30, 30)
        frames, shown = _film([canvases[-1], dotted], held=9)
        # 30 of 24,576 pixels: .12 %.
        assert _states(surveyed(_noisy(frames)), shown) == [0, 1]

    def test_flicker_and_noise_change_nothing(self, surveyed, canvases):
        gains = 1 + 0.05 * np.sin(np.arange(40) * 2.4)
        frames = _noisy([np.clip(canvases[-1] * gain, 0, 255) for gain in gains])
        assert len(surveyed(frames).moments) == 1

    def test_drift_changes_nothing(self, surveyed, canvases):
        frames = [
            cv2.warpAffine(
                canvases[-1],
                cv2.getRotationMatrix2D((96 + 4 * at, 64), 0.05 * at, 1 + 0.001 * at),
                (192, 128),
                borderMode=cv2.BORDER_REFLECT,
            )
            for at in range(40)
        ]
        assert len(surveyed(_noisy(frames)).moments) <= 2

    def test_slow_change_is_no_static_picture(self, surveyed, canvases):
        weights = np.clip((np.arange(60) - 10) / 40, 0, 1)
        frames = [
            np.rint(canvases[4] * (1 - weight) + canvases[-1] * weight).astype(np.uint8) for weight in weights
        ]
        moments = surveyed(_noisy(frames)).moments
        assert len(moments) >= 2
        assert moments[0].index < 25
        assert moments[-1].index > 40

    def test_undone_paint_is_a_state_of_its_own(self, surveyed, canvases):
        wrong = canvases[3].copy()
        cv2.line(wrong, (40, 30), (120, 90), (20, 160, 60), 6, cv2.LINE_AA)
        frames, shown = _film([canvases[2], canvases[3], wrong, canvases[3], canvases[4]], held=7)
        shown = np.where(shown == 3, 1, shown)
        assert _states(surveyed(_noisy(frames)), shown) == [0, 1, 2, 1, 4]


class TestHand:
    def _painting_hand(self, draw, canvases, held=HELD, seed=5):
        rng = np.random.default_rng(seed)
        frames, shown = _film(canvases, held)
        spots = [(int(rng.integers(30, 150)), int(rng.integers(30, 100))) for _ in frames]
        frames = [draw.with_hand(frame, spot) for frame, spot in zip(frames, spots, strict=True)]
        return _noisy(frames), shown

    def test_all_canvases_are_found_below_a_hand(self, surveyed, draw, canvases):
        frames, shown = self._painting_hand(draw, canvases)
        states = _states(surveyed(frames), shown)
        assert sorted(set(states)) == list(range(8))
        assert states == sorted(states)
        assert len(states) <= 20

    def test_most_frames_of_a_hand_alone_are_no_change(self, surveyed, draw, canvases):
        frames, _ = self._painting_hand(draw, canvases[-1:], held=60)
        # It covers a sixth of the picture and is elsewhere in every frame.
        assert len(surveyed(frames).moments) <= 24

    def test_a_hand_at_rest_before_a_moving_camera(self, surveyed, draw, canvases):
        still = draw.with_hand(canvases[-1], (150, 100))
        frames = [np.roll(canvases[-1], at // 4, axis=1) for at in range(40)]
        frames = [np.where(still != canvases[-1], still, frame) for frame in frames]
        assert len(surveyed(_noisy(frames)).moments) <= 4

    def test_frames_without_a_hand_are_preferred(self, surveyed, draw, canvases):
        frames, _ = self._painting_hand(draw, canvases[-1:], held=30)
        frames[12:15] = _noisy([canvases[-1]] * 3)
        found = surveyed(frames)
        assert any(moment.index in (12, 13, 14) for moment in found.moments)


class TestStatic:
    def test_stretch_is_found_exactly(self, surveyed, draw):
        canvases = draw.painted(30)
        frames = canvases[:15] + [canvases[14]] * 20 + canvases[15:]
        found = surveyed(frames)
        assert found.stretches == (
            Stretch(first=0, last=14, kind=WORK),
            Stretch(first=15, last=34, kind=STATIC),
            Stretch(first=35, last=49, kind=WORK),
        )
        assert len(found.moments) == 30


class TestInterface:
    @pytest.mark.parametrize("length", [5, 8, 20])
    def test_dialog(self, surveyed, draw, canvases, length):
        frames, shown = _film(canvases)
        frames = frames[:20] + [draw.dialog(frames[19])] * length + frames[20:]
        shown = np.concatenate([shown[:20], np.full(length, -1), shown[20:]])
        found = surveyed(_noisy(frames))
        assert _states(found, shown) == list(range(8))
        assert [kind == INTERFACE for kind in _kinds(found)] == (shown < 0).tolist()

    def test_title_card_inside(self, surveyed, draw, canvases):
        frames, shown = _film(canvases)
        frames = frames[:20] + [draw.title("PART TWO")] * 8 + frames[20:]
        shown = np.concatenate([shown[:20], np.full(8, -1), shown[20:]])
        found = surveyed(frames)
        assert _states(found, shown) == list(range(8))
        assert [kind == INTERFACE for kind in _kinds(found)] == (shown < 0).tolist()
        # What comes after is seen as before.
        assert len({moment.view for moment in found.moments}) == 1

    def test_cards_at_both_ends(self, surveyed, draw, canvases):
        frames, shown = _film(canvases)
        frames = [draw.title("HELLO")] * 10 + frames + [draw.title("THE END")] * 15
        shown = np.concatenate([np.full(10, -1), shown, np.full(15, -1)])
        found = surveyed(frames)
        assert _states(found, shown) == list(range(8))
        assert [kind == INTERFACE for kind in _kinds(found)] == (shown < 0).tolist()

    def test_fade_to_black_at_the_end(self, surveyed, canvases):
        frames, _ = _film(canvases)
        frames += [frames[-1]] * 10
        frames += [(frames[-1] * share).astype(np.uint8) for share in np.linspace(0.8, 0, 8)]
        found = surveyed(frames + [np.zeros_like(frames[0])] * 10)
        last = found.moments[-1]
        assert all(35 <= index < 50 for index in last.window)

    def test_finished_painting_shown_first_is_no_state(self, surveyed, draw):
        canvases = draw.painted(40)[::5]
        frames, shown = _film(canvases)
        frames = [canvases[-1]] * 12 + [np.zeros_like(frames[0])] * 3 + frames
        shown = np.concatenate([np.full(15, -1), shown])
        assert [state for state in _states(surveyed(_noisy(frames)), shown) if state < 0] == []


class TestViews:
    def test_camera_that_comes_closer_gives_no_moments_on_its_way(self, surveyed, draw):
        canvas = draw.painted(30)[-1]
        frames = [canvas] * 10
        for share in np.linspace(0, 1, 8)[1:-1]:
            x, y = round(40 * share), round(24 * share)
            frames.append(cv2.resize(canvas[y : 128 - y, x : 192 - x], (192, 128)))
        frames += [cv2.resize(canvas[24:104, 40:152], (192, 128))] * 10
        moving = range(10, 16)
        assert not [moment for moment in surveyed(_noisy(frames)).moments if moment.index in moving[1:-1]]

    def test_cut_to_something_else(self, surveyed, draw, canvases):
        frames, shown = _film(canvases)
        frames = frames[:20] + [draw.other_picture()] * 9 + frames[20:]
        shown = np.concatenate([shown[:20], np.full(9, -1), shown[20:]])
        found = surveyed(_noisy(frames))
        assert _states(found, shown) == list(range(8))
        assert [kind == ELSEWHERE for kind in _kinds(found)] == (shown < 0).tolist()

    def test_closer_view_is_work_in_a_view_of_its_own(self, surveyed, draw):
        canvases = draw.painted(14)[4:]
        frames, shown = _film(canvases)
        near = [cv2.resize(frame[20:100, 30:150], (192, 128)) for frame in frames[15:30]]
        found = surveyed(_noisy(frames[:15] + near + frames[30:]))
        _states(found, shown)
        assert set(_kinds(found)) <= {WORK, STATIC}
        inside = {moment.view for moment in found.moments if 15 <= moment.index < 30}
        outside = {moment.view for moment in found.moments if not 15 <= moment.index < 30}
        assert inside
        assert outside
        assert not inside & outside


class TestLength:
    def test_most_moments(self, surveyed, draw):
        frames = draw.painted(40)
        found = surveyed(frames, max_frames=10)
        assert len(found.moments) == 15
        assert found.moments[-1].window[-1] == 39

    def test_where_most_changes_moments_stay(self, surveyed, draw):
        canvases = draw.painted(30)
        dots = [canvases[-1].copy()]
        for at in range(30):
            dots.append(dots[-1].copy())
            dots[-1][20 + 2 * at : 22 + 2 * at, 100:102] = (255, 0, 0)
        found = surveyed(canvases + dots[1:], max_frames=20)
        assert sum(moment.index < 30 for moment in found.moments) == 29

    def test_long_recordings_are_looked_at_in_part(self, make_recording, run_counting, canvases, monkeypatch):
        monkeypatch.setattr(surveying, "MAX_LOOKS", 30)
        frames, shown = _film(canvases, held=12)
        source = make_recording(frames)
        found, progress = run_counting(survey(source, BringInOptions()))
        assert source.given == list(range(0, 96, 4))
        assert found.num_frames == 96
        assert _states(found, shown) == list(range(8))
        assert len(_kinds(found)) == 96
        assert progress[-1] == (93, 96)

    def test_unknown_length(self, make_recording, run_counting, canvases):
        frames, shown = _film(canvases)
        found, progress = run_counting(survey(make_recording(frames, says_length=False), BringInOptions()))
        assert _states(found, shown) == list(range(8))
        assert progress[4] == (5, 0)

    def test_frames_are_read_one_at_a_time(self, make_recording, canvases):
        frames, _ = _film(canvases)
        source = make_recording(frames)
        counting = survey(source, BringInOptions())
        for num_read in range(1, 20):
            next(counting)
            assert len(source.given) == num_read
        counting.close()

    def test_two_surveys_find_the_same(self, surveyed, draw, canvases):
        frames, _ = _film(canvases)
        frames[10:12] = [draw.with_hand(frames[10], (80, 60)), draw.with_hand(frames[11], (90, 70))]
        assert surveyed(frames) == surveyed(frames)
