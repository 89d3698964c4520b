"""Measuring a process, alone or against a recording of the same painting, beside trivial baselines."""

from painttime.core.counting import Counting
from painttime.core.frames import FrameSource
from painttime.evaluation.evaluation import Evaluation
from painttime.evaluation.perceptual import PerceptualDistance
from painttime.evaluation.subject import Subject


def evaluate(
    subject: Subject,
    recording: FrameSource | None = None,
    *,
    perceptual: PerceptualDistance | None = None,
    with_baselines: bool = True,
    seed: int = 0,
) -> Counting[Evaluation]:
    """Return the measures of a process; yields (done, total) in frames.

    recording: of the same painting, of any size and at least 2 frames; None measures the process by itself.
    perceptual: the network of the perceptual measure. seed: of the random tiles among the baselines.
    Each frame at full size is asked for once, in order.
    """
    raise NotImplementedError
    yield 0, 0
