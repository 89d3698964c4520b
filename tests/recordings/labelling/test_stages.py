import cv2
import numpy as np
import pytest

from painttime.core.change import changed_pixels
from painttime.recordings.labelling.stages import Progress, ProgressMeter, stages_of

NAMES = ("ground", "block-in", "modelling", "detail", "finish")


def progress_of(pictures):
    meter = ProgressMeter(pictures[-1])
    for index, picture in enumerate(pictures):
        meter.add(picture, changed_pixels(pictures[index - 1], picture) if index else None)
    return meter.progress()


@pytest.fixture(scope="module")
def finished():
    """Coarse shapes with fine texture upon them, 160 x 120."""
    rng = np.random.default_rng(1)
    coarse = cv2.resize(rng.integers(40, 160, (4, 5, 3)).astype(np.uint8), (160, 120))
    texture = cv2.GaussianBlur(rng.normal(0, 60, (120, 160, 1)).astype(np.float32), (0, 0), 1)
    return np.clip(coarse + texture[..., None], 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def ground():
    return np.full((120, 160, 3), 250, dtype=np.uint8)


def test_what_is_covered_counts_only_what_ever_changes(ground, finished):
    pictures = [ground]
    for column in (30, 60, 120):
        picture = ground.copy()
        picture[:, :column] = finished[:, :column]
        pictures.append(picture)
    # The right quarter stays bare to the end.
    np.testing.assert_allclose(progress_of(pictures).covered, [0, 0.25, 0.5, 1])


def test_detail_counts_as_much_as_is_there_of_the_final_one(ground, finished):
    half = ground.copy()
    half[:60] = finished[:60]
    blurred = cv2.GaussianBlur(finished, (0, 0), 12)
    inverted = 255 - finished
    detail = progress_of([ground, blurred, half, inverted, finished]).detail
    assert detail[0] == 0
    assert detail[1] < 0.1
    assert 0.4 < detail[2] < 0.6
    assert detail[3] < 0.05
    assert detail[4] == 1


def test_remaining_is_a_share_of_the_farthest_frame(ground):
    pictures = [np.full_like(ground, value) for value in (200, 100, 150, 0)]
    np.testing.assert_allclose(progress_of(pictures).remaining, [1, 0.5, 0.75, 0])


def test_a_painting_laid_in_then_worked_out_passes_through_all_stages(ground, finished):
    laid_in = cv2.GaussianBlur(finished, (0, 0), 12)
    shares = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    worked_out = [cv2.addWeighted(laid_in, 1 - share, finished, share, 0) for share in shares]
    part_laid_in = ground.copy()
    part_laid_in[:60] = laid_in[:60]
    stages = stages_of(progress_of([ground, part_laid_in, *worked_out]))
    assert stages == ("ground", "block-in", "block-in", "modelling", "detail", "finish", "finish", "finish")


def test_the_edge_of_a_canvas_on_its_table_is_no_detail_of_the_painting(ground, finished):
    on_table = []
    for picture in (ground, cv2.GaussianBlur(finished, (0, 0), 12), finished):
        filmed = np.full((180, 240, 3), 40, dtype=np.uint8)
        filmed[30:150, 40:200] = picture
        on_table.append(filmed)
    progress = progress_of(on_table)
    assert progress.detail[0] < 0.01
    assert stages_of(progress)[0] == "ground"


def test_a_recording_that_begins_late_has_no_ground(ground, finished):
    begun = ground.copy()
    begun[:50] = finished[:50] // 2 + ground[:50] // 2
    assert stages_of(progress_of([begun, finished])) == ("block-in", "finish")


def test_stages_never_go_back_and_the_last_frame_is_finished():
    progress = Progress(
        covered=np.array([0, 0.95, 0.95, 1.0]),
        detail=np.array([0, 0.4, 0.2, 0.3]),
        remaining=np.array([1, 0.5, 0.6, 0.0]),
    )
    assert stages_of(progress) == ("ground", "detail", "detail", "finish")


def test_a_recording_in_which_nothing_changes_is_measured_all_the_same(ground):
    progress = progress_of([ground, ground])
    for values in (progress.covered, progress.detail, progress.remaining):
        assert np.isfinite(values).all()
    assert set(stages_of(progress)) <= set(NAMES)
