"""The page with plots."""

from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from painttime.errors import ExportError
from painttime.evaluation.page.page import writing_page
from painttime.evaluation.page.strips import places, stacked, strip_picture

VOID = {"meta", "img", "br", "link"}


class Reader(HTMLParser):
    """Checks that every element is closed, and keeps texts and addresses."""

    def __init__(self):
        super().__init__()
        self.open, self.addresses, self.texts, self.num_cells = [], [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.num_cells += tag == "td"
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def write(evaluations, out, **options):
    return list(writing_page(evaluations, out, **options))


def read(out):
    reader = Reader()
    reader.feed(out.read_text(encoding="utf-8"))
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def page(evaluation, tmp_path_factory):
    """A page of two processes, one against a recording and with degrees, one alone and without."""
    out = tmp_path_factory.mktemp("page") / "page.html"
    shown = [
        (evaluation("jug"), "the <recording>"),
        (evaluation("hill & dale", against=False, degrees=False), None),
    ]
    write(shown, out, failures=['"bad<b>.mp4" is damaged.'])
    return out


def test_a_page_needs_no_other_file_and_runs_nothing(page) -> None:
    reader = read(page)
    assert all(address.startswith(("data:image/", "#p")) for address in reader.addresses)
    assert len([one for one in reader.addresses if one.startswith("data:")]) == 6
    assert "<script" not in page.read_text(encoding="utf-8")


def test_names_are_text_not_markup(page) -> None:
    text = " ".join(read(page).texts)
    for name in ("the <recording>", "hill & dale", '"bad<b>.mp4" is damaged.'):
        assert name in text


def test_every_process_has_its_table_and_the_sum_stands_before_them(page) -> None:
    text = " ".join(read(page).texts)
    assert (
        text.index("2 processes together") < text.index("jug: 5 frames") < text.index("hill & dale: 5 frames")
    )
    assert "One painting says nothing" not in text
    assert "No Diversity: There are no takes with other seeds." in text


def test_the_same_evaluations_give_the_same_page(evaluation, tmp_path) -> None:
    for name in ("one.html", "two.html"):
        write([(evaluation(), "oil")], tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_a_picture_shows_it_too(evaluation, tmp_path) -> None:
    out = tmp_path / "page.PNG"
    done = write([(evaluation(), "oil"), (evaluation(against=False), None)], out)
    assert done == [(0, 2), (1, 2), (2, 2)]
    pixels = np.asarray(Image.open(out))
    assert pixels.shape[1] > 1200
    assert pixels.shape[0] > 1200
    # The process's frames are white, the recording's black, the baselines' lines in between.
    assert (pixels == 0).all(axis=2).mean() > 0.01


def test_where_it_cannot_be_written_nothing_is_left(evaluation, tmp_path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        write([(evaluation(), "oil")], tmp_path / "none" / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_frames_stand_where_they_are_in_the_time() -> None:
    assert places(9, 9) == list(range(9))
    assert places(4, 9) == [0, 3, 5, 8]
    assert places(1, 9) == [8]
    frames = np.stack([np.full((10, 20, 3), value, dtype=np.uint8) for value in (0, 100, 200)])
    row = strip_picture(frames, 5, height_px=10)
    assert row.shape == (10, 5 * 20 + 4 * 4, 3)
    assert [int(row[5, place * 24 + 10, 0]) for place in range(5)] == [0, 255, 100, 255, 200]


def test_rows_of_different_widths_are_stacked_on_white() -> None:
    sheet = stacked([np.zeros((2, 3, 3), np.uint8), np.zeros((1, 5, 3), np.uint8)], gap_px=1)
    assert sheet[..., 0].tolist() == [[0, 0, 0, 255, 255], [0, 0, 0, 255, 255], [255] * 5, [0] * 5]
