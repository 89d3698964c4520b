"""What was made of a film, against the truth about it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.change import changed_pixels, realised_degrees
from painttime.core.image import RGB8, Float32
from painttime.core.similarity import Similarity
from painttime.recordings.clean_recording import CleanRecording
from painttime.simulation.filming.film import ELSEWHERE, GOOD, INTERFACE, OCCLUDED, STATIC
from recording_study.films import HIDDEN_FACTOR, FilmedPainting, reduced

Float64 = npt.NDArray[np.float64]

GRID = 11
"""Points of the canvas along each side whose place is compared."""
REDUCED = 2
"""Pictures are compared at a size so many times smaller."""
REPAIRED_LEVELS = 5.0
"""A place that was hidden is repaired where it is no further from the canvas, on average, in 8-bit levels."""
DIRTY_LEVELS = 25
"""A pixel so far from the canvas before, at and after its moment shows something else."""
DISTINCT_SHARE = 0.0005
"""Canvases that differ in a smaller share of their pixels count as one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """How well one film was brought in.

    registration_px: distances of canvas points from where they are in truth, in the view of the last frame
    kept; median and 95th percentile over all points and frames kept. last_view_px: how far that view is from
    the film's own last frame, at worst.
    bad_gone_share: of the static, hidden, interface and other frames, those dropped or repaired.
    repaired_share: of the frames kept though the canvas was hidden in part, those repaired; None without any.
    good_lost_share: of the canvases seen whole, those that no frame shows.
    doubled: frames kept that show the canvas of the one before.
    degree_error: mean over parts and steps from one canvas to another; degree_error_95: 95th percentile.
    dirty_share: of the canvas's pixels, those that show something else; mean and worst of the frames.
    """

    num_frames: int
    num_canvases: int
    num_kept: int
    registration_px: float
    registration_95_px: float
    last_view_px: float
    bad_gone_share: float
    repaired_share: float | None
    good_lost_share: float
    doubled: int
    degree_error: float
    degree_error_95: float
    dirty_share: float
    dirtiest_share: float


class Judge:
    """Compares a clean recording with the film it was made of."""

    def __init__(self, filmed: FilmedPainting, clean: CleanRecording) -> None:
        self.filmed = filmed
        self.film = filmed.film
        self.clean = clean
        self.last = clean.frames[-1].source_index
        x, y, *_ = clean.crop
        self.to_output = clean.frames[-1].to_last.then(Similarity(dx_px=-x, dy_px=-y))

    def figures(self) -> Figures:
        """Return everything that is measured."""
        median_px, high_px = np.percentile(self.registration_px(), (50, 95))
        degrees = self.degree_errors()
        dirty = self.dirty_shares()
        truth = self.film.canvas_to_frame(self.last).then(self.clean.frames[-1].to_last)
        off = self._points(self.film.canvas_to_frame(self.film.num_frames - 1)) - self._points(truth)
        states = [self.states[canvas] for canvas in self.matches]
        return Figures(
            num_frames=self.film.num_frames,
            num_canvases=len(set(self.states)),
            num_kept=len(self.clean.frames),
            registration_px=float(median_px),
            registration_95_px=float(high_px),
            last_view_px=float(np.linalg.norm(off, axis=1).max()),
            bad_gone_share=self.bad_gone_share(),
            repaired_share=self.repaired_share(),
            good_lost_share=self.good_lost_share(),
            doubled=sum(one == other for one, other in pairwise(states)),
            degree_error=float(degrees.mean()) if degrees.size else 0.0,
            degree_error_95=float(np.percentile(degrees, 95)) if degrees.size else 0.0,
            dirty_share=float(dirty.mean()),
            dirtiest_share=float(dirty.max()),
        )

    def registration_px(self) -> Float64:
        """Return the distances of all canvas points in view of all frames kept."""
        width_px, height_px = self.film.size_px
        back = self.clean.frames[-1].to_last.inverse().then(self.film.canvas_to_frame(self.last).inverse())
        distances = []
        for frame in self.clean.frames:
            in_frame = self._points(self.film.canvas_to_frame(frame.source_index))
            inside = ((in_frame >= 0) & (in_frame <= (width_px - 1, height_px - 1))).all(axis=1)
            # Through the estimate to the view of the last frame kept, and from there back to the canvas.
            found = self._points(frame.to_last.then(back), in_frame)
            away = np.linalg.norm(found - self._grid, axis=1) * self.film.canvas_to_frame(self.last).scale
            distances.append(away[inside])
        return np.concatenate(distances)

    @cached_property
    def _grid(self) -> Float64:
        x = np.linspace(0, self.film.canvases.width_px - 1, GRID)
        y = np.linspace(0, self.film.canvases.height_px - 1, GRID)
        return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

    def _points(self, move: Similarity, points: Float64 | None = None) -> Float64:
        return move.apply(self._grid if points is None else points)

    @cached_property
    def _light(self) -> Float32:
        """What channels of the truth are multiplied with to be in the light of the pictures, (3,)."""
        last = self.film.canvases.num_frames - 1 - self._num_mistakes
        truth = self._uneven_truth(last)
        picture = self.clean.pictures.frame(self.clean.pictures.num_frames - 1)
        inside = self.area & (truth.min(axis=2) > 20)
        ratio = picture[inside].astype(np.float32) / truth[inside]
        return np.asarray(np.median(ratio, axis=0), dtype=np.float32)

    @property
    def _num_mistakes(self) -> int:
        return self.film.options.num_undone

    def _uneven_truth(self, canvas: int) -> RGB8:
        seen = self.film.clear_view(canvas, self.last, self.to_output)
        _, _, width_px, height_px = self.clean.crop
        return seen[:height_px, :width_px]

    def truth(self, canvas: int) -> RGB8:
        """Return a canvas in the view, crop and light of the pictures, (h, w, 3)."""
        lit = self._uneven_truth(canvas) * self._light
        return np.asarray(np.rint(np.clip(lit, 0, 255)), dtype=np.uint8)

    @cached_property
    def area(self) -> npt.NDArray[np.bool_]:
        """Where the pictures show the canvas, (h, w)."""
        return self.labels > 0

    @cached_property
    def labels(self) -> npt.NDArray[np.uint8]:
        """Parts in the view of the pictures, (h, w); 0 on the table and along the canvas's edge."""
        labels = self.filmed.labels.copy()
        labels[[0, -1]], labels[:, [0, -1]] = 0, 0
        matrix = self.film.canvas_to_frame(self.last).then(self.to_output).matrix
        size_px = (self.clean.pictures.width_px, self.clean.pictures.height_px)
        warped = cv2.warpAffine(labels, matrix, size_px, flags=cv2.INTER_NEAREST)
        return np.asarray(warped, dtype=np.uint8)

    @cached_property
    def _small_truths(self) -> list[RGB8]:
        return [reduced(self.truth(canvas), REDUCED) for canvas in range(self.film.canvases.num_frames)]

    @cached_property
    def _small_pictures(self) -> list[RGB8]:
        pictures = self.clean.pictures
        return [reduced(pictures.frame(index), REDUCED) for index in range(pictures.num_frames)]

    @cached_property
    def _small_area(self) -> npt.NDArray[np.bool_]:
        return reduced_mask(self.area, REDUCED)

    @cached_property
    def states(self) -> list[int]:
        """For each canvas, the number of the first that is as good as the same."""
        states = [0]
        for canvas in range(1, len(self._small_truths)):
            away = cv2.absdiff(self._small_truths[canvas], self._small_truths[states[-1]]).max(axis=2)
            is_new = (away[self._small_area] > 12).mean() >= DISTINCT_SHARE
            states.append(canvas if is_new else states[-1])
        return states

    @cached_property
    def matches(self) -> list[int]:
        """For each picture, the canvas it is nearest to: from which the fewest pixels have changed."""
        matches = []
        for picture in self._small_pictures:
            changed = [
                changed_pixels(picture, truth)[self._small_area].mean() for truth in self._small_truths
            ]
            matches.append(int(np.argmin(changed)))
        return matches

    def _away(self, picture: RGB8, canvas: int) -> npt.NDArray[np.uint8]:
        """Return how far a small picture is from the canvas, or the one before or after it, by pixel."""
        given = self.film.canvases.num_frames - self._num_mistakes
        near = {canvas} if canvas >= given else {max(0, canvas - 1), canvas, min(given - 1, canvas + 1)}
        away = [cv2.absdiff(picture, self._small_truths[number]).max(axis=2) for number in sorted(near)]
        return np.asarray(np.min(away, axis=0), dtype=np.uint8)

    def dirty_shares(self) -> Float64:
        """Return the share of each picture's canvas that shows something else."""
        pairs = zip(self._small_pictures, self.matches, strict=True)
        return np.array(
            [(self._away(picture, match)[self._small_area] > DIRTY_LEVELS).mean() for picture, match in pairs]
        )

    @cached_property
    def _is_repaired(self) -> dict[int, bool]:
        """For the frames of the film kept though something hid the canvas: whether it is to be seen now."""
        repaired = {}
        for picture, frame in zip(self._small_pictures, self.clean.frames, strict=True):
            index = frame.source_index
            hidden = self.filmed.truth.hidden[index].astype(np.uint8)
            if self.filmed.truth.kinds[index] not in (OCCLUDED, INTERFACE, ELSEWHERE):
                continue
            move = self._truth_to_output(index)
            size_px = (self.clean.pictures.width_px, self.clean.pictures.height_px)
            grown = Similarity(scale=HIDDEN_FACTOR, dx_px=1.5, dy_px=1.5)
            seen = cv2.warpAffine(hidden, grown.then(move).matrix, size_px, flags=cv2.INTER_NEAREST)
            place = reduced_mask(seen > 0, REDUCED) & self._small_area
            away = self._away(picture, self.filmed.truth.canvases[index])[place]
            repaired[index] = not away.size or float(away.mean()) <= REPAIRED_LEVELS
        return repaired

    def _truth_to_output(self, index: int) -> Similarity:
        to_canvas = self.film.canvas_to_frame(index).inverse()
        return to_canvas.then(self.film.canvas_to_frame(self.last)).then(self.to_output)

    def repaired_share(self) -> float | None:
        repaired = self._is_repaired
        return sum(repaired.values()) / len(repaired) if repaired else None

    def bad_gone_share(self) -> float:
        """Return the share of bad frames that are dropped or repaired.

        A static frame kept is no fault unless the frame kept before or after it shows the same canvas.
        """
        kinds, canvases = self.filmed.truth.kinds, self.filmed.truth.canvases
        kept = [frame.source_index for frame in self.clean.frames]
        num_bad = sum(kind != GOOD for kind in kinds)
        stayed = sum(not is_repaired for is_repaired in self._is_repaired.values())
        for before, after in pairwise(kept):
            stayed += canvases[before] == canvases[after] and STATIC in (kinds[before], kinds[after])
        return 1 - stayed / num_bad if num_bad else 1.0

    def good_lost_share(self) -> float:
        truth = self.filmed.truth
        good = {self.states[c] for c, kind in zip(truth.canvases, truth.kinds, strict=True) if kind == GOOD}
        shown = {self.states[match] for match in self.matches}
        return len(good - shown) / len(good)

    def degree_errors(self) -> Float64:
        """Return how far the degrees of all parts are from those between the true canvases.

        By steps and then parts; of steps between frames that show different canvases only: many that show the
        same would flatter the mean.
        """
        part_ids = tuple(int(part_id) for part_id in np.unique(self.labels) if part_id)
        errors: list[Float32] = []
        pictures = self.clean.pictures
        for index in range(pictures.num_frames - 1):
            if self.states[self.matches[index]] == self.states[self.matches[index + 1]]:
                continue
            found = realised_degrees(pictures.frame(index), pictures.frame(index + 1), self.labels, part_ids)
            before, after = (self.truth(canvas) for canvas in self.matches[index : index + 2])
            errors.append(np.abs(found - realised_degrees(before, after, self.labels, part_ids)))
        return np.concatenate(errors).astype(np.float64) if errors else np.empty(0)


def reduced_mask(mask: npt.NDArray[np.bool_], factor: int) -> npt.NDArray[np.bool_]:
    """Return a mask so many times smaller, true where half of its pixels were."""
    size_px = (mask.shape[1] // factor, mask.shape[0] // factor)
    share = cv2.resize(mask.astype(np.float32), size_px, interpolation=cv2.INTER_AREA)
    return np.asarray(share >= 0.5)
