"""The stages of a process as runs of canvases, for the marks on the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from painttime.core.canvas import AnyCanvas, stage_name


@dataclass(frozen=True, kw_only=True, slots=True)
class StageRun:
    """Canvases first..last (both in it) that are in one stage."""

    name: str
    first: int
    last: int


class StageNames:
    """Stages of canvases, worked out once for each canvas: a take that grows asks for the same ones again."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[AnyCanvas, str]] = {}

    def of(self, canvases: Sequence[AnyCanvas | None]) -> tuple[str | None, ...]:
        """Return the stage of every canvas, None where it is not computed."""
        present = [canvas for canvas in canvases if canvas is not None]
        self._known = {id(canvas): self._entry(canvas) for canvas in present}
        return tuple(None if canvas is None else self._known[id(canvas)][1] for canvas in canvases)

    def _entry(self, canvas: AnyCanvas) -> tuple[AnyCanvas, str]:
        # The canvas is kept beside its name, so that no other object can take over its id.
        known = self._known.get(id(canvas))
        return known if known is not None else (canvas, stage_name(canvas))


def stage_runs(names: Sequence[str | None]) -> tuple[StageRun, ...]:
    """Return the runs of equal stages; canvases that are not computed belong to none."""
    runs = []
    for name, group in groupby(enumerate(names), key=lambda pair: pair[1]):
        indices = [index for index, _ in group]
        if name is not None:
            runs.append(StageRun(name=name, first=indices[0], last=indices[-1]))
    return tuple(runs)
