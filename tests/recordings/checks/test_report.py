import base64
import re
from html.parser import HTMLParser

import cv2
import numpy as np
import pytest

from painttime.core.part import Part, PartMap
from painttime.errors import ExportError
from painttime.recordings.checks import report, report_pictures
from painttime.recordings.checks.checking import check
from painttime.recordings.checks.report import write_report

EVIL = "<script>alert(1)</script> & 'Öl' 壺"


class Page(HTMLParser):
    """What a browser would find: elements, their attributes and the text between."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.sources, self.alternatives, self.words, self.open = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags.append(tag)
        assert not any(name.startswith("on") for name in values)
        if tag == "img":
            self.sources.append(values["src"])
            self.alternatives.append(values["alt"])
        if tag not in ("img", "meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def pixels_of(uri):
    data = base64.b64decode(uri.split(",", 1)[1])
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]


@pytest.fixture
def reported(tmp_path, to_the_end, dataset_of):
    def write(*recordings, title="set"):
        dataset = dataset_of(*recordings)
        findings, _ = to_the_end(check(dataset))
        out = tmp_path / "report.html"
        _, counts = to_the_end(write_report(dataset, findings, out, title=title))
        assert counts[-1][0] == counts[-1][1]
        return Page(out.read_text(encoding="utf-8"))

    return write


@pytest.fixture(scope="module")
def takes(recording_of, painted):
    return [
        recording_of("left", painted(1), dropped=((0, 20, "interface"),)),
        recording_of("right", painted(1, order=range(11, -1, -1))),
    ]


def test_the_page_shows_each_recording_and_what_was_found(reported, takes):
    page = reported(*takes)
    assert page.open == []
    text = page.text
    for words in (
        "2 recordings. train: 1 paintings, 2 recordings, 26 frames",
        "left.mp4",
        "13 frames of 96 x 64 px",
        "What became of the 39 frames read",
        "kept 13",
        "static 23",
        "Left out whole: 0 to 20, interface",
        "0 · 0:00.0 · ground",
        "12 · 0:01.2 · finish",
        "floor",
        "wall",
        "interval 3",
        "begin like another",
        "level 1: left 0 to",
    ):
        assert words in text, words
    assert "taken back" not in text
    # Nine frames, two parts, stages, parts, settled map of each; the scale; four pictures a conflict.
    assert len(page.sources) >= 2 * (9 + 2 + 1 + 2 + 1) + 4


def test_the_page_needs_nothing_else(reported, takes):
    page = reported(*takes)
    assert all(source.startswith("data:image/") for source in page.sources)
    assert not {"script", "link", "iframe", "object", "a"} & set(page.tags)


def test_names_of_any_kind_stand_in_the_page_as_text(reported, changed, takes, halves):
    parts = PartMap(
        labels=halves.labels,
        parts=(Part(id=9, name=EVIL, kind=EVIL), Part(id=4, name='" onload="x', kind="w")),
    )
    evil = changed(
        takes[0],
        parts=parts,
        painting_id=EVIL,
        dropped=((1, 2, EVIL),),
        source=type("Source", (), {"name": EVIL + "\udcff.mp4", "sha256": "0" * 64}),
    )
    page = reported(evil, EVIL, title=EVIL)
    assert "script" not in page.tags
    assert page.text.count(EVIL) >= 6
    assert 'degrees of " onload="x' in page.alternatives


def test_a_recording_that_cannot_be_read_is_shown_with_the_reason(reported, takes):
    text = reported('"labels.json" is damaged.', takes[0]).text
    assert text.count('"labels.json" is damaged.') == 2
    assert "left.mp4" in text


def test_an_empty_set_has_a_page_too(reported):
    assert "holds no recording" in reported().text


def test_a_large_set_is_cut_and_says_so(reported, changed, takes, monkeypatch):
    monkeypatch.setattr(report, "MAX_RECORDINGS", 3)
    text = reported(*(changed(takes[0], id=f"copy-{number}") for number in range(5))).text
    assert "2 more recordings" in text
    assert "copy-2, painting" in text
    assert "copy-3, painting" not in text


def test_a_place_that_cannot_be_written_keeps_what_is_there(tmp_path, to_the_end, dataset_of, takes):
    dataset = dataset_of(*takes)
    findings, _ = to_the_end(check(dataset))
    with pytest.raises(ExportError, match="is a folder"):
        to_the_end(write_report(dataset, findings, tmp_path, title="set"))
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_report_leaves_nothing(tmp_path, to_the_end, dataset_of, takes):
    dataset = dataset_of(*takes)
    findings, _ = to_the_end(check(dataset))
    writing = write_report(dataset, findings, tmp_path / "report.html", title="set")
    next(writing)
    writing.close()
    assert list(tmp_path.iterdir()) == []


def test_heat_goes_from_light_to_dark(takes):
    row = pixels_of(report_pictures.heat_row(np.array([0, 0.25, 0.5, 0.75, 1], np.float32)))
    assert row.shape == (1, 5, 3)
    assert (np.diff(row.astype(int).sum(axis=2)[0]) < 0).all()


def test_the_settled_map_is_as_dark_as_late(takes):
    settled = np.repeat(np.arange(12, dtype=np.uint16), 8)[None, :].repeat(40, axis=0)
    shades = pixels_of(report_pictures.settled_picture(settled, 12)).astype(int).sum(axis=2)
    assert shades.shape == (40, 96)
    assert (np.diff(shades[0, ::8]) < 0).all()


def test_a_part_stands_out_of_what_is_about_it(takes):
    take = takes[0]
    cut = pixels_of(report_pictures.cut_of_part(take.pictures, take.parts, 4, 12))
    inside, outside = cut[10:50, 10:40], cut[10:50, 52:]
    assert outside.min() > 150
    assert inside.mean() < 120


def test_the_page_is_well_formed_where_a_recording_has_many_parts(reported, recording_of, painted):
    labels = np.repeat(np.arange(1, 25, dtype=np.uint8), 4)[None, :].repeat(64, axis=0)
    parts = PartMap(labels=labels, parts=tuple(Part(id=n, name=f"part {n}") for n in range(1, 25)))
    page = reported(recording_of("many", painted(4), parts=parts))
    assert len(re.findall(r"degrees of part \d+", " ".join(page.alternatives))) == 24
