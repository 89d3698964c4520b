"""A PSD of steps is read back by psd-tools, by Pillow and by a parser of its own: none of them wrote it."""

import io
import struct
import warnings

import numpy as np
import pytest
from PIL import Image, ImageCms
from psd_tools import PSDImage
from psd_tools.constants import Resource, Tag

from painttime.errors import ExportError
from painttime.exporters import psd_document
from painttime.exporters.options import NOTICE, STROKES_NOTICE, ExportOptions
from painttime.exporters.psd_document import PsdDocument, bounding_box
from painttime.exporters.psd_steps import changed_part_names, write_psd_steps


@pytest.fixture
def written(process, tmp_path):
    path = tmp_path / "process.psd"
    assert list(write_psd_steps(process, path, ExportOptions()))[-1] == (9, 9)
    return path


def pixel_layers(document):
    return [layer for layer in document.descendants() if not layer.is_group()]


def laid_on(picture, layer):
    """The picture with a layer put on it, by hand."""
    pixels = np.asarray(layer.topil())
    region = picture[layer.top : layer.bottom, layer.left : layer.right]
    opaque = pixels[..., 3] == 255
    assert ((pixels[..., 3] == 0) | opaque).all()
    region[opaque] = pixels[opaque][:, :3]


def test_every_stack_of_layers_is_a_canvas(written, stored):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layers = pixel_layers(PSDImage.open(written))
        picture = np.zeros_like(stored.pictures[0])
        shown = []
        for layer in layers:
            laid_on(picture, layer)
            shown.append(picture.copy())
    # Step 5 changes nothing and has no layer.
    expected = [stored.pictures[index] for index in (0, 1, 2, 3, 4, 6, 7, 8)]
    assert len(shown) == len(expected)
    for one, other in zip(shown, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_layer_holds_only_what_its_step_changed(written, stored):
    layers = {layer.name.split(":")[0]: layer for layer in pixel_layers(PSDImage.open(written))}
    changed = (stored.pictures[1] != stored.pictures[2]).any(axis=2)
    layer = layers["Step 2"]
    assert (layer.top, layer.left, layer.bottom, layer.right) == bounding_box(changed)
    np.testing.assert_array_equal(
        np.asarray(layer.topil())[..., 3] == 255, changed[layer.top : layer.bottom, layer.left : layer.right]
    )


def test_psd_tools_composites_the_painting(written, stored):
    composed = np.asarray(PSDImage.open(written).composite(force=True).convert("RGB")).astype(int)
    assert np.abs(composed - stored.pictures[-1]).max() <= 1


def test_groups_and_names(written):
    document = PSDImage.open(written)
    names = [layer.name for layer in document]
    assert names == [
        "Ground (predicted)",
        "block-in (predicted)",
        "modelling (predicted)",
        "detail (predicted)",
        "finish (predicted)",
    ]
    steps = [[layer.name.split(":")[0] for layer in group] for group in document if group.is_group()]
    assert steps == [["Step 1", "Step 2", "Step 3"], ["Step 4", "Step 6"], ["Step 7"], ["Step 8"]]
    assert all(layer.visible and layer.opacity == 255 for layer in document.descendants())


def test_unicode_names_survive(written):
    names = " ".join(layer.name for layer in pixel_layers(PSDImage.open(written)))
    assert "Sky — hell" in names
    assert "壺" in names


def test_layer_ids_differ(written):
    ids = [layer.tagged_blocks.get_data(Tag.LAYER_ID) for layer in PSDImage.open(written).descendants()]
    assert None not in ids
    assert len(set(ids)) == len(ids)


def test_profile_and_notice_are_there(written):
    resources = PSDImage.open(written).image_resources
    profile = ImageCms.ImageCmsProfile(io.BytesIO(resources.get_data(Resource.ICC_PROFILE)))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    assert NOTICE.encode() in resources.get_data(Resource.XMP_METADATA)


def test_what_was_not_predicted_says_what_it_is(process, tmp_path):
    path = tmp_path / "rendition.psd"
    list(write_psd_steps(process, path, ExportOptions(notice=STROKES_NOTICE)))
    metadata = PSDImage.open(path).image_resources.get_data(Resource.XMP_METADATA)
    assert STROKES_NOTICE.encode() in metadata
    assert NOTICE.encode() not in metadata


def test_pillow_shows_the_painting(written, stored):
    with Image.open(written) as image:
        assert image.mode == "RGB"
        np.testing.assert_array_equal(np.asarray(image), stored.pictures[-1])
        boxes = [layer[2] for layer in image.layers]
    assert len(boxes) >= 8


def test_lengths_add_up(written):
    """Walk through the sections by their lengths alone, as a strict reader does."""
    content = written.read_bytes()
    signature, version, channels, height, width, depth, mode = struct.unpack_from(">4sH6xHIIHH", content)
    assert (signature, version, channels, height, width, depth, mode) == (b"8BPS", 1, 3, 65, 97, 8, 3)
    place = 26
    for _ in range(2):
        place += 4 + struct.unpack_from(">I", content, place)[0]
    (section_bytes, info_bytes) = struct.unpack_from(">II", content, place)
    assert info_bytes % 2 == 0
    assert section_bytes == info_bytes + 8
    merged = place + 4 + section_bytes
    assert len(content) - merged == 2 + 3 * 65 * 97
    (count,) = struct.unpack_from(">h", content, place + 8)
    record, data_bytes = place + 10, 0
    for _ in range(count):
        (num_channels,) = struct.unpack_from(">H", content, record + 16)
        sizes = [struct.unpack_from(">hI", content, record + 18 + 6 * n)[1] for n in range(num_channels)]
        data_bytes += sum(sizes)
        record += 18 + 6 * num_channels
        assert content[record : record + 4] == b"8BIM"
        record += 16 + struct.unpack_from(">I", content, record + 12)[0]
    assert 0 <= place + 8 + info_bytes - (record + data_bytes) < 4


def test_a_range_starts_at_its_first_canvas(process, tmp_path):
    options = ExportOptions(first=6, last=7, long_side_px=200)
    chosen = process.selected(options)
    path = tmp_path / "range.psd"
    list(write_psd_steps(chosen, path, options))
    document = PSDImage.open(path)
    assert document.size == (200, 134)
    assert [layer.name.split(":")[0] for layer in pixel_layers(document)] == [
        "Canvas 6 (predicted)",
        "Step 7",
    ]
    picture = np.zeros((134, 200, 3), np.uint8)
    for layer in pixel_layers(document):
        laid_on(picture, layer)
    np.testing.assert_array_equal(picture, chosen.frames.frame(1))


def test_part_names_are_those_most_changed(part_map):
    before = np.zeros((65, 97, 3), np.uint8)
    after = before.copy()
    after[:20, :50] = 200
    after[35:40, 30:70] = 200
    after[64, 90] = 200
    assert changed_part_names(before, after, part_map.labels, part_map) == "Sky — hell, jug, 壺"
    assert changed_part_names(before, before, part_map.labels, part_map) == ""
    slight = before + np.uint8(1)
    assert "meadow" in changed_part_names(before, slight, part_map.labels, part_map)


def test_more_than_photoshop_can_hold_is_refused():
    with pytest.raises(ExportError, match="30,000"):
        PsdDocument(height_px=30_001, width_px=10, spool=io.BytesIO())


def test_more_than_two_gigabytes_is_refused(process, tmp_path, monkeypatch):
    monkeypatch.setattr(psd_document, "MAX_BYTES", 30_000)
    with pytest.raises(ExportError, match="2 GB"):
        list(write_psd_steps(process, tmp_path / "large.psd", ExportOptions()))
    assert list(tmp_path.iterdir()) == []


def test_cancelled(cancelled_exports_leave_nothing):
    cancelled_exports_leave_nothing(write_psd_steps, "process.psd", ExportOptions())


def test_full_disk(process, small_disk):
    (small_disk / "filler").write_bytes(b"x" * 40_000)
    with pytest.raises(ExportError, match="no space left"):
        list(write_psd_steps(process, small_disk / "process.psd", ExportOptions()))
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
