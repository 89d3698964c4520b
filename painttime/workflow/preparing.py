"""What playing and predicting need of a painting, made once: its renditions and strokes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from painttime.core.canvas import Canvas, Renditions
from painttime.core.image import RGB8, Labels, fitted_size
from painttime.core.project import Project
from painttime.core.strokes import StrokeMaps
from painttime.errors import ProjectFileError
from painttime.workflow.job import Job, Progress

if TYPE_CHECKING:
    from painttime.prediction.renderer import FrameRenderer

MODEL_SIZE_PX = 256
"""Long side of the pictures the step model sees."""

_STROKE_SEED = 0
_STEPS = 6


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Prepared:
    """A painting ready to be stepped through; valid for one painting, part map and ground.

    renditions, strokes, labels: at model size.
    renderer: composes canvases at the painting's own size.
    """

    project: Project
    renditions: Renditions
    strokes: StrokeMaps
    labels: Labels
    renderer: "FrameRenderer"

    def fits(self, project: Project) -> bool:
        """Return whether this was made from the project's painting, part labels and ground."""
        return (
            project.painting is self.project.painting
            and project.parts.labels is self.project.parts.labels
            and project.ground == self.project.ground
        )

    def preview(self, canvas: Canvas) -> RGB8:
        """Return a canvas at model size, in a few milliseconds."""
        return canvas.compose(self.renditions)

    def frame(self, canvas: Canvas) -> RGB8:
        """Return a canvas at the painting's own size."""
        return self.renderer.frame(canvas)


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
    if (
        project.take is not None
        and project.take.canvas(project.num_steps).mix.shape[:2] != small_labels.shape
    ):
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
