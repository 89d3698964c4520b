"""OpenRaster files written by hand, as the format's page describes them."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from painttime.errors import PaintingError, PartsError
from painttime.storage.layered.layered_painting import read_layered_painting, read_layered_parts
from painttime.workflow.job import run_to_end

HEIGHT, WIDTH = 24, 36
SIZE = {"height_px": HEIGHT, "width_px": WIDTH}


def png(height=HEIGHT, width=WIDTH, colour=(10, 20, 30, 255)):
    buffer = io.BytesIO()
    Image.fromarray(np.full((height, width, len(colour)), colour, dtype=np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


def write(path, stack, members=(), size=(WIDTH, HEIGHT), merged=True):
    """Write a document whose image holds `stack`; what is not among the members is an opaque layer."""
    members = dict(members)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        xml = f'<?xml version="1.0"?><image w="{size[0]}" h="{size[1]}"><stack>{stack}</stack></image>'
        archive.writestr("stack.xml", xml)
        for name in ("a.png", "b.png", "c.png"):
            archive.writestr(name, members.get(name, png()))
        if merged:
            archive.writestr("mergedimage.png", png())
    return path


def read(path):
    return run_to_end(read_layered_parts(path, **SIZE))


def test_layers_groups_offsets_and_visibility(tmp_path):
    stack = """
    <layer name="sketch" src="c.png" visibility="hidden"/>
    <stack name="front"><layer name="bird" src="b.png" x="30" y="-2"/></stack>
    <layer name="sky" src="a.png"/>"""
    result = read(write(tmp_path / "a.ora", stack, {"b.png": png(8, 8)}))
    assert [(part.name, part.group) for part in result.parts.parts] == [("sky", ()), ("bird", ("front",))]
    assert result.parts.bbox(2) == (30, 0, 36, 6)
    assert result.notes == ('Hidden layers were left out: "sketch".',)


def test_opacities_and_modes(tmp_path):
    stack = """
    <layer name="multiplied" src="a.png" composite-op="svg:multiply"/>
    <stack name="faint" opacity="0.3"><layer name="mist" src="a.png" opacity="0.9"/></stack>
    <layer name="clipped" src="a.png" composite-op="svg:src-atop"/>
    <layer name="tree" src="b.png" opacity="0.95"/>
    <layer name="sky" src="a.png"/>"""
    result = read(write(tmp_path / "a.ora", stack, {"b.png": png(HEIGHT, 5)}))
    assert [part.name for part in result.parts.parts] == ["sky", "tree"]
    assert '"mist", "multiplied"' in result.notes[0]


@pytest.mark.parametrize("mode", ["LA", "P", "RGB"])
def test_layers_in_other_forms(tmp_path, mode):
    image = Image.new("RGBA", (WIDTH, HEIGHT))
    image.paste((200, 0, 0, 255), (0, 0, 10, HEIGHT))
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, "PNG", **({"transparency": 0} if mode == "P" else {}))
    stack = '<layer name="b" src="b.png"/><layer name="a" src="a.png"/>'
    result = read(write(tmp_path / "a.ora", stack, {"b.png": buffer.getvalue()}))
    assert len(result.parts.parts) == (1 if mode == "RGB" else 2)


def test_the_merged_picture_is_the_painting(tmp_path):
    pixels = read_layered_painting(write(tmp_path / "a.ora", '<layer name="a" src="a.png"/>')).pixels
    assert pixels.shape == (HEIGHT, WIDTH, 3)
    assert (pixels == (10, 20, 30)).all()
    with pytest.raises(PaintingError, match="no picture of all its layers"):
        read_layered_painting(write(tmp_path / "b.ora", "", merged=False))


LAYER = '<layer name="a" src="a.png"/>'
BOMB = png(1, 1).replace((1).to_bytes(4, "big") * 2, (60_000).to_bytes(4, "big") * 2)


@pytest.mark.parametrize(
    ("stack", "values", "words"),
    [
        ("<layer name='a' src='nowhere.png'/>", {}, "damaged"),
        ("<layer name='a' src='../../etc/passwd'/>", {}, "damaged"),
        ("<layer name='a'/>", {}, "damaged"),
        ("<layer", {}, "damaged"),
        ("<layer name='a' src='a.png' x='wide'/>", {}, "damaged"),
        ("<layer name='a' src='a.png' x='1e99'/>", {}, "damaged"),
        ("<layer name='a' src='a.png' opacity='nan'/>", {}, "damaged"),
        ("<stack>" * 40 + LAYER + "</stack>" * 40, {}, "damaged"),
        (LAYER, {"members": {"a.png": b"no picture"}}, "damaged"),
        (LAYER, {"members": {"a.png": png()[:-40]}}, "damaged"),
        (LAYER, {"members": {"a.png": BOMB}}, "damaged"),
        (LAYER, {"size": (60_000, 60_000)}, "too large"),
        (LAYER, {"size": (0, 5)}, "only 0 x 5"),
        (LAYER, {"size": ("wide", 5)}, "damaged"),
        ("", {}, "gives no parts"),
    ],
)
def test_what_makes_no_sense_ends_as_a_sentence(tmp_path, stack, values, words):
    path = write(tmp_path / "a.ora", stack, **values)
    with pytest.raises(PartsError, match=words) as error:
        read(path)
    assert "\n" not in str(error.value)


def test_no_entities_are_expanded(tmp_path):
    path = tmp_path / "a.ora"
    with zipfile.ZipFile(path, "w") as archive:
        text = '<!DOCTYPE image [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        archive.writestr("stack.xml", f'{text}<image w="30" h="30"><stack name="&b;"/></image>')
    with pytest.raises(PartsError, match="damaged"):
        read(path)


@pytest.mark.parametrize("content", [b"PK\3\4 and no more", b"words", b"PK\5\6" + bytes(18)])
def test_what_is_no_archive(tmp_path, content):
    (tmp_path / "a.ora").write_bytes(content)
    with pytest.raises(PartsError, match="damaged"):
        read(tmp_path / "a.ora")


def test_a_member_that_claims_too_much_is_not_unpacked(tmp_path):
    path = write(tmp_path / "a.ora", LAYER)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("a.png").file_size
    head = data.rindex(b"PK\1\2", 0, data.rindex(b"a.png"))
    damaged = bytearray(data)
    assert int.from_bytes(damaged[head + 24 : head + 28], "little") == size
    damaged[head + 24 : head + 28] = (2**32 - 2).to_bytes(4, "little")
    path.write_bytes(damaged)
    with pytest.raises(PartsError, match="damaged"):
        read(path)
