"""What playing and predicting need of a painting, made once: its renditions and strokes."""

from dataclasses import dataclass

from painttime.core.canvas import Canvas, Renditions
from painttime.core.image import RGB8, Labels, fitted_size
from painttime.core.project import Project
from painttime.core.strokes import StrokeMaps
from painttime.prediction.renderer import FrameRenderer
from painttime.workflow.job import Job, Progress

MODEL_SIZE_PX = 256
"""Long side of the pictures the step model sees."""


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
    renderer: FrameRenderer

    def fits(self, project: Project) -> bool:
        """Return whether this was made from the project's painting, part labels and ground."""
        return (
            project.painting is self.project.painting
            and project.parts.labels is self.project.parts.labels
            and project.ground == self.project.ground
        )

    def preview(self, canvas: Canvas) -> RGB8:
        """Return a canvas at model size, in about a millisecond."""
        return canvas.compose(self.renditions)

    def frame(self, canvas: Canvas) -> RGB8:
        """Return a canvas at the painting's own size."""
        return self.renderer.frame(canvas)


def prepare(project: Project) -> Job[Prepared]:
    """Lay out the strokes of a painting and draw its renditions, at model size and at its own size."""
    raise NotImplementedError
    yield Progress(done=0, total=1, message="")
