"""PSDs with a layer for each part, read back by psd-tools and Pillow."""

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from painttime.errors import ExportError
from painttime.exporters.options import ExportOptions
from painttime.exporters.psd_parts import write_psd_parts


def test_one_file_a_canvas_with_a_layer_a_part(process, stored, part_map, tmp_path):
    assert list(write_psd_parts(process, tmp_path / "jug.psd", ExportOptions()))[-1] == (9, 9)
    folder = tmp_path / "jug psd"
    assert sorted(path.name for path in folder.iterdir()) == [f"{n:04d}.psd" for n in range(9)]
    for index in (0, 4, 8):
        document = PSDImage.open(folder / f"{index:04d}.psd")
        assert [layer.name for layer in document] == [part.name for part in part_map.parts]
        composed = np.asarray(document.composite(force=True).convert("RGB")).astype(int)
        assert np.abs(composed - stored.pictures[index]).max() <= 1
        for layer, part in zip(document, part_map.parts, strict=True):
            mask = np.zeros((65, 97), dtype=bool)
            mask[layer.top : layer.bottom, layer.left : layer.right] = (
                np.asarray(layer.topil())[..., 3] == 255
            )
            np.testing.assert_array_equal(mask, part_map.mask(part.id))
        with Image.open(folder / f"{index:04d}.psd") as image:
            np.testing.assert_array_equal(np.asarray(image), stored.pictures[index])


def test_one_canvas_is_one_file(process, tmp_path):
    options = ExportOptions(first=3, last=3)
    list(write_psd_parts(process.selected(options), tmp_path / "jug.psd", options))
    assert [path.name for path in tmp_path.iterdir()] == ["jug.psd"]


def test_a_folder_with_other_files_is_refused(process, tmp_path):
    (tmp_path / "jug psd").mkdir()
    (tmp_path / "jug psd" / "own work.psd").write_bytes(b"precious")
    with pytest.raises(ExportError, match="own work"):
        list(write_psd_parts(process, tmp_path / "jug.psd", ExportOptions()))


def test_cancelled(cancelled_exports_leave_nothing):
    cancelled_exports_leave_nothing(write_psd_parts, "jug.psd", ExportOptions())
