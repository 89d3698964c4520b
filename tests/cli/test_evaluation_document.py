"""docs/evaluation.md says what the command does."""

import json
import re
from pathlib import Path

import painttime
from painttime.evaluation.baselines import BASELINE_TITLES
from painttime.evaluation.evaluation import MEASURE_KEYS

DOCUMENT = Path(painttime.__file__).resolve().parents[1] / "docs" / "evaluation.md"


def first_cells(heading: str) -> list[str]:
    """Return the first cell of every row of the tables below a heading."""
    section = DOCUMENT.read_text(encoding="utf-8").split(f"{heading}\n", 1)[1]
    section = re.split(r"\n#+ ", section, maxsplit=1)[0]
    return re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE)


def test_every_measure_has_its_row_in_the_order_of_the_output() -> None:
    assert first_cells("## The measures") == list(MEASURE_KEYS)


def test_every_baseline_has_its_row() -> None:
    assert first_cells("### The baselines") == list(BASELINE_TITLES)


def test_the_json_shown_is_json_with_the_keys_there_are() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    example = json.loads(re.findall(r"```json\n(.*?)```", text, flags=re.DOTALL)[0])
    assert set(MEASURE_KEYS) <= set(example)
    others = set(example) - set(MEASURE_KEYS)
    assert others == {
        "name",
        "against",
        "num_frames",
        "size_px",
        "measured_size_px",
        "ground",
        "is_ground_given",
        "perceptual_network",
        "missing",
        "recording",
        "baselines",
    }
