"""Evaluations to draw, made by hand."""

import numpy as np
import pytest

from painttime.evaluation.baselines import BASELINE_TITLES
from painttime.evaluation.evaluation import PROCESS, RECORDING, Course, Evaluation, Measures


def course(num_frames, *, value=128, ious=None, realised=None, detail=True):
    """Return the course of a process that comes evenly nearer; its frames are of one value."""
    rising = np.linspace(0, 1, num_frames, dtype=np.float32)
    return Course(
        distances=1 - rising,
        settle_map=np.tile(np.linspace(0, 1, 48, dtype=np.float32), (32, 1)),
        detail=rising if detail else None,
        step_ious=ious,
        realised=realised,
        strip=np.full((min(9, num_frames), 32, 48, 3), value, dtype=np.uint8),
    )


@pytest.fixture(scope="session")
def evaluation():
    """Return a function that makes an evaluation of 5 frames, against a recording of 4 or alone."""

    def make(name="jug", *, against=True, degrees=True, value=0.125):
        ious = (0.5, None, 0.25) if against else None
        realised = np.array([[0.1, 0.9], [0.4, np.nan], [0.5, 0.5], [0, 1]], dtype=np.float32)
        courses = {PROCESS: course(5, value=255, ious=ious, realised=realised if degrees else None)}
        if against:
            courses[RECORDING] = course(4, value=0, detail=False)
        courses |= {baseline: course(4, ious=ious) for baseline in BASELINE_TITLES}
        measures = Measures(
            l1_linear_time=value if against else None,
            step_iou=0.375 if against else None,
            backtrack=0.0004,
            final_max_levels=0.0,
            missing={"diversity": "There are no takes with other seeds."},
        )
        return Evaluation(
            name=name,
            num_frames=5,
            size_px=(48, 32),
            measured_size_px=(384, 256),
            ground=(250, 249, 16),
            is_ground_given=False,
            perceptual_network="some network 1",
            measures=measures,
            recording=Measures(backtrack=0.0) if against else None,
            baselines={
                baseline: Measures(l1_linear_time=0.5 if against else None, backtrack=0.0)
                for baseline in BASELINE_TITLES
            },
            courses=courses,
            asked=realised if degrees else None,
        )

    return make
