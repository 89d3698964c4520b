"""What each measure is: the one table the terminal, the plot page and the documents use."""

from dataclasses import dataclass
from enum import Enum


class Better(Enum):
    """Which values of a measure are good."""

    LOWER = "lower"
    HIGHER = "higher"
    ZERO = "0"
    COMPARE = "compare"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One measure.

    key: its name in JSON. title: for tables.
    says: what it is, in a sentence. pitfall: what wins it without painting, in a sentence.
    """

    key: str
    title: str
    better: Better
    says: str
    pitfall: str


MEASURES = (
    Measure(
        key="l1_linear_time",
        title="L1 at linear time",
        better=Better.LOWER,
        says="How far the process is from the recording at the same share of the time, mean over frames.",
        pitfall="A blur that sharpens scores well: early on it already has the mean colour of everything.",
    ),
    Measure(
        key="l1_best_match",
        title="Best-match L1",
        better=Better.LOWER,
        says="How near the process ever comes to each frame of the recording, mean over frames.",
        pitfall="Many frames of many kinds win it; it does not ask in which order they come.",
    ),
    Measure(
        key="step_iou",
        title="Step IoU",
        better=Better.HIGHER,
        says="How far the area a step changes is the area the painter changed in it, mean over steps.",
        pitfall="With few frames every step changes nearly all, a cross-fade's too; with many it has 0.",
    ),
    Measure(
        key="settle_order_r",
        title="Settle-order r",
        better=Better.HIGHER,
        says="Whether what the painter finished early is finished early: Pearson's r of the settle times.",
        pitfall="A cross-fade gets some .4: what differs much from the ground settles late in both.",
    ),
    Measure(
        key="backtrack",
        title="Backtrack",
        better=Better.ZERO,
        says="How much of the way leads away from the finished painting.",
        pitfall="Everything that reveals the painting itself has 0; real painters have a little.",
    ),
    Measure(
        key="stalls",
        title="Stalls",
        better=Better.LOWER,
        says="The share of steps that change 1 % of the pixels or less.",
        pitfall="A process of few steps has none; a recording of many frames may have some.",
    ),
    Measure(
        key="first_frame_paint",
        title="First-frame paint",
        better=Better.ZERO,
        says="The share of the first frame that is no bare ground.",
        pitfall="All baselines begin with the ground; 0 says nothing of what follows.",
    ),
    Measure(
        key="final_max_levels",
        title="Final identity",
        better=Better.ZERO,
        says="The largest difference of the last frame and the painting, at full size.",
        pitfall="All baselines end with the painting itself.",
    ),
    Measure(
        key="degree_error",
        title="Degree error",
        better=Better.LOWER,
        says="How far the degree of each part in each step is from the degree asked for, mean.",
        pitfall="Where most degrees asked are 0, doing nothing scores well: see the rank correlation.",
    ),
    Measure(
        key="degree_spearman",
        title="Degree rank correlation",
        better=Better.HIGHER,
        says="Whether more is changed where more was asked for: Spearman's r of degrees asked and realised.",
        pitfall="It does not see a process that changes too much or too little everywhere.",
    ),
    Measure(
        key="leakage",
        title="Leakage",
        better=Better.ZERO,
        says="The share of pixels that change at all in steps that were not to change their part.",
        pitfall="A process that never changes anything has 0.",
    ),
    Measure(
        key="diversity",
        title="Diversity",
        better=Better.COMPARE,
        says="How far takes with different seeds are from each other at a quarter, half and three quarters.",
        pitfall="Noise is diverse: read it beside the distance to the recording.",
    ),
    Measure(
        key="stroke_likeness",
        title="Half-laid paint",
        better=Better.LOWER,
        says="The share of the area a step changes that is laid by halves: blur instead of strokes.",
        pitfall="Anything revealed with hard edges has 0, strokes or not.",
    ),
    Measure(
        key="perceptual",
        title="Perceptual distance",
        better=Better.LOWER,
        says="How different process and recording look to a network at the same share of the time.",
        pitfall="Values of different networks cannot be compared.",
    ),
    Measure(
        key="detail_curve",
        title="Detail by time",
        better=Better.COMPARE,
        says="Laplacian energy over that of the painting: it should rise to 1 without a sudden drop.",
        pitfall="Noise and hard edges of what is revealed are detail too, and can take it above 1.",
    ),
)
"""Every measure, in the order of `evaluation.MEASURE_KEYS`."""

BY_KEY = {measure.key: measure for measure in MEASURES}
