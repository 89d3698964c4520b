"""Parts written in any form come back whole: ids, names, kinds, colours, groups, order and every pixel."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from painttime.core.painting import Painting
from painttime.core.part import MAX_PARTS, Part, PartMap
from painttime.exporters.parts_files import write_parts
from painttime.workflow.job import run_to_end
from painttime.workflow.reading_parts import read_flat_painting, read_parts_of

HEIGHT, WIDTH = 17, 23

NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12) | st.sampled_from(
    ["sky — hell", "jug, 壺", '<a & "b">', "</Layer group>", "🙂", "{}", "a" * 200]
)
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
GROUPS = st.lists(NAMES, max_size=3).map(tuple)


@st.composite
def part_maps(draw):
    ids = draw(st.lists(st.integers(1, MAX_PARTS), min_size=1, max_size=7, unique=True))
    groups = draw(st.lists(GROUPS, min_size=1, max_size=3))
    parts = tuple(
        Part(
            id=part_id,
            name=draw(NAMES),
            kind=draw(st.sampled_from(["region", "sky", "hair"])),
            colour=draw(COLOURS),
            group=draw(st.sampled_from(groups)),
        )
        for part_id in ids
    )
    rng = np.random.default_rng(draw(st.integers(0, 2**20)))
    # Blocks and single pixels; some parts have none.
    blocks = rng.choice(ids, (HEIGHT // 4 + 1, WIDTH // 4 + 1))
    labels = np.kron(blocks, np.ones((4, 4), dtype=np.uint8))[:HEIGHT, :WIDTH].astype(np.uint8)
    labels[rng.integers(0, HEIGHT, 5), rng.integers(0, WIDTH, 5)] = rng.choice(ids, 5)
    return PartMap(labels=labels, parts=parts)


def painting_of(seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    return Painting(pixels=pixels)


def assert_same(read, parts):
    assert read.parts == parts.parts
    np.testing.assert_array_equal(read.labels, parts.labels)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=part_maps(), edge_px=st.integers(0, 6))
@pytest.mark.parametrize("suffix", [".psd", ".ora"])
def test_layers(tmp_path, suffix, parts, edge_px):
    painting, path = painting_of(edge_px), tmp_path / f"jug{suffix}"
    write_parts(painting, parts, path, edge_px=edge_px)
    assert_same(run_to_end(read_parts_of(painting, path)), parts)
    np.testing.assert_array_equal(run_to_end(read_flat_painting(path)).pixels, painting.pixels)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=part_maps())
def test_picture_and_list(tmp_path, parts):
    painting = painting_of(0)
    for suffix in (".png", ".json"):
        write_parts(painting, parts, tmp_path / f"jug{suffix}")
    for suffix in (".png", ".json"):
        assert_same(run_to_end(read_parts_of(painting, tmp_path / f"jug{suffix}")), parts)


@pytest.mark.parametrize("suffix", [".psd", ".ora"])
def test_as_many_parts_as_there_can_be(tmp_path, suffix):
    rng = np.random.default_rng(3)
    labels = rng.permutation(np.arange(HEIGHT * WIDTH) % MAX_PARTS + 1).astype(np.uint8)
    ids = rng.permutation(MAX_PARTS) + 1
    parts = PartMap(
        labels=labels.reshape(HEIGHT, WIDTH),
        parts=tuple(Part(id=int(part_id), name=f"part {part_id}", group=("all",)) for part_id in ids),
    )
    write_parts(painting_of(1), parts, tmp_path / f"jug{suffix}")
    assert_same(run_to_end(read_parts_of(painting_of(1), tmp_path / f"jug{suffix}")), parts)
