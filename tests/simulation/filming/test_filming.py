"""Films: what they say about their frames is true."""

from collections import Counter
from itertools import pairwise

import cv2
import numpy as np
import pytest

from painttime.core.similarity import IDENTITY, Similarity
from painttime.simulation.filming.film import (
    ELSEWHERE,
    GOOD,
    INTERFACE,
    OCCLUDED,
    STATIC,
    FilmedFrame,
    FilmOptions,
)
from painttime.simulation.filming.filming import Film, film
from painttime.simulation.filming.procedural import ProceduralCanvases, procedural_canvases


def moved(pixels: np.ndarray, move: Similarity) -> np.ndarray:
    size_px = (pixels.shape[1], pixels.shape[0])
    return cv2.warpAffine(pixels, move.matrix, size_px, flags=cv2.INTER_CUBIC)


class TestWithoutTrouble:
    def test_a_film_shows_each_canvas_as_it_is_and_so_often(self, canvases: ProceduralCanvases) -> None:
        frames = list(film(canvases, FilmOptions(frames_per_canvas=3), seed=1))
        assert [frame.canvas for frame in frames[:6]] == [0, 0, 0, 1, 1, 1]
        assert [frame.kind for frame in frames[:4]] == [GOOD, STATIC, STATIC, GOOD]
        for frame in frames[::7]:
            np.testing.assert_array_equal(frame.pixels, canvases.frame(frame.canvas))
            assert frame.to_last == IDENTITY
            assert frame.hidden is None

    def test_a_canvas_of_another_shape_stands_on_the_table(self, canvases: ProceduralCanvases) -> None:
        tall = Film(canvases, FilmOptions(), size_px=(400, 120), seed=1)
        frame = next(tall.frames())
        to_frame = tall.canvas_to_frame(0)
        assert to_frame.scale == pytest.approx(1.0)
        left = round(to_frame.dx_px)
        np.testing.assert_array_equal(frame.pixels[:, left : left + 160], canvases.frame(0))
        assert np.abs(frame.pixels[:, : left - 2].astype(float).mean() - canvases.frame(0).mean()) > 20


class TestTruth:
    def test_every_kind_is_there_and_the_film_ends_with_the_painting_in_clear_view(
        self, filmed: list[FilmedFrame], canvases: ProceduralCanvases
    ) -> None:
        kinds = Counter(frame.kind for frame in filmed)
        assert set(kinds) == {GOOD, STATIC, OCCLUDED, INTERFACE, ELSEWHERE}
        assert kinds[INTERFACE] == 6 * 3
        assert kinds[ELSEWHERE] == 2 * 3
        last = filmed[-1]
        assert last.canvas == canvases.num_frames - 1
        assert last.hidden is None
        assert largest_of(last.to_last, IDENTITY) < 1e-9

    def test_a_canvas_is_good_the_first_time_it_is_seen_whole(self, filmed: list[FilmedFrame]) -> None:
        seen: set[int] = set()
        for frame in filmed:
            if frame.kind in (GOOD, STATIC):
                assert (frame.kind == GOOD) == (frame.canvas not in seen)
                assert frame.hidden is None
                seen.add(frame.canvas)
            else:
                assert frame.hidden is not None
                assert frame.hidden.any()

    def test_moved_by_to_last_a_frame_lies_on_its_canvas_as_the_last_frame_sees_it(
        self, film: Film, filmed: list[FilmedFrame]
    ) -> None:
        width_px, height_px = film.size_px
        far = 0.0
        for frame in filmed[::5]:
            if frame.kind not in (GOOD, STATIC) or frame.to_last.scale < 0.9:
                continue
            truth = film.clear_view(frame.canvas, film.num_frames - 1)
            found = moved(frame.pixels, frame.to_last)
            inside = moved(np.full((height_px, width_px), 255, np.uint8), frame.to_last) > 254
            # Strokes end sharply; half a pixel off, the difference is some four times as large.
            assert np.abs(found.astype(float) - truth)[inside].mean() < 3.0
            far = max(far, largest_of(frame.to_last, IDENTITY))
        assert far > 8

    def test_what_is_not_hidden_is_seen_as_it_is(self, film: Film, filmed: list[FilmedFrame]) -> None:
        num_seen = 0
        for index, frame in enumerate(filmed):
            if frame.kind == ELSEWHERE or frame.hidden is None or frame.hidden.all():
                continue
            truth = film.clear_view(frame.canvas, index)
            away = np.abs(frame.pixels.astype(int) - truth).max(axis=2)
            assert away[~frame.hidden].max() == 0
            assert away[frame.hidden].mean() > 5
            num_seen += 1
        assert num_seen > 20

    def test_drift_reaches_what_is_asked_and_no_more(self, canvases: ProceduralCanvases) -> None:
        options = FilmOptions(shift_share=0.08, scale_share=0.05, turn_deg=3.0)
        frames = list(film(canvases, options, seed=4))
        middle = [[(160 - 1) / 2, (120 - 1) / 2]]
        shifts = [np.linalg.norm(frame.to_last.apply(middle) - middle) for frame in frames]
        # Pictures are scaled and turned about their middle: there the shift is the camera's, times the scale.
        assert max(shifts) == pytest.approx(0.08 * 160, rel=0.12)
        growths = [abs(np.log(frame.to_last.scale)) for frame in frames]
        assert max(growths) == pytest.approx(np.log(1.05), rel=1e-6)
        assert max(abs(frame.to_last.angle_deg) for frame in frames) == pytest.approx(3.0)
        steps = [largest_of(a.to_last, b.to_last) for a, b in pairwise(frames)]
        assert max(steps) < 3


class TestLight:
    def test_flicker_is_no_larger_than_asked_and_burns_nothing_out(self) -> None:
        canvases = procedural_canvases((64, 48), num_canvases=4, seed=1)
        options = FilmOptions(frames_per_canvas=10, flicker=0.1)
        frames = list(film(canvases, options, seed=3))
        means = np.array([frame.pixels.mean() for frame in frames[:10]]) / canvases.frame(0).mean()
        assert means.max() <= 1.001
        assert 0.03 < np.ptp(means) <= 0.1

    def test_noise_is_as_strong_as_asked_and_new_in_every_frame(self, canvases: ProceduralCanvases) -> None:
        frames = film(canvases, FilmOptions(noise=4.0), seed=3)
        first, second = (next(frames).pixels.astype(float) for _ in range(2))
        noise = (first - canvases.frame(0))[canvases.frame(0).max(axis=2) < 240]
        assert noise.std() == pytest.approx(4.0, rel=0.05)
        assert np.abs(first - second).mean() > 2


class TestUndone:
    def test_what_is_taken_back_is_seen_and_gone_again(self, canvases: ProceduralCanvases) -> None:
        undone = Film(canvases, FilmOptions(num_undone=2), seed=6)
        frames = list(undone.frames())
        order = [frame.canvas for frame in frames if frame.kind == GOOD]
        for mistake in (12, 13):
            before = order[order.index(mistake) - 1]
            after = frames[max(i for i, f in enumerate(frames) if f.canvas == mistake) + 1]
            assert after.canvas == before
            pixels = next(frame.pixels for frame in frames if frame.canvas == mistake)
            np.testing.assert_array_equal(after.pixels, canvases.frame(before))
            assert 0.005 < (pixels != after.pixels).any(axis=2).mean() < 0.3


class TestZooms:
    def test_while_the_camera_is_closer_painting_goes_on_in_what_it_sees(
        self, film: Film, filmed: list[FilmedFrame]
    ) -> None:
        near = [index for index, frame in enumerate(filmed) if frame.to_last.scale < 0.75]
        assert near
        shown = sorted({filmed[index].canvas for index in near})
        before, after = film.canvases.frame(shown[0]), film.canvases.frame(shown[-1])
        y, x = np.nonzero((before != after).any(axis=2))
        assert len(x) > 20
        for index in near:
            if filmed[index].canvas in shown[1:-1]:
                places = film.canvas_to_frame(index).apply(np.stack([x, y], axis=1))
                assert places.min() >= -0.5
                assert (places <= np.array(film.size_px) - 0.5).all()


def test_a_seed_is_a_film(canvases: ProceduralCanvases, everything: FilmOptions) -> None:
    one, same, other = (film(canvases, everything, seed=seed) for seed in (5, 5, 6))
    differs = False
    for _ in range(30):
        frame, again, another = next(one), next(same), next(other)
        np.testing.assert_array_equal(frame.pixels, again.pixels)
        assert (frame.canvas, frame.kind, frame.to_last) == (again.canvas, again.kind, again.to_last)
        differs = differs or not np.array_equal(frame.pixels, another.pixels)
    assert differs


def test_one_trouble_does_not_change_another(canvases: ProceduralCanvases) -> None:
    """So that films with one trouble more can be compared."""
    still = [f.to_last for f in film(canvases, FilmOptions(shift_share=0.05), seed=3)]
    noisy = [f.to_last for f in film(canvases, FilmOptions(shift_share=0.05, noise=3, flicker=0.1), seed=3)]
    assert still == noisy


def largest_of(one: Similarity, other: Similarity) -> float:
    corners = [[0, 0], [159, 0], [0, 119], [159, 119]]
    return float(np.linalg.norm(one.apply(corners) - other.apply(corners), axis=1).max())
