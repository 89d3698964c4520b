"""Cuts a scene where the painting changes, and picks the frames that show each state best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from painttime.recordings.survey.looks import Scene, Step
from painttime.recordings.survey.stepping import LEAST_CHANGED_SHARE

MAX_WINDOW = 9
_MAX_SPAN = 40
# A change beside one so many times larger is a hand that goes with it.
_SMALL_BESIDE_LARGE = 0.1
_BESIDE = 3
# Where less than this is hidden around a step there is no hand, and whatever differs is paint.
_NO_HAND_SHARE = 0.0008
_NO_HAND_AROUND = 5
_GROWN_FOR = 9
_BEYOND_DOUBT = 3
# From frame to frame so much of a recorded screen is the same, to the bit or nearly.
_SCREEN_SHARE = 0.8
_LEAST_TOUCHED_PX = 4
# What changes at most steps is noise; a change is that much more than it.
_NOISE_AROUND = 12
_NOISE_PERCENTILE = 45
_OVER_NOISE = 5
_MOST_NOISE = 0.006
# Of what differs at a step, what a hand that moves seems to change for good at most.
_HAND_RATIO = 0.15


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """Looks of a scene, by their place in it, that show one state of the painting.

    changed_px: how much changed from the segment before it.
    """

    scene: Scene
    places: tuple[int, ...]
    changed_px: int

    @property
    def first_index(self) -> int:
        """Number of its first frame in the recording."""
        return self.scene.looks[self.places[0]].index


def segments_of(scene: Scene, covered: set[int], num_pixels: int) -> list[Segment]:
    """Return the states of the painting seen in a scene, earliest first, from looks not covered."""
    changes = _changes(scene, num_pixels) if scene.steps else []
    found: list[Segment] = []
    places: list[int] = []
    changed_px = num_pixels
    carried_px = 0
    for place in range(len(scene.looks)):
        if place and changes[place - 1]:
            if places:
                found.append(Segment(scene=scene, places=tuple(places), changed_px=changed_px))
                places, changed_px = [], 0
            # What changes while the painting is covered counts for the state seen next.
            carried_px += changes[place - 1]
        if place in covered:
            continue
        if not places and carried_px:
            changed_px, carried_px = carried_px, 0
        places.append(place)
    if places:
        found.append(Segment(scene=scene, places=tuple(places), changed_px=changed_px))
    return found


def num_changes_of(scene: Scene, num_pixels: int) -> int:
    """Return at how many steps of a scene something changes for good, beyond doubt and while watched."""
    least_px = _BEYOND_DOUBT * LEAST_CHANGED_SHARE * num_pixels
    gaps = np.diff([look.index for look in scene.looks])
    watched = gaps == gaps.min(initial=np.iinfo(np.int64).max)
    return sum(
        bool(is_watched) and step.num_changed_px >= least_px
        for step, is_watched in zip(scene.steps, watched, strict=True)
    )


def _changes(scene: Scene, num_pixels: int) -> list[int]:
    """Return for every step how many pixels change at it, 0 where that is no change of the painting."""
    least_px = LEAST_CHANGED_SHARE * num_pixels
    seen = [step.num_changed_px for step in scene.steps]
    noise = _baseline(seen)
    changes = []
    for place, num_px in enumerate(seen):
        largest = max(
            seen[beside]
            for beside in range(max(0, place - _BESIDE), min(len(seen), place + _BESIDE + 1))
            if beside == place or not _has_panel(scene.steps[beside])
        )
        is_clear = max(scene.hidden_share(place), scene.hidden_share(place + 1)) < _NO_HAND_SHARE
        threshold = least_px
        if num_px < _HAND_RATIO * scene.steps[place].num_different_px:
            threshold += min(_OVER_NOISE * noise[place], _MOST_NOISE * num_pixels)
        counts = num_px >= threshold and (is_clear or num_px >= _SMALL_BESIDE_LARGE * largest)
        changes.append(num_px if counts else 0)
    changes = [max(pair) for pair in zip(changes, _changes_on_screen(scene), strict=True)]
    return _with_slow_changes(changes, [step.num_grown_px for step in scene.steps], least_px)


def _changes_on_screen(scene: Scene) -> list[int]:
    """Return for every step how many pixels are touched where no hand passes, 0 elsewhere.

    On a recorded screen that is paint, be it little or for a single frame. Of a scene before a camera: all 0.
    """
    steps = scene.steps
    if np.median([step.same_share for step in steps]) < _SCREEN_SHARE:
        return [0] * len(steps)
    hidden = [scene.hidden_share(place) for place in range(len(scene.looks))]
    touched = []
    for place, step in enumerate(steps):
        around = hidden[max(0, place - _NO_HAND_AROUND) : place + _NO_HAND_AROUND + 2]
        # A hand that passes touches every frame; paint that is taken back soon only looks like it.
        beside = [
            other.num_touched_px
            for other in (*steps[max(0, place - 1) : place], *steps[place + 1 : place + 2])
        ]
        is_quiet = max(beside, default=0) < _LEAST_TOUCHED_PX
        is_paint = is_quiet or max(around) < _NO_HAND_SHARE
        touched.append(step.num_touched_px if is_paint and step.num_touched_px >= _LEAST_TOUCHED_PX else 0)
    return touched


def _baseline(values: list[int]) -> list[float]:
    """Return what values are like around each where nothing happens: a low percentile."""
    padded = np.pad(np.array(values, dtype=np.float64), _NOISE_AROUND, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NOISE_AROUND + 1)
    return [float(value) for value in np.percentile(windows, _NOISE_PERCENTILE, axis=1)]


def _has_panel(step: Step) -> bool:
    return step.coming_panel is not None or step.going_panel is not None


def _with_slow_changes(changes: list[int], grown: list[int], least_px: float) -> list[int]:
    """Return the changes with those that come so slowly that no step shows them."""
    result = list(changes)
    since = 0
    for place, num_px in enumerate(grown):
        since = 0 if result[place] or num_px < 4 * least_px else since + 1
        if since > _GROWN_FOR and not any(changes[place : place + _GROWN_FOR]):
            result[place] = num_px
            since = -_GROWN_FOR
    return result


def thinned(segments: Sequence[Segment], most: int) -> list[Segment]:
    """Return at most so many segments: where least changes, two become one, shown by the later of them."""
    kept = list(segments)
    if len(kept) <= most:
        return kept
    # What goes first; the last one shows the finished painting and stays.
    order = sorted(range(len(kept) - 1), key=lambda at: (kept[at + 1].changed_px, at))
    dropped = set(order[: len(kept) - most])
    return [segment for at, segment in enumerate(kept) if at not in dropped]


def window_of(segment: Segment) -> tuple[int, tuple[int, ...]]:
    """Return the frame that shows a segment best and those of its window, as numbers in the recording."""
    scene = segment.scene
    places = segment.places[-_MAX_SPAN:]
    cleanest = sorted(places, key=lambda place: (scene.hidden_share(place), place))
    if len(places) > MAX_WINDOW:
        least = scene.hidden_share(cleanest[0])
        clear = [place for place in places if scene.hidden_share(place) <= least + _NO_HAND_SHARE]
        pool = sorted(clear if len(clear) >= MAX_WINDOW else cleanest[: max(MAX_WINDOW, len(places) // 2)])
        places = tuple(pool[round(at * (len(pool) - 1) / (MAX_WINDOW - 1))] for at in range(MAX_WINDOW))
    least = min(scene.hidden_share(place) for place in places)
    clear = [place for place in places if scene.hidden_share(place) <= least + _NO_HAND_SHARE]
    best = clear[len(clear) // 2]
    return scene.looks[best].index, tuple(scene.looks[place].index for place in places)
