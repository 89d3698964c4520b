"""One look over a recording at small size: its kinds of frames, and those that show the painting's states."""

import math
from collections import Counter

from painttime.core.counting import Counting
from painttime.errors import RecordingError
from painttime.recordings.options import BringInOptions
from painttime.recordings.source import RecordingSource
from painttime.recordings.survey.findings import ELSEWHERE, INTERFACE, STATIC, WORK, Moment, Stretch, Survey
from painttime.recordings.survey.looks import Scene
from painttime.recordings.survey.marking import covered_looks, passing_looks, static_looks
from painttime.recordings.survey.scenes import SceneSorter
from painttime.recordings.survey.segmenting import Segment, num_changes_of, segments_of, thinned, window_of

LONG_SIDE_PX = 256
MAX_LOOKS = 4000
"""Of longer recordings every second, third, ... frame is looked at."""
MOMENTS_PER_FRAME = 1.5
# Cards with text and black have this share of one colour.
_LEAST_UNIFORM = 0.45
# A result shown first is followed by a change of so much of the picture, and by so many states at least.
_RESULT_SHARE = 0.05
_LEAST_AFTER_RESULT = 3
# Where so often something changes for good, somebody paints.
_LEAST_CHANGES = 3


def survey(source: RecordingSource, options: BringInOptions) -> Counting[Survey]:
    """Look a recording over; yields (frames read, frames in all or 0).

    Raises RecordingError where the source cannot be read.
    """
    stride = max(1, math.ceil(source.num_frames / MAX_LOOKS))
    sorter = SceneSorter()
    num_read = num_pixels = 0
    for frame in source.frames(wanted=lambda index: index % stride == 0, long_side_px=LONG_SIDE_PX):
        sorter.add(frame.index, frame.pixels)
        num_pixels = frame.pixels.shape[0] * frame.pixels.shape[1]
        num_read = frame.index + 1
        yield num_read, max(num_read, source.num_frames) if source.num_frames else 0
    scenes = sorter.finish()
    if not scenes:
        raise RecordingError(f'No frame of "{source.path.name}" can be read. Copy or download it again.')
    painted = _painting_groups(scenes, num_pixels)
    last_index = max(scene.looks[-1].index for scene in scenes)
    covered = {
        scene.number: covered_looks(scene, is_last=scene.looks[-1].index == last_index) for scene in scenes
    }
    segments = _segments(scenes, painted, covered, num_pixels)
    if sorter.begins_finished and len(segments) > _LEAST_AFTER_RESULT:
        # Many recordings show the result first; it would be taken for paint that is all taken back.
        segments = segments[1:] if segments[1].changed_px > _RESULT_SHARE * num_pixels else segments
    num_frames = max(num_read, min(source.num_frames, num_read + stride - 1))
    return Survey(
        num_frames=num_frames,
        stretches=_stretches(scenes, painted, covered, num_frames, num_pixels),
        moments=_moments(segments, round(options.max_frames * MOMENTS_PER_FRAME)),
    )


def _painting_groups(scenes: list[Scene], num_pixels: int) -> set[int]:
    """Return the groups of scenes that show the painting: the one seen for longest and those like it.

    Where the camera was put elsewhere, nothing of the one view may be found in the other; but something is
    painted there too. What else comes between is still, or all cuts. A recording may begin with bare canvas,
    of which nothing is left to be recognised once most of it is covered at once.
    """
    num_looks: Counter[int] = Counter()
    num_changes: Counter[int] = Counter()
    for scene in scenes:
        num_looks[scene.group] += len(scene.looks)
        num_changes[scene.group] += num_changes_of(scene, num_pixels)
    longest = max(num_looks, key=lambda group: (num_changes[group] > 0, num_looks[group], group))
    painted = {longest} | {group for group in num_looks if num_changes[group] >= _LEAST_CHANGES}
    first, *others = scenes
    if others and first.is_bare and _follows(others[0], first):
        painted |= {first.group} if others[0].group in painted else set()
    return painted


def _follows(later: Scene, earlier: Scene) -> bool:
    """Return whether a scene begins where another ends, nothing coming between."""
    stride = earlier.looks[1].index - earlier.looks[0].index if len(earlier.looks) > 1 else 1
    return later.looks[0].index - earlier.looks[-1].index <= stride


def _segments(
    scenes: list[Scene], painted: set[int], covered: dict[int, set[int]], num_pixels: int
) -> list[Segment]:
    """Return the states of the painting, earliest first."""
    segments: list[Segment] = []
    for scene in scenes:
        if scene.group in painted:
            segments += segments_of(scene, covered[scene.number] | passing_looks(scene), num_pixels)
    return sorted(segments, key=lambda segment: segment.first_index)


def _moments(segments: list[Segment], most: int) -> tuple[Moment, ...]:
    moments = []
    for segment in thinned(segments, most):
        index, window = window_of(segment)
        moments.append(Moment(index=index, window=window, view=segment.scene.number))
    return tuple(moments)


def _stretches(
    scenes: list[Scene],
    painted: set[int],
    covered: dict[int, set[int]],
    num_frames: int,
    num_pixels: int,
) -> tuple[Stretch, ...]:
    kinds: dict[int, str] = {}
    for scene in scenes:
        is_card = scene.uniform_share >= _LEAST_UNIFORM
        static = static_looks(scene, num_pixels)
        for place, look in enumerate(scene.looks):
            kind = STATIC if place in static else WORK
            if place in covered[scene.number]:
                kind = INTERFACE
            if scene.group not in painted:
                kind = INTERFACE if is_card else ELSEWHERE
            kinds[look.index] = kind
    starts = sorted(kinds)
    stretches: list[Stretch] = []
    for start, following in zip(starts, [*starts[1:], num_frames], strict=True):
        if stretches and stretches[-1].kind == kinds[start]:
            stretches[-1] = Stretch(first=stretches[-1].first, last=following - 1, kind=kinds[start])
        else:
            stretches.append(Stretch(first=start, last=following - 1, kind=kinds[start]))
    return tuple(stretches)
