"""Says of every look of a scene whether it shows the painting, once all of it has been seen."""

import numpy as np

from painttime.recordings.survey.looks import Box, Look, Scene
from painttime.recordings.survey.stepping import LEAST_CHANGED_SHARE

# Light that differs more than this from that around it is a fade.
_LARGEST_FLICKER = 0.13
_NUM_AROUND = 15
_LEAST_OVERLAP = 0.6
# Of a panel that never goes, looks to the end of its scene.
_MOST_OPEN = 40
# Scenes this short that the camera moves into are on its way to another.
_PASSING_LOOKS = 2
# Of the long side, from look to look; a camera that drifts moves a tenth of that.
_FAST_SHARE = 0.02
_MOST_PASSING = 0.5
_LEAST_OPEN_SHARE = 0.1
# Frames that follow on each other without any change, at least, to be called static.
LEAST_STATIC = 6


def covered_looks(scene: Scene, *, is_last: bool) -> set[int]:
    """Return the looks, by their place in the scene, that a dialog, menu, palette or fade is over.

    is_last: the recording ends with this scene.
    """
    return _under_panels(scene, is_last) | _faded(scene.looks)


def _under_panels(scene: Scene, is_last: bool) -> set[int]:
    """Return the looks between a panel's coming and its going, or the end of its scene soon after.

    At the end of a recording a panel that stays is a part of the painting.
    """
    covered: set[int] = set()
    num_looks = len(scene.looks)
    for place, step in enumerate(scene.steps):
        if step.coming_panel is None or place + 1 in covered:
            continue
        end = _end_of_panel(scene, place, step.coming_panel)
        if end is None and not is_last and num_looks - place < _MOST_OPEN:
            end = num_looks if _area(step.coming_panel) >= _LEAST_OPEN_SHARE else None
        covered.update(range(place + 1, end or 0))
    return covered


def _end_of_panel(scene: Scene, place: int, panel: Box) -> int | None:
    """Return the first look without a panel that came at a step, None where it does not go.

    One that is large and goes while a hand comes may be known only by where most changes.
    """
    is_large = _area(panel) >= _LEAST_OPEN_SHARE
    for later in range(place + 1, len(scene.steps)):
        step = scene.steps[later]
        if step.going_panel is not None and _overlap(panel, step.going_panel) >= _LEAST_OVERLAP:
            return later + 1
        is_near = is_large and later - place < _MOST_OPEN
        if is_near and step.changed_box is not None and _overlap(panel, step.changed_box) >= _LEAST_OVERLAP:
            return later + 1
    return None


def _overlap(one: Box, other: Box) -> float:
    """Return the intersection of two boxes over their union."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / (_area(one) + _area(other) - width * height)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _faded(looks: list[Look]) -> set[int]:
    gains = np.log([look.gain for look in looks])
    padded = np.pad(gains, _NUM_AROUND, constant_values=np.nan)
    around = np.nanmedian(np.lib.stride_tricks.sliding_window_view(padded, 2 * _NUM_AROUND + 1), axis=1)
    return {int(place) for place in np.flatnonzero(np.abs(gains - around) > _LARGEST_FLICKER)}


def passing_looks(scene: Scene) -> set[int]:
    """Return the looks during which the camera comes closer or goes: what they show is seen better beside.

    Of a camera that is never still, none.
    """
    if scene.has_moved_in and len(scene.looks) <= _PASSING_LOOKS:
        return set(range(len(scene.looks)))
    shares = [look.moved_share for look in scene.looks]
    fast = {place for place, share in enumerate(shares) if share > _FAST_SHARE}
    passing = fast | {place - 1 for place in fast if place}
    return passing if len(passing) < _MOST_PASSING * len(shares) else set()


def static_looks(scene: Scene, num_pixels: int) -> set[int]:
    """Return the looks before which nothing moved, where that lasts."""
    static: set[int] = set()
    run: list[int] = []
    for place, step in enumerate(scene.steps):
        if step.num_different_px < LEAST_CHANGED_SHARE * num_pixels:
            run.append(place + 1)
            continue
        static.update(run if len(run) >= LEAST_STATIC else ())
        run = []
    static.update(run if len(run) >= LEAST_STATIC else ())
    return static
