import hashlib
from itertools import pairwise

import numpy as np
import pytest

from painttime.core.change import realised_degrees
from painttime.core.similarity import largest_distance_px
from painttime.errors import RecordingError
from painttime.recordings import bringing_in
from painttime.recordings.options import BringInOptions

CAMERA = {"shift_share": 0.04, "scale_share": 0.02, "turn_deg": 1.5}
LIGHT = {"flicker": 0.06, "exposure_drift": 0.1}


def pictures_of(recording):
    return [recording.pictures.frame(index) for index in range(recording.pictures.num_frames)]


def degrees(pictures):
    height, width = pictures[0].shape[:2]
    y, x = np.mgrid[:height, :width]
    labels = (2 * y // height * 4 + 4 * x // width).astype(np.uint8)
    return np.array([realised_degrees(*pair, labels, tuple(range(8))) for pair in pairwise(pictures)])


def errors_of_degrees(recording, filmed):
    truths = [filmed.truth(frame.source_index) for frame in recording.frames]
    return np.abs(degrees(pictures_of(recording)) - degrees(truths))


def test_every_canvas_is_found_and_what_did_not_change_is_the_same_bit_by_bit(filmed, tmp_path, monkeypatch):
    easy = filmed(noise=2.0)
    recording = easy.bring_in(tmp_path, monkeypatch)
    canvases = [easy.frames[frame.source_index].canvas for frame in recording.frames]
    assert canvases == list(range(8))
    assert errors_of_degrees(recording, easy).mean() < 0.01
    pictures = pictures_of(recording)
    truths = [easy.truth(frame.source_index) for frame in recording.frames]
    for (before, after), (was, became) in zip(pairwise(pictures), pairwise(truths), strict=True):
        untouched = (was == became).all(axis=2)
        assert (before == after).all(axis=2)[untouched].mean() > 0.995


def test_the_last_picture_is_the_finished_painting(filmed, tmp_path, monkeypatch):
    easy = filmed(noise=2.0)
    recording = easy.bring_in(tmp_path, monkeypatch)
    last = recording.pictures.frame(recording.pictures.num_frames - 1)
    assert recording.frames[-1].source_index == len(easy.frames) - 1
    assert np.abs(last.astype(int) - easy.truth(len(easy.frames) - 1)).mean() < 1.5


def test_drift_and_flicker_are_taken_out(filmed, tmp_path, monkeypatch):
    shaky = filmed(noise=1.0, **CAMERA, **LIGHT)
    recording = shaky.bring_in(tmp_path, monkeypatch)
    assert recording.pictures.num_frames == 8
    away = [
        largest_distance_px(
            frame.to_last, shaky.frames[frame.source_index].to_last, width_px=384, height_px=216
        )
        for frame in recording.frames
    ]
    assert np.median(away) < 0.5
    assert errors_of_degrees(recording, shaky).mean() < 0.02


def test_hands_are_gone(filmed, tmp_path, monkeypatch):
    handled = filmed(hand=True, noise=1.0, num_canvases=12)
    recording = handled.bring_in(tmp_path, monkeypatch)
    assert errors_of_degrees(recording, handled).mean() < 0.03
    off, seen = [], []
    for frame, picture in zip(recording.frames, pictures_of(recording), strict=True):
        filmed_frame = handled.frames[frame.source_index]
        if filmed_frame.hidden is not None:
            truth = handled.truth(frame.source_index)[filmed_frame.hidden].astype(int)
            off.append(np.abs(picture[filmed_frame.hidden] - truth).mean())
            seen.append(np.abs(filmed_frame.pixels[filmed_frame.hidden] - truth).mean())
            assert frame.repaired_share > 0
    assert len(off) >= 3
    assert np.mean(off) < 0.25 * np.mean(seen)


def test_hands_stay_where_that_is_asked_for(filmed, tmp_path, monkeypatch):
    handled = filmed(hand=True, noise=1.0, num_canvases=12)
    recording = handled.bring_in(tmp_path, monkeypatch, repair_hands=False)
    assert any(
        np.abs(picture[hidden].astype(int) - handled.frames[frame.source_index].pixels[hidden]).mean() < 20
        for frame, picture in zip(recording.frames, pictures_of(recording), strict=True)
        if (hidden := handled.frames[frame.source_index].hidden) is not None
    )


def test_the_same_recording_gives_the_same_bytes(filmed, tmp_path, monkeypatch):
    shaky = filmed(noise=1.0, **CAMERA, **LIGHT)
    one, other = (shaky.bring_in(tmp_path / name, monkeypatch) for name in ("one", "other"))
    assert one.frames == other.frames
    one, other = (
        hashlib.sha256(b"".join(picture.tobytes() for picture in pictures_of(each))).hexdigest()
        for each in (one, other)
    )
    assert one == other


def test_what_was_taken_back_is_kept_or_dropped(filmed, tmp_path, monkeypatch):
    corrected = filmed(num_undone=1, noise=1.0)
    kept = corrected.bring_in(tmp_path / "kept", monkeypatch)
    dropped = corrected.bring_in(tmp_path / "dropped", monkeypatch, undo="drop")
    assert kept.tally.num_undone == 0
    assert dropped.tally.num_undone >= 1
    assert [corrected.frames[frame.source_index].canvas for frame in dropped.frames] == list(range(8))
    assert 8 in [corrected.frames[frame.source_index].canvas for frame in kept.frames]
    assert any(why == "undone" for _, _, why in dropped.dropped)


def test_frames_are_accounted_for(filmed, tmp_path, monkeypatch):
    busy = filmed(num_static=1, num_interface=2, noise=1.0)
    tally = busy.bring_in(tmp_path, monkeypatch, max_frames=5).tally
    assert tally.num_frames == len(busy.frames)
    assert tally.num_kept == 5
    assert tally.num_thinned == 3
    assert tally.num_interface == sum(frame.kind == "interface" for frame in busy.frames)
    assert tally.num_frames == sum(
        (
            tally.num_kept,
            tally.num_static,
            tally.num_interface,
            tally.num_hidden,
            tally.num_undone,
            tally.num_thinned,
        )
    )


def test_it_can_be_cut_to_what_is_painted(filmed, tmp_path, monkeypatch):
    easy = filmed(noise=2.0)
    recording = easy.bring_in(tmp_path, monkeypatch, crop="painted")
    x, y, width, height = recording.crop
    assert x > 10
    assert y > 5
    assert x + width < 384 - 10
    assert recording.pictures.frame(0).shape == (height, width, 3)
    assert (recording.pictures.width_px, recording.pictures.height_px) == (width, height)


def test_a_crop_beyond_the_frame_is_refused(filmed, tmp_path, monkeypatch):
    with pytest.raises(RecordingError, match="384 x 216"):
        filmed(noise=2.0).bring_in(tmp_path, monkeypatch, crop=(300, 0, 100, 100))


@pytest.mark.parametrize("num_moments", [0, 1, 4])
def test_without_painting_there_is_a_sentence(
    filmed, memory_source, run_counting, tmp_path, monkeypatch, num_moments
):
    easy = filmed(noise=2.0)
    still = memory_source([easy.frames[0].pixels] * 20, name="still.mp4")
    moments = tuple(easy.survey.moments[:num_moments])

    def survey(source, options):
        yield 1, 1
        return bringing_in.Survey(num_frames=20, stretches=(), moments=moments)

    monkeypatch.setattr(bringing_in, "survey", survey)
    with pytest.raises(RecordingError, match=r'"still.mp4" shows nothing being painted'):
        run_counting(bringing_in.bring_in(still, BringInOptions(), tmp_path))


def test_a_recording_that_ends_sooner_when_read_again_is_refused(
    filmed, memory_source, run_counting, tmp_path, monkeypatch
):
    easy = filmed(noise=2.0)
    shorter = memory_source(easy.source.pictures[:20])

    def survey(source, options):
        yield 1, 1
        return easy.survey

    monkeypatch.setattr(bringing_in, "survey", survey)
    with pytest.raises(RecordingError, match="ended sooner"):
        run_counting(bringing_in.bring_in(shorter, BringInOptions(), tmp_path))


@pytest.mark.parametrize("num_steps", [1, 5, 12])
def test_it_can_be_cancelled_at_any_time(filmed, tmp_path, monkeypatch, num_steps):
    easy = filmed(noise=2.0)

    def survey(source, options):
        yield 1, 1
        return easy.survey

    monkeypatch.setattr(bringing_in, "survey", survey)
    work = bringing_in.bring_in(easy.source, BringInOptions(), tmp_path)
    steps = [next(work) for _ in range(num_steps)]
    work.close()
    assert all(0 <= done <= total for done, total in steps)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_the_real_survey_finds_the_same(filmed, run_counting, tmp_path):
    easy = filmed(noise=1.0, frames_per_canvas=5)
    recording = run_counting(bringing_in.bring_in(easy.source, BringInOptions(), tmp_path))
    found = {easy.frames[frame.source_index].canvas for frame in recording.frames}
    assert len(found) >= 7
