"""Segment-Anything pairs: tiny ones made here, which find what has the colour of the first click."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from painttime.errors import ModelError
from painttime.segmentation.editing import segment_anything
from painttime.segmentation.editing.picker import Picker
from painttime.segmentation.editing.segment_anything import SegmentAnything, open_segment_anything

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

DISC = np.array([210, 60, 50], dtype=np.uint8)
WALL = np.array([70, 90, 120], dtype=np.uint8)


def picture(height: int, width: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Return a wall with a disc right of and below the middle, and the disc's mask."""
    rows, columns = np.mgrid[:height, :width]
    disc = np.hypot(rows - height * 0.6, columns - width * 0.7) < min(height, width) * 0.2
    return np.where(disc[..., None], DISC, WALL), disc


def save(
    nodes: list[Any], inputs: list[Any], outputs: list[Any], constants: dict[str, Any], file: Path
) -> Path:
    held = [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = onnx.helper.make_graph(nodes, "tiny", inputs, outputs, held)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, str(file))
    return file


def value(name: str, shape: list[Any]) -> Any:
    return onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder whose embedding is the mean colour of each of 256 x 256 cells."""
    node = onnx.helper.make_node(
        "AveragePool", ["images"], ["image_embeddings"], kernel_shape=[4, 4], strides=[4, 4]
    )
    inputs, outputs = [value("images", [1, 3, 1024, 1024])], [value("image_embeddings", [1, 3, 256, 256])]
    return save([node], inputs, outputs, {}, tmp_path_factory.mktemp("sam") / "encoder.onnx")


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A decoder that takes the cells which have the colour of the cell that was clicked first."""
    make = onnx.helper.make_node
    nodes = [
        make("Slice", ["point_coords", "0", "1", "axis"], ["first"]),
        make("Div", ["first", "cell_px"], ["cell"]),
        make("Floor", ["cell"], ["floored"]),
        make("Cast", ["floored"], ["whole"], to=onnx.TensorProto.INT64),
        make("Split", ["whole", "halves"], ["column", "row"], axis=2),
        make("Reshape", ["row", "one"], ["row1"]),
        make("Reshape", ["column", "one"], ["column1"]),
        make("Gather", ["image_embeddings", "row1"], ["of_row"], axis=2),
        make("Gather", ["of_row", "column1"], ["clicked"], axis=3),
        make("Sub", ["image_embeddings", "clicked"], ["apart"]),
        make("Abs", ["apart"], ["far"]),
        make("ReduceMax", ["far"], ["furthest"], axes=[1], keepdims=1),
        make("Sub", ["slack", "furthest"], ["low_res_masks"]),
    ]
    constants = {
        "0": np.array([0]),
        "1": np.array([1]),
        "axis": np.array([1]),
        "one": np.array([1]),
        "halves": np.array([1, 1]),
        "cell_px": np.array(4, dtype=np.float32),
        "slack": np.array(0.4, dtype=np.float32),
    }
    inputs = [
        value("image_embeddings", [1, 3, 256, 256]),
        value("point_coords", [1, "num_points", 2]),
        value("point_labels", [1, "num_points"]),
    ]
    # Nothing is made of the labels but that they are there.
    nodes.append(make("Identity", ["point_labels"], ["labels_seen"]))
    outputs = [value("low_res_masks", [1, 1, 256, 256]), value("labels_seen", [1, "num_points"])]
    return save(nodes, inputs, outputs, constants, tmp_path_factory.mktemp("sam") / "decoder.onnx")


def prepared(model: SegmentAnything, pixels: npt.NDArray[np.uint8]) -> Picker:
    shares = model.prepare(pixels)
    seen: list[float] = []
    while True:
        try:
            seen.append(next(shares))
        except StopIteration as stop:
            assert seen == sorted(seen)
            picker: Picker = stop.value
            return picker


@pytest.mark.parametrize("size", [(300, 420), (420, 300), (1500, 900)])
def test_a_click_takes_what_the_model_says_at_the_pictures_own_size(
    encoder: Path, decoder: Path, size: tuple[int, int]
) -> None:
    pixels, disc = picture(*size)
    picker = prepared(open_segment_anything(encoder, decoder), pixels)
    assert picker.size == size
    x, y = size[1] * 0.7, size[0] * 0.6
    for found in (picker.hover(x, y), picker.pick([(x, y)])):
        mask = found.full(*size)
        assert (mask & disc).sum() / (mask | disc).sum() > 0.95
    assert picker.pick([(3, 3)]).full(*size)[~disc].mean() > 0.98


def test_nothing_is_asked_outside_of_the_picture(encoder: Path, decoder: Path) -> None:
    picker = prepared(open_segment_anything(encoder, decoder), picture(60, 80)[0])
    assert picker.hover(80.5, 3).is_empty
    assert picker.pick([]).is_empty


def test_wrong_files_are_told_apart(encoder: Path, decoder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="wrong way round"):
        open_segment_anything(decoder, encoder)
    with pytest.raises(ModelError, match=r"encoder\.onnx is not the decoder"):
        open_segment_anything(encoder, encoder)
    with pytest.raises(ModelError, match=r"decoder\.onnx is not the encoder"):
        open_segment_anything(decoder, decoder)
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model")
    for file in (broken, tmp_path / "missing.onnx"):
        with pytest.raises(ModelError, match=f"{file.name} cannot be read"):
            open_segment_anything(file, decoder)


def test_without_onnxruntime_it_is_said_how_to_get_it(
    encoder: Path, decoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(segment_anything, "import_module", missing)
    with pytest.raises(ModelError, match="pip install onnxruntime"):
        open_segment_anything(encoder, decoder)


@dataclass
class Value:
    name: str
    shape: Sequence[int | str | None] = ()


@dataclass
class Recorder:
    """A session that keeps what it was asked and gives a fixed answer."""

    inputs: Sequence[Value]
    answers: dict[str, npt.NDArray[np.float32]]
    asked: list[dict[str, npt.NDArray[np.float32]]] = field(default_factory=list)

    def get_inputs(self) -> Sequence[Value]:
        return self.inputs

    def get_outputs(self) -> Sequence[Value]:
        return [Value(name) for name in self.answers]

    def run(self, output_names: None, input_feed: dict[str, Any]) -> list[Any]:
        self.asked.append(input_feed)
        return list(self.answers.values())


ALL_INPUTS = [
    Value(name)
    for name in (
        "image_embeddings",
        "point_coords",
        "point_labels",
        "mask_input",
        "has_mask_input",
        "orig_im_size",
    )
]


def recorded(
    shape: Sequence[int | str], answers: dict[str, Any]
) -> tuple[SegmentAnything, Recorder, Recorder]:
    embedding = np.zeros((1, 256, 64, 64), dtype=np.float32)
    encoder = Recorder(inputs=[Value("input", shape)], answers={"embedding": embedding})
    decoder = Recorder(inputs=ALL_INPUTS, answers=answers)
    return SegmentAnything(encoder=encoder, decoder=decoder), encoder, decoder


def masks(count: int) -> npt.NDArray[np.float32]:
    """Return masks of which number i has its first i + 1 rows."""
    logits = np.full((1, count, 256, 256), -1, dtype=np.float32)
    for index in range(count):
        logits[0, index, : index + 1] = 1
    return logits


def test_the_encoder_of_the_original_gets_normalised_colours_in_a_square() -> None:
    model, encoder, _ = recorded([1, 3, 1024, 1024], {"low_res_masks": masks(1)})
    pixels = np.full((200, 400, 3), (124, 116, 104), dtype=np.uint8)
    prepared(model, pixels)
    (given,) = encoder.asked
    assert given["input"].shape == (1, 3, 1024, 1024)
    assert np.abs(given["input"][:, :, :512]).max() < 0.02
    assert (given["input"][:, :, 512:] == 0).all()


def test_the_encoder_of_samexporter_gets_the_picture_as_it_is() -> None:
    model, encoder, _ = recorded(["height", "width", 3], {"low_res_masks": masks(1)})
    prepared(model, np.full((200, 400, 3), 90, dtype=np.uint8))
    (given,) = encoder.asked
    assert given["input"].shape == (512, 1024, 3)
    assert (given["input"] == 90).all()


def test_clicks_and_boxes_are_said_in_the_models_terms() -> None:
    model, _, decoder = recorded([1, 3, 1024, 1024], {"low_res_masks": masks(1)})
    picker = prepared(model, np.zeros((256, 512, 3), dtype=np.uint8))
    picker.pick([(10, 20)], [(30, 40)])
    picker.pick([(10, 20)], box=(400, 200, 100, 50))
    clicks, box = decoder.asked
    assert clicks["point_coords"].tolist() == [[[20, 40], [60, 80], [0, 0]]]
    assert clicks["point_labels"].tolist() == [[1, 0, -1]]
    assert box["point_coords"].tolist() == [[[20, 40], [200, 100], [800, 400]]]
    assert box["point_labels"].tolist() == [[1, 2, 3]]
    assert clicks["orig_im_size"].tolist() == [512, 1024]
    assert clicks["has_mask_input"].tolist() == [0]


def test_few_clicks_take_the_best_guess_and_many_the_one_for_many() -> None:
    answers = {"iou_predictions": np.array([[0.99, 0.2, 0.7, 0.5]]), "low_res_masks": masks(4)}
    model, _, _ = recorded([1, 3, 1024, 1024], answers)
    picker = prepared(model, np.zeros((256, 256, 3), dtype=np.uint8))
    assert picker.pick([(1, 1)]).bottom == 3
    assert picker.pick([(1, 1), (2, 2)], [(9, 9)]).bottom == 1


def test_a_box_is_the_limit() -> None:
    model, _, _ = recorded([1, 3, 1024, 1024], {"low_res_masks": np.ones((1, 1, 256, 256), np.float32)})
    found = prepared(model, np.zeros((100, 200, 3), dtype=np.uint8)).pick([], box=(50, 20, 10, 60))
    assert (found.left, found.top, found.right, found.bottom) == (10, 20, 50, 60)
    assert found.mask.all()


def test_files_of_different_models_are_refused_with_a_sentence(encoder: Path, decoder: Path) -> None:
    model = open_segment_anything(encoder, decoder)
    other = Recorder(
        inputs=[Value("input", [1, 3, 1024, 1024])],
        answers={"embedding": np.zeros((1, 256, 64, 64), dtype=np.float32)},
    )
    mixed = SegmentAnything(encoder=other, decoder=model.decoder)
    with pytest.raises(ModelError, match="exported together"):
        prepared(mixed, np.zeros((64, 64, 3), dtype=np.uint8)).hover(3, 3)
