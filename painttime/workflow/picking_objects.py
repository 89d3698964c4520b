"""Making a painting ready for taking objects by clicks."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from painttime.core.painting import Painting
from painttime.workflow.job import Job, Progress

if TYPE_CHECKING:
    from painttime.segmentation.editing.picker import Picker

_SHARES = 100


def prepare_picker(painting: Painting, *, segment_anything: tuple[Path, Path] | None = None) -> "Job[Picker]":
    """Make a painting ready for clicks; the picker is then asked directly, it answers at once.

    segment_anything: encoder and decoder, ONNX files of a Segment-Anything model to ask; None does without.
    Raises ModelError where these cannot be used.
    """
    shares: Generator[float, None, Picker]
    yield Progress(done=0, total=_SHARES, message="Looking for objects")
    if segment_anything is None:
        from painttime.segmentation.editing.click_model import load_click_model
        from painttime.segmentation.editing.object_picker import prepare_object_picker

        shares = prepare_object_picker(painting.pixels, load_click_model())
    else:
        from painttime.segmentation.editing.segment_anything import open_segment_anything

        shares = open_segment_anything(*segment_anything).prepare(painting.pixels)
    while True:
        try:
            share = next(shares)
        except StopIteration as stop:
            picker: Picker = stop.value
            return picker
        yield Progress(done=round(share * _SHARES), total=_SHARES, message="Looking for objects")
