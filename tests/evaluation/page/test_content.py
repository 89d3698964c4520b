"""What the page and the terminal say."""

from painttime.evaluation.evaluation import Measures
from painttime.evaluation.page.content import (
    ground_sentence,
    heading,
    missing_sentences,
    networks_of,
    process_table,
    summary_table,
)
from painttime.evaluation.statistics import summarise


def row(table, title):
    return next(row for row in table.rows if row.title == title)


def test_the_process_comes_first_then_its_recording_then_the_baselines(evaluation) -> None:
    table = process_table(evaluation())
    assert table.titles[:3] == ("Process", "Recording", "Cross-fade")
    assert len(table.titles) == 9
    assert [cell.text for cell in row(table, "L1 at linear time ↓").cells[:3]] == ["0.125", "-", "0.500"]


def test_rows_nobody_has_a_value_for_are_left_out(evaluation) -> None:
    titles = [one.title for one in process_table(evaluation(against=False)).rows]
    assert titles == ["Backtrack → 0", "Final identity → 0"]


def test_the_recording_takes_no_part_in_who_is_best(evaluation) -> None:
    cells = row(process_table(evaluation()), "Backtrack → 0").cells
    # The process 0.0004, the recording and all baselines 0.
    assert [cell.is_best for cell in cells] == [False, False] + [True] * 7


def test_every_row_says_what_it_is_and_what_to_beware_of(evaluation) -> None:
    assert all(len(one.explanation) > 40 for one in process_table(evaluation()).rows)


def test_a_sum_has_the_differences_below_the_baselines(evaluation) -> None:
    summary = summarise([evaluation(value=value) for value in (0.1, 0.2, 0.3)])
    cells = row(summary_table(summary), "L1 at linear time ↓").cells
    assert (cells[0].text, cells[0].is_best, cells[0].difference) == ("0.200 ± 0.100", True, "")
    assert cells[2].text == "0.500 ± 0.000"
    assert cells[2].difference == "-0.300*"
    low, high = (float(end) for end in cells[2].interval.split())
    assert low < -0.3 < high < 0


def test_reasons_are_gathered() -> None:
    measures = Measures(
        missing={"diversity": "No takes.", "l1_linear_time": "No recording.", "step_iou": "No recording."}
    )
    assert missing_sentences(measures) == [
        "No Diversity: No takes.",
        "No L1 at linear time, Step IoU: No recording.",
    ]


def test_lines_about_a_process(evaluation) -> None:
    assert heading(evaluation(), "oil") == "jug: 5 frames, 48 x 32, against oil"
    assert heading(evaluation(), None) == "jug: 5 frames, 48 x 32, alone"
    assert ground_sentence(evaluation()) == "Ground #faf910, as the first frame shows it."
    assert networks_of([evaluation(), evaluation()]) == ["some network 1"]
