"""Colours and names of what is compared, the same in every plot."""

from painttime.evaluation.baselines import BASELINE_TITLES
from painttime.evaluation.evaluation import PROCESS, RECORDING

INK, FAINT, LINES = "#222222", "#6f6f6f", "#dddddd"

_BASELINE_COLOURS = ("#7f9fc9", "#8fbf9f", "#d9b36c", "#c59ac9", "#9ec8d0", "#d99a8b", "#a8a07f")

COLOURS = {PROCESS: "#c8102e", RECORDING: INK} | dict(zip(BASELINE_TITLES, _BASELINE_COLOURS, strict=True))
TITLES = {PROCESS: "Process", RECORDING: "Recording"} | BASELINE_TITLES


def is_baseline(name: str) -> bool:
    """Return whether a course is one of the trivial ones, which are drawn thin."""
    return name in BASELINE_TITLES
