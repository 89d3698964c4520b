"""Predicting a process, or one step of it."""

from painttime.core.change import Direction
from painttime.core.project import Project
from painttime.workflow.job import Job, Progress
from painttime.workflow.preparing import Prepared


class StepModel:
    """The loaded step model; stands in until the real one is in place (prediction.stepper)."""

    device_name: str = "cpu"


def load_model(device: str = "auto") -> Job[StepModel]:
    """Load the trained step model. Raises ModelError where its weights are missing or damaged."""
    raise NotImplementedError
    yield Progress(done=0, total=1, message="")


def predict(
    project: Project, prepared: Prepared, model: StepModel, *, direction: Direction = Direction.BACKWARD
) -> Job[Project]:
    """Compute every canvas of the process; each Progress carries the take so far.

    Backward keeps what is already computed at the end of the take and goes on from the earliest canvas;
    forward begins from the bare ground. Closing the job keeps nothing: the caller has the last Progress.take.
    """
    raise NotImplementedError
    yield Progress(done=0, total=1, message="")


def predict_step(
    project: Project, prepared: Prepared, model: StepModel, *, index: int, direction: Direction
) -> Job[Project]:
    """Take one step by hand from canvas `index`, with the project's slider degrees where set, else the plan's.

    Backward sets canvas index - 1 and drops the canvases before it; forward sets canvas index + 1 and drops
    those between it and the painting. Going forward into the last canvas always gives the painting.
    """
    raise NotImplementedError
    yield Progress(done=0, total=1, message="")
