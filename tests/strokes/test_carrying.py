"""Carrying out a process in strokes: inside its parts, with its degrees, only where it helps."""

import itertools
from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painttime.core.brushwork import Brushwork, StrokeList
from painttime.core.change import changed_pixels, realised_degrees
from painttime.core.image import RGB8, Float32, Labels
from painttime.strokes.carrying import CarriedOut, carry_out
from painttime.strokes.engine import draw_strokes, paint

GROUND = (246, 241, 230)
PARTS = (3, 1, 9)


def carried(
    frames: Sequence[RGB8],
    labels: Labels,
    part_ids: tuple[int, ...] = PARTS,
    *,
    realised: Float32 | None = None,
    seed: int = 0,
    max_strokes: int = 15_000,
) -> CarriedOut:
    if realised is None:
        realised = degrees_of(frames, labels, part_ids)
    *shares, last = carry_out(
        frames.__getitem__,
        labels=labels,
        part_ids=part_ids,
        realised=realised,
        ground=GROUND,
        seed=seed,
        max_strokes=max_strokes,
    )
    assert shares == pytest.approx([(step + 1) / len(realised) for step in range(len(realised))])
    assert isinstance(last, CarriedOut)
    return last


def degrees_of(frames: Sequence[RGB8], labels: Labels, part_ids: tuple[int, ...]) -> Float32:
    return np.stack([realised_degrees(a, b, labels, part_ids) for a, b in itertools.pairwise(frames)])


def painted(process: CarriedOut) -> list[RGB8]:
    """Return the canvases as the brush engine draws them from the strokes alone."""
    brushwork = process.brushwork
    canvas = bare(brushwork.height_px, brushwork.width_px)
    frames = [canvas.copy()]
    for first, last in itertools.pairwise(process.counts):
        draw_strokes(canvas, brushwork.strokes, first=first, last=last, labels=brushwork.labels)
        frames.append(canvas.copy())
    return frames


def bare(height_px: int, width_px: int) -> RGB8:
    canvas = np.empty((height_px, width_px, 3), dtype=np.uint8)
    canvas[:] = GROUND
    return canvas


@pytest.fixture(scope="module")
def frames(scene_pixels: RGB8, scene_labels: Labels) -> list[RGB8]:
    """Seven canvases: the sky blocked in from the left, then in full, the hill, the ball, then all detail."""
    soft = cv2.GaussianBlur(scene_pixels, (0, 0), 4)
    columns = np.arange(scene_labels.shape[1])[None, :]
    sky, hill, ball = (scene_labels == part_id for part_id in PARTS)
    canvases = [bare(*scene_labels.shape)]
    for revealed, rendition in (
        (sky & (columns < 70), soft),
        (sky, soft),
        (hill, soft),
        (ball, soft),
        (sky | hill, scene_pixels),
        (ball, scene_pixels),
    ):
        canvases.append(np.where(revealed[..., None], rendition, canvases[-1]))
    return canvases


@pytest.fixture(scope="module")
def process(frames: list[RGB8], scene_labels: Labels) -> CarriedOut:
    return carried(frames, scene_labels)


def test_a_step_leaves_the_parts_alone_that_it_does_not_change(
    process: CarriedOut, frames: list[RGB8], scene_labels: Labels
) -> None:
    asked = degrees_of(frames, scene_labels, PARTS)
    for degrees, (before, after) in zip(asked, itertools.pairwise(painted(process)), strict=True):
        resting = [part_id for part_id, degree in zip(PARTS, degrees, strict=True) if degree == 0]
        still = np.isin(scene_labels, resting)
        np.testing.assert_array_equal(before[still], after[still])
        assert (before[~still] != after[~still]).any()


def test_the_degrees_asked_for_are_reached(
    process: CarriedOut, frames: list[RGB8], scene_labels: Labels
) -> None:
    asked = degrees_of(frames, scene_labels, PARTS)[:4]
    reached = degrees_of(painted(process), scene_labels, PARTS)[:4]
    assert np.abs(asked - reached)[asked > 0].max() <= 0.08


def test_half_a_degree_asked_for_is_half_a_degree_painted(frames: list[RGB8], scene_labels: Labels) -> None:
    asked = degrees_of(frames, scene_labels, PARTS)
    # In the first step: in a part's last one bare ground is covered in any case.
    asked[0] *= 0.5
    halved = carried(frames, scene_labels, realised=asked)
    reached = degrees_of(painted(halved), scene_labels, PARTS)
    assert reached[0, 0] == pytest.approx(asked[0, 0], abs=0.05)


def test_every_stroke_brings_the_canvas_nearer_to_the_next_one(
    frames: list[RGB8], scene_labels: Labels
) -> None:
    process = carried(frames, scene_labels, max_strokes=500)
    touched = np.zeros(scene_labels.shape, dtype=np.bool_)
    canvas = bare(*scene_labels.shape)
    for step, (first, last) in enumerate(itertools.pairwise(process.counts)):
        target = frames[step + 1].astype(np.int64)
        place = changed_pixels(frames[step], frames[step + 1])
        touched |= np.abs(target - GROUND).max(axis=2) > 2
        for stroke in range(first, last):
            before = ((canvas - target) ** 2).sum(axis=2)
            draw_strokes(
                canvas, process.brushwork.strokes, first=stroke, last=stroke + 1, labels=scene_labels
            )
            after = ((canvas - target) ** 2).sum(axis=2)
            assert after[touched].sum() < before[touched].sum()
            assert after[place].sum() <= before[place].sum()


def test_the_last_canvas_comes_near_the_painting(
    process: CarriedOut, scene_pixels: RGB8, scene_labels: Labels
) -> None:
    last = painted(process)[-1]
    assert cv2.absdiff(last, scene_pixels).mean() < 12
    holes = np.abs(last.astype(np.int16) - GROUND).max(axis=2) < 8
    assert holes.mean() < 0.002


def test_strokes_are_longer_than_broad(process: CarriedOut) -> None:
    strokes = process.brushwork.strokes
    lengths = np.linalg.norm(np.diff(strokes.curves, axis=1), axis=2).sum(axis=1)
    assert np.median(lengths / strokes.widths.mean(axis=1)) >= 3


def test_flat_areas_get_broad_strokes_and_stripes_fine_ones_along_them() -> None:
    flat = np.full((96, 128, 3), 150, dtype=np.uint8)
    striped = flat.copy()
    striped[np.arange(96) % 8 < 3] = 40
    process = carried([bare(96, 128), flat, striped], np.ones((96, 128), dtype=np.uint8), (1,))
    strokes, began = process.brushwork.strokes, process.counts[1]
    chords = strokes.curves[:, 2] - strokes.curves[:, 0]
    covered = np.hypot(*chords.T) * strokes.widths.mean(axis=1)
    broad, fine = (
        np.average(strokes.widths.mean(axis=1)[own], weights=covered[own])
        for own in (slice(began), slice(began, None))
    )
    assert broad > 2 * fine
    across = np.abs(chords[began:, 1]) / np.hypot(*chords[began:].T)
    assert np.median(across) < 0.2


def test_larger_canvases_are_crisper_than_enlarged_ones(process: CarriedOut) -> None:
    small = paint(process.brushwork)
    large = paint(process.brushwork, long_side_px=4 * process.brushwork.long_side_px)
    enlarged = cv2.resize(small, (large.shape[1], large.shape[0]), interpolation=cv2.INTER_CUBIC)
    energies = [
        sum((np.diff(p.astype(float), axis=a) ** 2).mean() for a in (0, 1)) for p in (large, enlarged)
    ]
    assert energies[0] > 2 * energies[1]


def test_counts_and_passes_follow_the_steps(process: CarriedOut, frames: list[RGB8]) -> None:
    assert len(process.counts) == len(frames)
    assert process.brushwork.labels is not None
    steps = np.repeat(np.arange(len(frames) - 1), np.diff(process.counts))
    np.testing.assert_array_equal(process.brushwork.strokes.passes, steps)


def test_passes_fit_a_byte_however_many_steps_there_are(frames: list[RGB8], scene_labels: Labels) -> None:
    many = [frames[0]] * 300 + frames[1:]
    steps = carried(many, scene_labels).brushwork.strokes.passes
    assert (np.diff(steps.astype(int)) >= 0).all()
    assert len(np.unique(steps)) <= len(frames) - 1


def test_the_same_seed_gives_the_same_strokes(
    process: CarriedOut, frames: list[RGB8], scene_labels: Labels
) -> None:
    again, other = (carried(frames, scene_labels, seed=seed) for seed in (0, 1))
    np.testing.assert_array_equal(again.brushwork.strokes.curves, process.brushwork.strokes.curves)
    np.testing.assert_array_equal(again.brushwork.strokes.textures, process.brushwork.strokes.textures)
    assert again.counts == process.counts
    assert other.counts != process.counts


def test_a_budget_is_kept_and_shared_among_the_steps(frames: list[RGB8], scene_labels: Labels) -> None:
    few = carried(frames, scene_labels, max_strokes=90)
    assert len(few.brushwork.strokes) <= 90
    assert np.diff(few.counts).max() <= 24
    assert (np.diff(few.counts) > 0).all()


def test_a_step_that_changes_nothing_gets_no_stroke(frames: list[RGB8], scene_labels: Labels) -> None:
    halting = [*frames[:3], frames[2], *frames[3:]]
    process = carried(halting, scene_labels)
    assert process.counts[3] == process.counts[2]
    assert process.counts[-1] > process.counts[3]


def test_a_part_without_degree_gets_no_stroke_whatever_the_frames_show(
    frames: list[RGB8], scene_labels: Labels
) -> None:
    asked = degrees_of(frames, scene_labels, PARTS)
    asked[:, 1] = np.nan
    assert set(carried(frames, scene_labels, realised=asked).brushwork.strokes.part_ids) == {3, 9}


def test_a_painting_of_the_grounds_colour_needs_no_stroke(scene_labels: Labels) -> None:
    empty = [bare(*scene_labels.shape)] * 3
    process = carried(empty, scene_labels, realised=np.full((2, 3), 0.5, dtype=np.float32))
    assert process.counts == (0, 0, 0)


def test_a_part_of_one_pixel_is_painted_alone() -> None:
    labels = np.full((40, 60), 2, dtype=np.uint8)
    labels[21, 33] = 7
    dark = np.where((labels == 7)[..., None], np.uint8(20), bare(40, 60))
    process = carried([bare(40, 60), dark], labels, (2, 7))
    last = painted(process)[-1]
    np.testing.assert_array_equal(last[labels == 2], bare(40, 60)[labels == 2])
    assert np.abs(last[21, 33].astype(int) - 20).max() < 60


def test_one_step_can_paint_everything(scene_pixels: RGB8, scene_labels: Labels) -> None:
    process = carried([bare(*scene_labels.shape), scene_pixels], scene_labels)
    reached = degrees_of(painted(process), scene_labels, PARTS)
    assert reached.min() > 0.95


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 40))
def test_any_process_is_carried_out_inside_its_parts(seed: int, height_px: int, width_px: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(1, 4, (height_px, width_px), dtype=np.uint8)
    painting = rng.integers(0, 256, (height_px, width_px, 3), dtype=np.uint8)
    frames = [bare(height_px, width_px)]
    for _ in range(3):
        frames.append(np.where(rng.random((height_px, width_px, 1)) < 0.5, painting, frames[-1]))
    asked = degrees_of(frames, labels, (1, 2, 3)) * (rng.random((3, 3)) < 0.7).astype(np.float32)
    process = carried(frames, labels, (1, 2, 3), realised=asked)
    for degrees, (before, after) in zip(asked, itertools.pairwise(painted(process)), strict=True):
        changed = np.unique(labels[(before != after).any(axis=2)])
        assert set(changed) <= {part_id for part_id in (1, 2, 3) if degrees[part_id - 1] > 0}


def test_what_does_not_fit_together_is_refused(frames: list[RGB8], scene_labels: Labels) -> None:
    asked = degrees_of(frames, scene_labels, PARTS)
    for labels, realised in ((scene_labels[:-1], asked), (scene_labels, asked[:, :2])):
        with pytest.raises(ValueError, match="do not fit"):
            carried(frames, labels, realised=realised)


@pytest.mark.parametrize("counts", [(), (1,), (0, 2, 1), (0, 3)])
def test_counts_that_contradict_the_strokes_are_refused(counts: tuple[int, ...]) -> None:
    empty = Brushwork(strokes=StrokeList.empty(), ground=GROUND, height_px=4, width_px=4)
    with pytest.raises(ValueError, match="stroke"):
        CarriedOut(brushwork=empty, counts=counts)
