"""The ruler of bringing in: recordings made so that the right figures are known."""

from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from recording_study.films import HIDDEN_FACTOR, FilmedPainting, Truth, film_painting, shrunk_mask
from recording_study.hour import write_long_film
from recording_study.judging import Judge

from painttime.core.change import realised_degrees
from painttime.core.image import RGB8
from painttime.core.similarity import Similarity
from painttime.recordings.clean_recording import CleanRecording, KeptFrame, Tally
from painttime.simulation.filming.canvases import simple_labels
from painttime.simulation.filming.film import GOOD, OCCLUDED, FilmOptions
from painttime.simulation.filming.filming import Film
from painttime.simulation.filming.procedural import procedural_canvases

SIZE_PX = (192, 128)
NUM_CANVASES = 8
NO_TALLY = Tally(
    num_frames=0, num_kept=0, num_static=0, num_interface=0, num_hidden=0, num_undone=0, num_thinned=0
)


@dataclass(frozen=True)
class Pictures:
    pictures: list[RGB8]

    @property
    def num_frames(self) -> int:
        return len(self.pictures)

    @property
    def height_px(self) -> int:
        return self.pictures[0].shape[0]

    @property
    def width_px(self) -> int:
        return self.pictures[0].shape[1]

    def frame(self, index: int) -> RGB8:
        return self.pictures[index]


@pytest.fixture(scope="module")
def filmed() -> FilmedPainting:
    canvases = procedural_canvases(SIZE_PX, num_canvases=NUM_CANVASES, seed=4)
    options = FilmOptions(hand=True, shift_share=0.05, scale_share=0.03, turn_deg=2, table_share=0.08)
    film = Film(canvases, options, seed=2)
    frames = list(film.frames())
    nothing = np.zeros(SIZE_PX[::-1], dtype=np.bool_)
    truth = Truth(
        canvases=tuple(frame.canvas for frame in frames),
        kinds=tuple(frame.kind for frame in frames),
        hidden=np.stack([shrunk_mask(nothing if f.hidden is None else f.hidden) for f in frames]),
    )
    labels = simple_labels(canvases.frame(NUM_CANVASES - 1), 8)
    return FilmedPainting(name="test", path=Path(), film=film, truth=truth, labels=labels)


def first_of(filmed: FilmedPainting, canvas: int) -> int:
    """Return a frame that shows a canvas: whole, where there is one."""
    shown = [i for i, number in enumerate(filmed.truth.canvases) if number == canvas]
    return next((i for i in shown if filmed.truth.kinds[i] == GOOD), shown[0])


def perfect(filmed: FilmedPainting, indices: list[int] | None = None) -> CleanRecording:
    """Return the film brought in without any fault: one frame a canvas, or those asked for."""
    film = filmed.film
    chosen = indices or [first_of(filmed, canvas) for canvas in range(NUM_CANVASES)]
    last = chosen[-1]
    pictures, frames = [], []
    for index in chosen:
        pictures.append(film.clear_view(filmed.truth.canvases[index], last))
        move = film.canvas_to_frame(index).inverse().then(film.canvas_to_frame(last))
        frames.append(KeptFrame(source_index=index, time_s=0.0, to_last=move, repaired_share=0.0))
    return CleanRecording(
        pictures=Pictures(pictures), frames=tuple(frames), crop=(0, 0, *SIZE_PX), tally=NO_TALLY
    )


def with_pictures(clean: CleanRecording, pictures: list[RGB8]) -> CleanRecording:
    return replace(clean, pictures=Pictures(pictures))


class TestJudge:
    def test_without_a_fault_everything_is_at_its_best(self, filmed: FilmedPainting) -> None:
        figures = Judge(filmed, perfect(filmed)).figures()
        assert figures.registration_95_px < 1e-6
        assert figures.bad_gone_share == 1.0
        assert figures.good_lost_share == 0.0
        assert figures.doubled == 0
        assert figures.degree_error == 0.0
        assert figures.dirtiest_share == 0.0
        assert figures.num_kept == figures.num_canvases == NUM_CANVASES

    def test_a_crop_changes_nothing(self, filmed: FilmedPainting) -> None:
        whole = perfect(filmed)
        cut = [picture[20:100, 30:150] for picture in whole.pictures.pictures]
        figures = Judge(filmed, replace(with_pictures(whole, cut), crop=(30, 20, 120, 80))).figures()
        assert figures.registration_95_px < 1e-6
        # Sampled from another corner, a pixel here and there is rounded otherwise.
        assert figures.degree_error < 0.001
        assert figures.dirtiest_share == 0.0

    def test_another_light_is_no_fault(self, filmed: FilmedPainting) -> None:
        whole = perfect(filmed)
        darker = [np.rint(picture * 0.9).astype(np.uint8) for picture in whole.pictures.pictures]
        figures = Judge(filmed, with_pictures(whole, darker)).figures()
        assert figures.dirtiest_share == 0.0
        assert figures.degree_error < 0.005

    def test_frames_registered_two_pixels_off_are_two_pixels_off(self, filmed: FilmedPainting) -> None:
        whole = perfect(filmed)
        off = Similarity(dx_px=1.2, dy_px=-1.6)
        moved = [replace(frame, to_last=frame.to_last.then(off)) for frame in whole.frames[:-1]]
        figures = Judge(filmed, replace(whole, frames=(*moved, whole.frames[-1]))).figures()
        assert figures.registration_px == pytest.approx(2.0)
        assert figures.last_view_px == pytest.approx(last_view_of(filmed, whole.frames[-1]))

    def test_a_canvas_not_kept_is_lost_and_one_kept_twice_doubled(self, filmed: FilmedPainting) -> None:
        good = [c for c in range(NUM_CANVASES) if filmed.truth.kinds[first_of(filmed, c)] == GOOD]
        indices = [first_of(filmed, canvas) for canvas in range(NUM_CANVASES) if canvas != good[1]]
        figures = Judge(filmed, perfect(filmed, [*indices, indices[-1] + 1])).figures()
        assert figures.good_lost_share == pytest.approx(1 / len(good))
        assert figures.doubled == 1

    def test_a_hand_that_stays_is_not_repaired(self, filmed: FilmedPainting) -> None:
        occluded = next(
            i
            for i, kind in enumerate(filmed.truth.kinds)
            if kind == OCCLUDED and filmed.truth.hidden[i].mean() > 0.1
        )
        clean = perfect(filmed, [first_of(filmed, 0), occluded, first_of(filmed, NUM_CANVASES - 1)])
        assert Judge(filmed, clean).figures().repaired_share == 1.0
        pictures = list(clean.pictures.pictures)
        hidden = np.kron(filmed.truth.hidden[occluded], np.ones((HIDDEN_FACTOR, HIDDEN_FACTOR)))
        pictures[1] = np.where(hidden[..., None] > 0, 90, pictures[1]).astype(np.uint8)
        figures = Judge(filmed, with_pictures(clean, pictures)).figures()
        assert figures.repaired_share == 0.0
        assert figures.dirtiest_share > 0.05
        assert figures.bad_gone_share == pytest.approx(
            1 - 1 / sum(kind != GOOD for kind in filmed.truth.kinds)
        )

    def test_degrees_are_off_by_what_a_part_changes_too_much(self, filmed: FilmedPainting) -> None:
        clean = perfect(filmed)
        judge = Judge(filmed, clean)
        parts = [int(part) for part in np.unique(judge.labels) if part]
        # One part of the first picture is another picture's: that step changes all of it that was left.
        part = judge.labels == parts[0]
        pictures = list(clean.pictures.pictures)
        pictures[0] = np.where(part[..., None], 255 - pictures[1], pictures[0]).astype(np.uint8)
        errors = Judge(filmed, with_pictures(clean, pictures)).degree_errors().reshape(-1, len(parts))
        degree = realised_degrees(judge.truth(0), judge.truth(1), judge.labels, (parts[0],))[0]
        assert degree < 0.8
        assert errors[0, 0] == pytest.approx(1 - degree, abs=0.02)
        assert errors[0, 1:].max() == 0.0
        assert errors[1:].max() == 0.0


def last_view_of(filmed: FilmedPainting, frame: KeptFrame) -> float:
    canvas = filmed.film.canvases
    corners = [[0, 0], [canvas.width_px - 1, 0], [0, canvas.height_px - 1]]
    corners.append([canvas.width_px - 1, canvas.height_px - 1])
    one, other = (filmed.film.canvas_to_frame(i) for i in (frame.source_index, filmed.film.num_frames - 1))
    return float(np.linalg.norm(one.apply(corners) - other.apply(corners), axis=1).max())


def test_masks_are_shrunk_so_that_nothing_hidden_is_forgotten() -> None:
    mask = np.zeros((10, 9), dtype=np.bool_)
    mask[9, 8] = mask[0, 3] = True
    shrunk = shrunk_mask(mask)
    assert shrunk.shape == (3, 3)
    assert shrunk.sum() == 2
    assert shrunk[2, 2]
    assert shrunk[0, 0]


def test_a_film_is_made_once(tmp_path: Path) -> None:
    painting = tmp_path / "painting.png"
    pixels = np.random.default_rng(1).integers(0, 255, (6, 9, 3), dtype=np.uint8)
    Image.fromarray(pixels).resize((90, 60)).save(painting)
    first, again = (
        film_painting(
            painting, "some", FilmOptions(hand=True), tmp_path, size_px=(96, 64), num_canvases=4, seed=1
        )
        for _ in range(2)
    )
    assert first.path == again.path
    assert first.truth.canvases == again.truth.canvases
    assert first.truth.kinds == again.truth.kinds
    np.testing.assert_array_equal(first.truth.hidden, again.truth.hidden)
    assert first.truth.hidden.any()
    assert (first.labels.shape, first.film.num_frames) == ((48, 72), len(first.truth.kinds))


def test_a_long_film_goes_on_slowly_and_its_times_grow(tmp_path: Path) -> None:
    film = Film(procedural_canvases((64, 48), num_canvases=4, seed=1), FilmOptions(), seed=1)
    written = write_long_film(film, tmp_path / "long.mp4", num_frames=500)
    with av.open(str(tmp_path / "long.mp4")) as container:
        times, lights = [], []
        for frame in container.decode(video=0):
            times.append(frame.pts)
            lights.append(frame.to_ndarray(format="gray").mean())
    assert len(times) == written == pytest.approx(500, rel=0.1)
    assert (np.diff(times) > 0).all()
    assert abs(lights[-1] - lights[0]) > 3
    assert np.abs(np.diff(lights)).max() < 20
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.mp4"]
