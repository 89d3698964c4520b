"""A process measured as a whole: alone, against a recording, beside the baselines."""

import json

import numpy as np
import pytest

from painttime.core.part import PartMap
from painttime.evaluation.baselines import BASELINE_TITLES, PARTS
from painttime.evaluation.evaluating import evaluate
from painttime.evaluation.evaluation import MEASURE_KEYS
from painttime.evaluation.subject import Subject

GROUND = (240, 230, 220)
TIMES = np.linspace(0.125, 1, 8)
NUM_FRAMES = 9

NEEDS_RECORDING = {"l1_linear_time", "l1_best_match", "step_iou", "settle_order_r"}
NEEDS_PLAN = {"degree_error", "degree_spearman", "leakage"}


class Grey:
    """A network that sees how bright pictures are."""

    name = "grey"

    def distance(self, one, other):
        return abs(float(one.mean()) - float(other.mean())) / 255


@pytest.fixture(scope="module")
def recording(stored, columns_revealed):
    """Eight columns revealed one after the other."""
    return stored(columns_revealed(TIMES, NUM_FRAMES))


@pytest.fixture(scope="module")
def whole(recording, halves):
    """The recording as a process of which everything is known."""
    asked = np.zeros((NUM_FRAMES - 1, 2), dtype=np.float32)
    asked[:4, 0] = asked[4:, 1] = 0.25
    ones = np.ones((256, 256), dtype=np.float32)
    return Subject(
        name="itself",
        frames=recording,
        ground=GROUND,
        painting=recording.pictures[-1],
        parts=halves,
        asked=asked,
        weight=lambda step: ones,
        other_takes=(recording,),
    )


@pytest.fixture(scope="module")
def perfect(whole, recording, finished):
    """The recording measured against itself."""
    return finished(evaluate(whole, recording, perceptual=Grey()))


def test_a_process_that_is_the_recording_is_perfect(perfect):
    measures = perfect.measures
    assert measures.missing == {}
    assert (measures.l1_linear_time, measures.l1_best_match, measures.step_iou) == (0, 0, 1)
    assert measures.settle_order_r == pytest.approx(1)
    assert (measures.backtrack, measures.stalls, measures.first_frame_paint) == (0, 0, 0)
    assert (measures.final_max_levels, measures.leakage) == (0, 0)
    # A pixel of the ground's own colour may stand in the painting.
    assert measures.degree_error == pytest.approx(0, abs=0.01)
    assert measures.degree_spearman == pytest.approx(1, abs=0.1)
    assert (measures.diversity, measures.stroke_likeness, measures.perceptual) == (0, 0, 0)
    assert measures.detail_curve[-1] == 1
    assert perfect.perceptual_network == "grey"


def test_every_baseline_has_the_same_measures_and_none_is_perfect(perfect):
    assert list(perfect.baselines) == list(BASELINE_TITLES)
    for name, measures in perfect.baselines.items():
        # A wipe changes both halves by as much at every step: no order of degrees.
        assert set(measures.missing) <= {"stroke_likeness", "degree_spearman"}, name
        assert measures.l1_linear_time > 0.01, name
        assert measures.step_iou < 0.5, name
        assert (measures.backtrack, measures.first_frame_paint, measures.final_max_levels) == (0, 0, 0)
    # They know nothing of the plan: a fade changes parts that were to rest.
    assert perfect.baselines["cross_fade"].leakage > 0.5
    assert perfect.baselines["random_tiles"].diversity > 0
    assert perfect.baselines["top_down_wipe"].diversity == 0


def test_a_fade_lays_all_but_the_last_step_by_halves(perfect):
    # In eight steps it goes an eighth, a seventh, ... of the way that is left, at last all of it.
    assert perfect.baselines["cross_fade"].stroke_likeness == pytest.approx(7 / 8, abs=0.01)


def test_alone_what_needs_a_recording_is_missing_with_a_reason(whole, finished):
    found = finished(evaluate(whole, with_baselines=False))
    assert set(found.measures.missing) == NEEDS_RECORDING | {"perceptual"}
    assert all(reason.endswith(".") for reason in found.measures.missing.values())
    assert found.recording is None


def test_frames_alone_can_be_measured(recording, finished):
    found = finished(evaluate(Subject(name="frames", frames=recording), recording))
    missing = set(found.measures.missing)
    assert missing == NEEDS_PLAN | {"diversity", "stroke_likeness", "perceptual"}
    assert PARTS not in found.baselines
    assert found.ground == GROUND
    assert not found.is_ground_given


def test_the_reversed_recording_is_what_it_is(stored, recording, finished):
    backward = stored(recording.pictures[::-1])
    subject = Subject(name="back", frames=backward)
    measures = finished(evaluate(subject, recording, with_baselines=False)).measures
    assert measures.l1_best_match == 0
    assert measures.l1_linear_time > 0.1
    assert measures.final_max_levels > 100
    assert measures.backtrack == 0


def test_other_sizes_and_lengths_are_brought_together(stored, even, finished):
    # Even pictures stay what they are at any size: .2 of the range in the middle of five frames.
    recorded = stored([even(level, 50) for level in (200, 151, 100, 51, 0)])
    frames = stored([np.full((300, 700, 3), level, dtype=np.uint8) for level in (200, 49, 0)])
    other = stored([even(level, 90) for level in (200, 100, 0)])
    subject = Subject(name="wide", frames=frames, painting=even(0, 50), other_takes=(other,))
    found = finished(evaluate(subject, recorded, with_baselines=False))
    assert (found.size_px, found.measured_size_px) == ((700, 300), (256, 256))
    # Frames 0 1 1 2 2 against 0 1 2 3 4.
    assert found.measures.l1_linear_time == pytest.approx((0 + 102 + 51 + 51 + 0) / 5 / 255)
    # Of three frames the second is nearest to a quarter and a half of the time, the last to three quarters.
    assert found.measures.diversity == pytest.approx((51 + 51 + 0) / 3 / 255)
    assert "sizes" in found.measures.missing["final_max_levels"]
    assert "settle" in found.measures.missing["settle_order_r"]
    assert found.baselines == {}


def test_full_size_is_what_counts_at_the_end(stored, recording, finished):
    big = [np.repeat(np.repeat(picture, 2, axis=0), 2, axis=1) for picture in recording.pictures]
    last = big[-1].copy()
    last[7, 9] ^= 1
    frames = stored([*big[:-1], last])
    subject = Subject(name="big", frames=frames, painting=big[-1])
    found = finished(evaluate(subject, with_baselines=False))
    assert found.measures.final_max_levels == 1
    assert frames.asked == list(range(NUM_FRAMES))


def test_two_still_frames(stored, even, finished):
    still = stored([even(90, 40), even(90, 40)])
    found = finished(evaluate(Subject(name="still", frames=still, ground=GROUND), still))
    assert found.baselines["random_tiles"].stalls == 0
    assert set(found.measures.missing) >= {"step_iou", "settle_order_r", "backtrack", "detail_curve"}
    assert (found.measures.stalls, found.measures.first_frame_paint) == (1, 1)
    json.dumps(found.to_json(), allow_nan=False)


def test_tiny_pictures(stored, finished):
    tiny = stored([np.full((1, 3, 3), level, dtype=np.uint8) for level in (255, 100, 0)])
    found = finished(evaluate(Subject(name="tiny", frames=tiny), tiny, with_baselines=False))
    assert found.measured_size_px == (768, 256)
    assert found.measures.l1_linear_time == 0


def test_a_first_frame_without_ground_has_no_share_of_paint(stored, columns_revealed, finished):
    y, x = np.mgrid[0:64, 0:64]
    full = np.stack([x * 4, y * 4, (x + y) * 2], axis=2).astype(np.uint8)
    frames = stored([full, 255 - full])
    found = finished(evaluate(Subject(name="full", frames=frames), with_baselines=False))
    assert "ground" in found.measures.missing["first_frame_paint"]


def test_degrees_of_another_number_of_steps_are_not_held_against_baselines(whole, stored, finished):
    shorter = stored(whole.frames.pictures[::4])
    found = finished(evaluate(whole, shorter))
    assert found.measures.degree_error is not None
    assert found.baselines["cross_fade"].degree_error is None
    assert found.baselines["cross_fade"].missing["degree_error"]


def test_progress_ends_where_it_said_it_would(whole, stored, recording):
    shorter = stored(recording.pictures[::4])
    for work in (
        evaluate(Subject(name="short", frames=shorter), shorter, perceptual=Grey()),
        evaluate(whole, with_baselines=False),
        evaluate(whole, shorter, with_baselines=False),
    ):
        progress = list(work)
        assert len({total for _, total in progress}) == 1
        assert [done for done, _ in progress] == sorted({done for done, _ in progress})
        assert progress[-1][0] == progress[-1][1]


def test_json_has_the_published_keys_at_the_top_and_in_each_baseline(perfect):
    written = json.loads(json.dumps(perfect.to_json(), allow_nan=False))
    assert set(written) >= {*MEASURE_KEYS, "missing", "name", "num_frames", "size_px", "perceptual_network"}
    for measures in [written["recording"], *written["baselines"].values()]:
        assert set(measures) == {*MEASURE_KEYS, "missing"}
    assert (written["name"], written["num_frames"], written["size_px"]) == ("itself", NUM_FRAMES, [256, 256])
    assert written["ground"] == "#f0e6dc"


def test_courses_are_there_to_draw(perfect):
    assert set(perfect.courses) == {"process", "recording", *BASELINE_TITLES}
    course = perfect.courses["process"]
    assert course.distances.shape == course.detail.shape == (NUM_FRAMES,)
    assert course.settle_map.shape == (256, 256)
    assert course.step_ious == (1.0,) * (NUM_FRAMES - 1)
    assert course.realised.shape == (NUM_FRAMES - 1, 2)
    assert course.strip.shape == (9, 256, 256, 3)
    with pytest.raises(ValueError, match="read-only"):
        course.distances[0] = 1


def test_parts_of_any_size_fit_the_baselines(halves, recording, stored, finished):
    small = PartMap(labels=halves.resized(100, 120), parts=halves.parts)
    subject = Subject(name="small", frames=stored(recording.pictures[::4]), parts=small)
    found = finished(evaluate(subject))
    assert set(found.baselines["top_down_wipe"].missing) >= NEEDS_RECORDING
    realised = found.courses[PARTS].realised
    np.testing.assert_allclose(realised, np.eye(2), atol=0.01)
