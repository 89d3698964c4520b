"""Which layer a pixel belongs to, and what becomes of glazes, hidden layers, slits and too many layers."""

import numpy as np
import pytest

from painttime.errors import PartsError
from painttime.storage.layered.layered_stack import (
    Coverage,
    Layer,
    LayeredDocument,
    LayerRole,
    PartMark,
    parts_of_layers,
)
from painttime.workflow.job import run_to_end

HEIGHT, WIDTH = 20, 30


def layer(name, alpha, *, group=(), places=None, left=0, top=0, **values):
    alpha = np.asarray(alpha, dtype=np.uint8)
    if alpha.ndim == 0:
        alpha = np.full((HEIGHT, WIDTH), alpha)
    values = {"is_visible": True, "role": LayerRole.COVERS, **values}
    return Layer(
        name=name,
        group=group,
        places=places if places is not None else tuple(0 for _ in group),
        read=lambda: Coverage(left=left, top=top, alpha=alpha),
        **values,
    )


def read(*layers):
    document = LayeredDocument(name="jug.psd", height_px=HEIGHT, width_px=WIDTH, layers=layers)
    return run_to_end(parts_of_layers(document))


def names(result):
    return [part.name for part in result.parts.parts]


def half(value, *, first=False):
    alpha = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    alpha[:, : WIDTH // 2] = value if first else 0
    alpha[:, WIDTH // 2 :] = 0 if first else value
    return alpha


def test_the_topmost_opaque_layer_has_the_pixel():
    result = read(layer("sky", 255), layer("tree", half(255)), layer("bird", np.full((2, 3), 255), left=5))
    assert names(result) == ["sky", "tree", "bird"]
    sky, tree, bird = result.parts.ids
    assert (result.parts.labels[:, WIDTH // 2 :] == tree).all()
    assert (result.parts.labels[:2, 5:8] == bird).all()
    assert result.parts.labels[5, 5] == sky
    assert result.notes == ()


@pytest.mark.parametrize(("alpha", "wins"), [(128, True), (127, False)])
def test_half_a_pixel_is_enough(alpha, wins):
    opaque = half(255)
    opaque[:, 0] = alpha
    result = read(layer("below", 255), layer("above", opaque))
    assert (result.parts.labels[0, 0] == result.parts.ids[1]) == wins


@pytest.mark.parametrize(
    "glaze",
    [
        {"alpha": 160},
        {"alpha": 255, "role": LayerRole.TINTS},
        {"alpha": 60},
    ],
)
def test_a_glaze_swallows_nothing_but_takes_bare_ground(glaze):
    result = read(layer("tree", half(255)), layer("shadow", **glaze))
    tree = result.parts.part(result.parts.labels[0, -1]).name
    ground = result.parts.part(result.parts.labels[0, 0]).name
    assert tree == "tree"
    assert ground == ("background" if glaze["alpha"] < 128 else "shadow")


def test_a_glaze_over_everything_is_told():
    result = read(layer("sky", 255), layer("tree", half(255)), layer("varnish", 90))
    assert names(result) == ["sky", "tree"]
    assert result.notes == ('Layers that are empty or only tint others were left out: "varnish".',)


def test_what_no_layer_holds_is_the_background_at_the_back():
    result = read(layer("tree", half(255)))
    assert names(result) == ["background", "tree"]
    assert result.parts.parts[0].kind == "background"
    assert result.parts.areas_px() == {1: HEIGHT * WIDTH // 2, 2: HEIGHT * WIDTH // 2}


def test_slits_between_soft_edges_go_to_a_neighbour():
    left, right = half(255, first=True), half(255)
    left[:, WIDTH // 2 - 1] = right[:, WIDTH // 2] = 100
    result = read(layer("left", left), layer("right", right))
    assert names(result) == ["left", "right"]


def test_hidden_layers_are_left_out_and_told():
    hidden = [layer(f"sketch {n}", 255, is_visible=False) for n in range(5)]
    result = read(layer("sky", 255), layer("tree", half(255)), *hidden)
    assert names(result) == ["sky", "tree"]
    assert result.notes == ('Hidden layers were left out: "sketch 0", "sketch 1", "sketch 2" and 2 more.',)


def test_where_all_are_hidden_all_are_taken():
    result = read(layer("a", 255, is_visible=False), layer("b", half(255), is_visible=False))
    assert names(result) == ["a", "b"]
    assert "hidden" in result.notes[0]


def test_clipped_layers_belong_to_what_they_are_clipped_to():
    result = read(layer("coat", half(255)), layer("folds", 255, role=LayerRole.CLIPPED))
    assert names(result) == ["background", "coat"]
    assert result.notes == ()


def test_what_cannot_be_read_and_what_is_covered_is_told():
    result = read(layer("text", 255, role=LayerRole.UNREADABLE), layer("under", 255), layer("over", 255))
    assert names(result) == ["over"]
    assert "without pixels" in result.notes[0]
    assert result.notes[1] == 'Layers of which nothing is seen were left out: "under".'


def test_names_are_made_to_fit_and_say_the_kind():
    result = read(layer(" Hair\n ", 255), layer("", half(255), group=(" a\tb ",)))
    assert [(part.name, part.kind, part.group) for part in result.parts.parts] == [
        ("Hair", "hair", ()),
        ("layer 2", "region", ("a b",)),
    ]


def test_marks_give_ids_kinds_and_colours():
    result = read(
        layer("a", 255, mark=PartMark(id=2, kind="sky", colour=(1, 2, 3))),
        layer("b", half(255)),
        layer("c", 0, mark=PartMark(id=1, kind="bird", colour=(4, 5, 6))),
    )
    assert [(part.id, part.kind) for part in result.parts.parts] == [(2, "sky"), (3, "region"), (1, "bird")]
    assert result.parts.part(2).colour == (1, 2, 3)


def test_marks_that_contradict_each_other_do_not_count():
    mark = PartMark(id=7, kind="sky", colour=(1, 2, 3))
    result = read(layer("a", 255, mark=mark), layer("b", half(255), mark=mark))
    assert result.parts.ids == (1, 2)


def stripes(count):
    """Layers of one pixel each in two groups: 40 of them in the upper."""
    layers = []
    for number in range(count):
        alpha = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
        alpha.flat[number] = 255
        upper = number >= count - 40
        layers.append(
            layer(
                f"l{number}", alpha, group=("g", "up") if upper else ("g",), places=(0, 1) if upper else (0,)
            )
        )
    return layers


def test_too_many_layers_are_joined_by_group():
    result = read(*stripes(290))
    assert len(result.parts.parts) == 252
    assert [(part.name, part.group) for part in result.parts.parts[-2:]] == [("l249", ("g",)), ("up", ("g",))]
    assert "290 layers" in result.notes[0]


def test_more_layers_than_groups_can_help():
    flat = [layer(f"l{number}", 255) for number in range(256)]
    with pytest.raises(PartsError, match="256 layers; painttime takes 255 at most"):
        read(*flat)


def test_nothing_covered():
    with pytest.raises(PartsError, match="gives no parts"):
        read(layer("sketch", 0))


def test_layers_may_reach_beyond_the_picture():
    big = np.full((HEIGHT * 3, WIDTH * 3), 255)
    result = read(layer("sky", big, left=-WIDTH, top=-HEIGHT), layer("off", np.full((4, 4), 255), left=WIDTH))
    assert names(result) == ["sky"]
