"""What playing and predicting need of a painting, made once: its renditions and strokes."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from painttime.core.canvas import AnyCanvas, Canvas, Renditions
from painttime.core.image import RGB8, Labels, fitted_size
from painttime.core.project import Project
from painttime.core.strokes import StrokeMaps
from painttime.errors import ProjectFileError
from painttime.workflow.job import Job, Progress
from painttime.workflow.stroke_pictures import PREVIEW_LONG_SIDE_PX, StrokePictures, shows_the_same

if TYPE_CHECKING:
    from painttime.prediction.renderer import FrameRenderer

MODEL_SIZE_PX = PREVIEW_LONG_SIDE_PX
"""Long side of the pictures the step model sees."""

_STROKE_SEED = 0
_STEPS = 6


class Pictures(Protocol):
    """What makes pictures of canvases: Prepared of all, StrokePictures of those painted with strokes."""

    def fits(self, project: Project) -> bool:
        """Return whether these are pictures of the project's painting, part labels and ground."""
        ...

    def preview(self, canvas: AnyCanvas) -> RGB8:
        """Return a canvas at model size."""
        ...

    def frame(self, canvas: AnyCanvas) -> RGB8:
        """Return a canvas at the painting's own size."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Prepared:
    """A painting ready to be stepped through; valid for one painting, part map and ground.

    renditions, strokes, labels: at model size.
    renderer: composes the model's canvases at the painting's own size.
    stroke_pictures: draws those painted with strokes.
    """

    project: Project
    renditions: Renditions
    strokes: StrokeMaps
    labels: Labels
    renderer: "FrameRenderer"
    stroke_pictures: StrokePictures = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stroke_pictures", StrokePictures(self.project))

    def fits(self, project: Project) -> bool:
        """Return whether this was made from the project's painting, part labels and ground."""
        return shows_the_same(self.project, project)

    def preview(self, canvas: AnyCanvas) -> RGB8:
        """Return a canvas at model size, in a few milliseconds."""
        if isinstance(canvas, Canvas):
            return canvas.compose(self.renditions)
        return self.stroke_pictures.preview(canvas)

    def frame(self, canvas: AnyCanvas) -> RGB8:
        """Return a canvas at the painting's own size."""
        if isinstance(canvas, Canvas):
            return self.renderer.frame(canvas)
        return self.stroke_pictures.frame(canvas)


def prepare(project: Project) -> Job[Prepared]:
    """Lay out the strokes of a painting and draw its renditions, at model size and at its own size."""
    import cv2
    import numpy as np

    from painttime.prediction.renderer import FrameRenderer
    from painttime.strokes.drawing import draw_renditions, stroke_maps
    from painttime.strokes.placing import lay_strokes

    pixels = project.painting.pixels
    labels = project.parts.labels
    ground = project.ground
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], MODEL_SIZE_PX)
    yield Progress(done=0, total=_STEPS, message="Laying out strokes")
    small = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    small_labels = project.parts.resized(height, width)
    last = project.take.canvases[-1] if project.take is not None else None
    if isinstance(last, Canvas) and last.mix.shape[:2] != small_labels.shape:
        raise ProjectFileError(
            f"The process kept with {project.painting.name} was made for another size of painting and cannot"
            " be shown. Open the painting itself and predict again."
        )
    passes = lay_strokes(small, small_labels, ground=ground, seed=_STROKE_SEED)
    yield Progress(done=1, total=_STEPS, message="Drawing the model's view")
    maps = stroke_maps(passes, small_labels)
    *_, renditions = draw_renditions(passes, small, small_labels, ground=ground)
    full = None
    for number, made in enumerate(draw_renditions(passes, pixels, labels, ground=ground)):
        yield Progress(done=2 + min(number, 3), total=_STEPS, message="Drawing strokes at full size")
        full = made
    if not isinstance(renditions, Renditions) or not isinstance(full, Renditions):
        raise TypeError("draw_renditions ends with the renditions")
    return Prepared(
        project=project,
        renditions=renditions,
        strokes=maps,
        labels=small_labels,
        renderer=FrameRenderer(full, labels, small, small_labels),
    )
