"""Data sets in memory, of recordings of which everything is known."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np
import pytest

from painttime.core.part import Part, PartMap
from painttime.core.similarity import IDENTITY
from painttime.errors import DatasetError
from painttime.recordings.clean_recording import KeptFrame, Tally
from painttime.recordings.labelling.labelling import label

HEIGHT, WIDTH = 64, 96
GROUND = (240, 235, 225)


class PicturesInMemory:
    def __init__(self, pictures):
        self.pictures = pictures
        self.num_frames = len(pictures)
        self.height_px, self.width_px = pictures[0].shape[:2]

    def frame(self, index):
        return self.pictures[index]


@dataclass(frozen=True)
class Recording:
    id: str
    pictures: PicturesInMemory
    parts: PartMap
    labels: object
    painting_id: str = "jug"
    split: str = "train"
    source: object = None
    damaged: tuple = ()
    dropped: tuple = ()
    frames: tuple = field(default=())
    tally: Tally = None

    def damaged_files(self):
        return self.damaged


class DatasetInMemory:
    """recordings that are a text cannot be opened: the text is why."""

    def __init__(self, *recordings):
        self._recordings = {}
        for number, one in enumerate(recordings):
            self._recordings[one.id if isinstance(one, Recording) else f"broken-{number}"] = one
        self.entries = tuple(
            SimpleNamespace(id=name, painting_id=one.painting_id, split=one.split)
            if isinstance(one, Recording)
            else SimpleNamespace(id=name, painting_id="?", split="train")
            for name, one in self._recordings.items()
        )

    def recording(self, recording_id):
        one = self._recordings[recording_id]
        if isinstance(one, str):
            raise DatasetError(one)
        return one


def run(counting):
    counts = []
    while True:
        try:
            counts.append(next(counting))
        except StopIteration as stop:
            return stop.value, counts


@pytest.fixture(scope="session")
def to_the_end():
    """Run what counts; gives its result and what it counted."""
    return run


@pytest.fixture(scope="session")
def dataset_of():
    return DatasetInMemory


@pytest.fixture(scope="session")
def changed():
    """A recording with other values."""
    return replace


@pytest.fixture(scope="session")
def halves():
    labels = np.full((HEIGHT, WIDTH), 4, dtype=np.uint8)
    labels[:, 48:] = 9
    return PartMap(
        labels=labels, parts=(Part(id=9, name="floor", kind="floor"), Part(id=4, name="wall", kind="wall"))
    )


@pytest.fixture(scope="session")
def recording_of(halves):
    """Make a recording of pictures; its labels are measured unless given."""

    def make(name, pictures, *, parts=None, intervals=(1, 3, 5), **values):
        source = PicturesInMemory(pictures)
        parts = halves if parts is None else parts
        if "labels" not in values:
            values["labels"], _ = run(label(source, parts, intervals))
        count = len(pictures)
        values.setdefault("source", SimpleNamespace(name=f"{name}.mp4", sha256=name.ljust(64, "0")))
        values.setdefault(
            "frames",
            tuple(
                KeptFrame(source_index=3 * t, time_s=t / 10, to_last=IDENTITY, repaired_share=0.0)
                for t in range(count)
            ),
        )
        values.setdefault(
            "tally",
            Tally(
                num_frames=3 * count,
                num_kept=count,
                num_static=2 * count - 3,
                num_interface=2,
                num_hidden=1,
                num_undone=0,
                num_thinned=0,
            ),
        )
        return Recording(id=name, pictures=source, parts=parts, **values)

    return make


@pytest.fixture(scope="session")
def painted():
    """Pictures from the ground to a painting drawn by seed, laid on in the given order of its 12 columns."""

    def make(seed, order=range(12), columns_a_step=1):
        rng = np.random.default_rng(seed)
        colours = rng.integers(20, 160, (4, 6, 3))
        finished = np.kron(colours, np.ones((16, 16, 1))).astype(np.uint8)
        finished += rng.integers(0, 8, finished.shape).astype(np.uint8)
        pictures = [np.full((HEIGHT, WIDTH, 3), GROUND, dtype=np.uint8)]
        order = list(order)
        for start in range(0, len(order), columns_a_step):
            picture = pictures[-1].copy()
            for column in order[start : start + columns_a_step]:
                area = slice(column * 8, column * 8 + 8)
                picture[:, area] = finished[:, area]
            pictures.append(picture)
        return pictures

    return make
