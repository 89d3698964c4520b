"""What a film shows when: written before the first frame is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from painttime.simulation.filming.film import FilmOptions
from painttime.simulation.filming.screens import SCREENS, TITLE, Screen

AWAY, DABBING, COMING, RESTING = "away", "dabbing", "coming", "resting"
"""What the hand does: out of view; at work; half in view on its way; lying still at the border."""

LEAVES_SHARE = 0.4
"""Of the canvases, those after which the hand leaves, so that they are seen whole."""
CLEAR_FRAMES = 2
"""Frames without a hand then."""
LAST_FRAMES = 5
"""Frames of the finished painting at the end, without a hand."""
ZOOM_CANVASES = 4
ZOOM_FRAMES = 6
"""How long the camera takes to come closer, where it does not cut."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Zoom:
    """A stretch seen from closer by: canvases first + 1 .. last are painted meanwhile. cut: at once."""

    first: int
    last: int
    factor: float
    cut: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """One frame.

    zoom: number of the zoom it belongs to, None for the usual view. zoomed: 0..1, how far that has come.
    elsewhere: number of the cut, where something else is shown.
    """

    canvas: int
    hand: str = AWAY
    zoom: int | None = None
    zoomed: float = 0.0
    screen: Screen | None = None
    elsewhere: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """All shots of a film. mistakes: see FilmedCanvases."""

    shots: tuple[Shot, ...]
    zooms: tuple[Zoom, ...]
    mistakes: tuple[int, ...]


def write_script(num_canvases: int, options: FilmOptions, seed: int) -> Script:
    """Return what a film of so many canvases shows; deterministic by seed."""
    rng = np.random.default_rng([seed, 11])
    zooms = _zooms(num_canvases, options.num_zooms, rng)
    closer = {canvas for zoom in zooms for canvas in range(zoom.first, zoom.last + 1)}
    usual = [canvas for canvas in range(1, num_canvases - 1) if canvas not in closer] or [0]
    mistakes = _some(usual, options.num_undone, rng)
    static = _some(usual, options.num_static, rng)
    screens = _some(usual, options.num_interface, rng)
    cuts = _some(usual, options.num_cuts, rng)
    writer = _Writer(num_canvases, options, rng)
    shots: list[Shot] = []
    for canvas in range(num_canvases):
        shots += _in_zoom(writer.painted(canvas), canvas, zooms)
        shots += writer.static(canvas, static.count(canvas))
        shots += writer.screens(canvas, [number for number, at in enumerate(screens) if at == canvas])
        shots += writer.cuts(canvas, [number for number, at in enumerate(cuts) if at == canvas])
        shots += writer.mistakes(canvas, [number for number, at in enumerate(mistakes) if at == canvas])
    last = Shot(canvas=num_canvases - 1)
    shots += [last] * LAST_FRAMES
    return Script(shots=tuple(shots), zooms=zooms, mistakes=mistakes)


def _some(usual: list[int], number: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Return canvases after which something happens, in order; different ones as long as there are enough."""
    chosen = rng.choice(usual, number, replace=number > len(usual))
    return tuple(sorted(int(canvas) for canvas in chosen))


def _zooms(num_canvases: int, number: int, rng: np.random.Generator) -> tuple[Zoom, ...]:
    """Return stretches spread over the middle of the film, at least a canvas apart."""
    room = (num_canvases - 2) // max(1, number)
    length = min(ZOOM_CANVASES, room - 2)
    if number == 0 or length < 1:
        return ()
    zooms = []
    for index in range(number):
        first = 1 + index * room + int(rng.integers(0, room - length - 1 + 1))
        factor = float(rng.uniform(1.5, 2.5))
        zooms.append(Zoom(first=first, last=first + length, factor=factor, cut=bool(index % 2)))
    return tuple(zooms)


def _in_zoom(shots: list[Shot], canvas: int, zooms: tuple[Zoom, ...]) -> list[Shot]:
    """Return the shots of a canvas as seen in the zoom it is painted in, with the ways there and back."""
    for number, zoom in enumerate(zooms):
        way = [] if zoom.cut else list(np.linspace(0, 1, ZOOM_FRAMES + 2)[1:-1])
        if canvas == zoom.first:
            return shots + [Shot(canvas=canvas, zoom=number, zoomed=float(s * s * (3 - 2 * s))) for s in way]
        if zoom.first < canvas <= zoom.last:
            near = [replace(shot, zoom=number, zoomed=1.0) for shot in shots]
            if canvas == zoom.last:
                back = [
                    Shot(canvas=canvas, zoom=number, zoomed=float(s * s * (3 - 2 * s))) for s in way[::-1]
                ]
                near += [*back, *[Shot(canvas=canvas)] * CLEAR_FRAMES]
            return near
    return shots


class _Writer:
    """Writes the shots of single canvases; remembers whether the hand is in view."""

    def __init__(self, num_canvases: int, options: FilmOptions, rng: np.random.Generator) -> None:
        self.num_canvases = num_canvases
        self.options = options
        self.rng = rng

    def painted(self, canvas: int) -> list[Shot]:
        """Return a canvas being painted. It is there from the first frame on; the hand goes on with it."""
        number = max(1, self.options.frames_per_canvas)
        if not self.options.hand:
            return [Shot(canvas=canvas)] * number
        is_end = canvas in (0, self.num_canvases - 1)
        clear = 0
        if is_end or self.rng.random() < LEAVES_SHARE:
            clear = min(CLEAR_FRAMES, number)
        hands = [DABBING] * (number - clear) + [AWAY] * clear
        if clear and number - clear >= 2:
            hands[number - clear - 1] = COMING
        if canvas == 0:
            hands = hands[::-1]
        return [Shot(canvas=canvas, hand=hand) for hand in hands]

    def static(self, canvas: int, times: int) -> Iterator[Shot]:
        for _ in range(times):
            rests = self.options.hand and self.rng.random() < 0.5
            hand = RESTING if rests else AWAY
            yield from [Shot(canvas=canvas, hand=hand)] * self.options.static_frames

    def screens(self, canvas: int, numbers: list[int]) -> Iterator[Shot]:
        frames = self.options.interface_frames
        for number in numbers:
            kind = SCREENS[number % len(SCREENS)]
            for index in range(frames):
                along = (index + 1) / (frames + 1) if kind != TITLE else 0.0
                yield Shot(canvas=canvas, screen=Screen(kind=kind, number=number, along=along))

    def cuts(self, canvas: int, numbers: list[int]) -> Iterator[Shot]:
        for number in numbers:
            yield from [Shot(canvas=canvas, elsewhere=number)] * (2 * self.options.interface_frames)

    def mistakes(self, canvas: int, numbers: list[int]) -> Iterator[Shot]:
        for number in numbers:
            mistaken = self.num_canvases + number
            yield from self.painted(mistaken)
            yield from [Shot(canvas=mistaken)] * CLEAR_FRAMES
            yield from [Shot(canvas=canvas)] * CLEAR_FRAMES
