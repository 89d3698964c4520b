"""The table of measures says all of them."""

import json

from painttime.evaluation.evaluation import MEASURE_KEYS, SCALAR_KEYS, Measures
from painttime.evaluation.measures_table import BY_KEY, MEASURES

PUBLISHED_KEYS = [
    "l1_linear_time",
    "l1_best_match",
    "step_iou",
    "settle_order_r",
    "backtrack",
    "stalls",
    "first_frame_paint",
    "final_max_levels",
    "degree_error",
    "degree_spearman",
    "leakage",
    "diversity",
    "stroke_likeness",
    "perceptual",
    "detail_curve",
]


def test_the_keys_are_those_of_the_format():
    assert list(MEASURE_KEYS) == PUBLISHED_KEYS
    assert [measure.key for measure in MEASURES] == PUBLISHED_KEYS
    assert set(BY_KEY) - {"detail_curve"} == set(SCALAR_KEYS)


def test_every_measure_is_explained_in_sentences():
    for measure in MEASURES:
        for text in (measure.says, measure.pitfall):
            assert text.endswith("."), measure.key


def test_missing_measures_are_null_with_a_reason():
    measures = Measures(step_iou=0.25, detail_curve=(0.5, 1.0), missing={"stalls": "Why."})
    written = json.loads(json.dumps(measures.to_json()))
    assert list(written) == [*PUBLISHED_KEYS, "missing"]
    assert (written["step_iou"], written["stalls"], written["detail_curve"]) == (0.25, None, [0.5, 1.0])
    assert written["missing"] == {"stalls": "Why."}
