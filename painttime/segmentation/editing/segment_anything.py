"""Taking an object by clicks with a Segment-Anything model of the user's own (Kirillov et al. 2023).

A model is a pair of ONNX files: an encoder that looks at a picture once, and a small decoder that answers
clicks. Both are understood as the exporters of segment-anything, MobileSAM and samexporter write them. They
need the package onnxruntime, which painttime does without otherwise.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from painttime.core.image import RGB8, Float32, fitted_size
from painttime.errors import ModelError
from painttime.segmentation.editing.area import NOTHING, Area
from painttime.segmentation.editing.masks import Point
from painttime.segmentation.editing.picker import Box

SIDE_PX = 1024
"""Long side of what an encoder looks at, where its file does not say."""

CHANNEL_MEAN = np.array([123.675, 116.28, 103.53], dtype=np.float32)
CHANNEL_SPREAD = np.array([58.395, 57.12, 57.375], dtype=np.float32)

DECODER_INPUTS = ("image_embeddings", "point_coords", "point_labels")
OUTSIDE, INSIDE, BOX_BEGIN, BOX_END, NO_POINT = 0, 1, 2, 3, -1
"""What point_labels say."""

FEW_POINTS = 2
"""Up to here it is not clear which of several objects is meant, and the decoder's best guess is taken."""


class Value(Protocol):
    """An input or output of a file; its shape has names where a size is free."""

    name: str
    shape: Sequence[int | str | None]


class Session(Protocol):
    """What is used of a file that onnxruntime has loaded."""

    def get_inputs(self) -> Sequence[Value]: ...

    def get_outputs(self) -> Sequence[Value]: ...

    def run(self, output_names: None, input_feed: dict[str, Any]) -> list[Any]: ...


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SegmentAnything:
    """A model ready for pictures."""

    encoder: Session
    decoder: Session

    def prepare(self, pixels: RGB8) -> Generator[float, None, "SegmentAnythingPicker"]:
        """Make a picture ready for clicks; yields the share that is done, 0..1, and returns the picker.

        pixels: (H, W, 3) uint8 sRGB. Looking at it is one long step that cannot be cancelled within. Raises
        ModelError where the encoder cannot do it.
        """
        yield 0.05
        shape = self.encoder.get_inputs()[0].shape
        values, seen = _as_asked(pixels, shape)
        yield 0.15
        embedding = _run(self.encoder, {self.encoder.get_inputs()[0].name: values}, "encoder")[0]
        size = (pixels.shape[0], pixels.shape[1])
        return SegmentAnythingPicker(self.decoder, embedding, seen, _side_px(shape), size=size)


class SegmentAnythingPicker:
    """A picture that a model has looked at; see `Picker`."""

    def __init__(
        self,
        decoder: Session,
        embedding: Float32,
        seen: tuple[int, int],
        side_px: int,
        *,
        size: tuple[int, int],
    ) -> None:
        """seen: (height, width) of the picture in the square that the encoder saw; size: its own."""
        self._decoder, self._embedding, self._seen, self._side_px = decoder, embedding, seen, side_px
        self._height, self._width = size
        self._asked = {value.name for value in decoder.get_inputs()}
        self._outputs = [value.name for value in decoder.get_outputs()]

    @property
    def size(self) -> tuple[int, int]:
        return self._height, self._width

    @property
    def is_quick(self) -> bool:
        # The user's own model may be of any size.
        return False

    def hover(self, x: float, y: float) -> Area:
        return self.pick([(x, y)])

    def pick(self, inside: Sequence[Point], outside: Sequence[Point] = (), box: Box | None = None) -> Area:
        on_picture = all(0 <= x < self._width and 0 <= y < self._height for x, y in inside)
        if not on_picture or not (inside or box):
            return NOTHING
        points = [*inside, *outside]
        labels = [INSIDE] * len(inside) + [OUTSIDE] * len(outside)
        if box is None:
            points, labels = [*points, (0.0, 0.0)], [*labels, NO_POINT]
        else:
            left, right = sorted((box[0], box[2]))
            top, bottom = sorted((box[1], box[3]))
            points, labels = [*points, (left, top), (right, bottom)], [*labels, BOX_BEGIN, BOX_END]
        logits = self._decoded(points, labels)
        large = cv2.resize(logits, (self._width, self._height), interpolation=cv2.INTER_LINEAR)
        found = Area.of(np.asarray(large > 0))
        if box is None:
            return found
        within = np.ones((max(0, round(bottom) - round(top)), max(0, round(right) - round(left))), dtype=bool)
        return found.common(Area(mask=within, left=max(0, round(left)), top=max(0, round(top))))

    def _decoded(self, points: Sequence[Point], labels: Sequence[int]) -> Float32:
        """Return how sure the decoder is that pixels belong to the object, above 0 that they do, (h, w)."""
        scale = np.array([self._seen[1] / self._width, self._seen[0] / self._height])
        values = {
            "image_embeddings": self._embedding,
            "point_coords": (np.array(points) * scale)[None].astype(np.float32),
            "point_labels": np.array([labels], dtype=np.float32),
            "mask_input": np.zeros((1, 1, 256, 256), dtype=np.float32),
            "has_mask_input": np.zeros(1, dtype=np.float32),
            "orig_im_size": np.array(self._seen, dtype=np.float32),
        }
        known = {name: value for name, value in values.items() if name in self._asked}
        answers = dict(zip(self._outputs, _run(self._decoder, known, "decoder"), strict=True))
        scores = np.ravel(answers.get("iou_predictions", np.zeros(1)))
        return self._cropped(answers, _best(scores, len(points)))

    def _cropped(self, answers: dict[str, Float32], best: int) -> Float32:
        """Return one mask without the margin that made the picture a square."""
        small = answers.get("low_res_masks")
        if small is None:
            return np.asarray(answers[self._outputs[0]][0, best], dtype=np.float32)
        logits = np.asarray(small[0, min(best, small.shape[1] - 1)], dtype=np.float32)
        share = max(logits.shape) / self._side_px
        height, width = (max(1, round(side * share)) for side in self._seen)
        return logits[:height, :width]


def open_segment_anything(encoder: Path, decoder: Path) -> SegmentAnything:
    """Load a pair of files.

    Raises ModelError with a sentence: onnxruntime is not installed, or a file cannot be read or is not what
    it is taken for.
    """
    runtime = _runtime()
    looking, answering = _session(runtime, encoder), _session(runtime, decoder)
    names = {value.name for value in answering.get_inputs()}
    if not names.issuperset(DECODER_INPUTS):
        hint = "The two files may be the wrong way round. " if len(looking.get_inputs()) > 1 else ""
        raise ModelError(
            f"{decoder.name} is not the decoder of a Segment-Anything model: it does not ask for clicks. "
            f"{hint}Choose the file with the decoder."
        )
    shape = looking.get_inputs()[0].shape
    if len(looking.get_inputs()) != 1 or len(shape) not in (3, 4):
        raise ModelError(
            f"{encoder.name} is not the encoder of a Segment-Anything model: it does not ask for a picture "
            "alone. Choose the file with the encoder."
        )
    return SegmentAnything(encoder=looking, decoder=answering)


def _runtime() -> Any:
    """Return the package onnxruntime, which few have installed."""
    try:
        return import_module("onnxruntime")
    except ImportError:
        raise ModelError(
            "A Segment-Anything model needs the package onnxruntime, which is not installed. "
            "Install it with: pip install onnxruntime"
        ) from None


def _failures() -> tuple[type[BaseException], ...]:
    """Return the errors of onnxruntime, which have no ancestor of their own."""
    state = import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    found = (getattr(state, name) for name in dir(state))
    return tuple(kind for kind in found if isinstance(kind, type) and issubclass(kind, Exception))


def _session(runtime: Any, file: Path) -> Session:
    options = runtime.SessionOptions()
    # Its own messages are for programmers; what is wrong is said by the error.
    options.log_severity_level = 4
    try:
        session: Session = runtime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except _failures():
        raise ModelError(
            f"{file.name} cannot be read as an ONNX model. Choose another file, or download it once more."
        ) from None
    return session


def _run(session: Session, values: dict[str, Any], role: str) -> list[Any]:
    failures: tuple[type[BaseException], ...] = (*_failures(), ValueError)
    try:
        return session.run(None, values)
    except failures:
        raise ModelError(
            f"The Segment-Anything {role} does not work as it should: it is for pictures of another kind, or "
            "not of one model with the other file. Choose a pair that was exported together."
        ) from None


def _as_asked(pixels: RGB8, shape: Sequence[int | str | None]) -> tuple[Float32, tuple[int, int]]:
    """Return a picture as an encoder takes it, and the (height, width) at which it sees it.

    The original's exporter leaves the colours to be normalised and the margin to be added, (1, 3, S, S);
    samexporter's encoders do that themselves, (h, w, 3).
    """
    sides, side_px = _fixed_sides(shape), _side_px(shape)
    height, width = fitted_size(pixels.shape[0], pixels.shape[1], side_px)
    if len(shape) == 3 and len(sides) == 2 and (height > sides[0] or width > sides[1]):
        height, width = fitted_size(height, width, min(sides))
    is_smaller = height < pixels.shape[0]
    seen = cv2.resize(
        pixels, (width, height), interpolation=cv2.INTER_AREA if is_smaller else cv2.INTER_LINEAR
    ).astype(np.float32)
    if len(shape) == 3:
        full = sides if len(sides) == 2 else [height, width]
        return np.pad(seen, ((0, full[0] - height), (0, full[1] - width), (0, 0))), (height, width)
    normal = (seen - CHANNEL_MEAN) / CHANNEL_SPREAD
    square = np.pad(normal, ((0, side_px - height), (0, side_px - width), (0, 0)))
    return np.ascontiguousarray(square.transpose(2, 0, 1)[None]), (height, width)


def _fixed_sides(shape: Sequence[int | str | None]) -> list[int]:
    """Return height and width of the picture an encoder asks for, empty where it takes any."""
    return [side for side in shape if isinstance(side, int) and side > 3]


def _side_px(shape: Sequence[int | str | None]) -> int:
    """Return the side of the square in which an encoder sees a picture."""
    return max(_fixed_sides(shape), default=SIDE_PX)


def _best(scores: Float32, num_points: int) -> int:
    """Return which of a decoder's masks is meant: the first is for many clicks, the others for few."""
    if len(scores) == 1:
        return 0
    return 1 + int(scores[1:].argmax()) if num_points <= FEW_POINTS else 0
