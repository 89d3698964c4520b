"""Training of neural painters, on bands instead of MyPaint's strokes."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from painttime.errors import ModelError, UserInputError
from painttime.training.neural_painters.curves import curves_of, read_log
from painttime.training.neural_painters.kinds import KINDS, kind_of, load_painter
from painttime.training.neural_painters.objectives import MAPPING_FROM, make_objective
from painttime.training.neural_painters.stroke_pictures import (
    NUM_HELD_OUT,
    StrokePictures,
    read_stroke_pictures,
)
from painttime.training.neural_painters.train import PainterTraining, train

torch.set_num_threads(1)


def run(kind: str, strokes: StrokePictures, out: Path) -> None:
    """Train for six steps, by a clock that counts half a minute for each."""
    ticks = itertools.count()
    begun = load_painter(out.parent / "begun") if KINDS[kind].continues else None
    chosen = PainterTraining(kind=kind, minutes=3.0, batch=8, num_measured=8)
    train(strokes, out, chosen, held_out=strokes, begun=begun, clock_s=lambda: 30.0 * next(ticks))


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_leaves_weights_and_a_log(kind: str, bands: StrokePictures, tmp_path: Path) -> None:
    before = KINDS[kind].continues
    if before is not None:
        run(before, bands, tmp_path / "begun")
    run(kind, bands, tmp_path / "run")
    assert kind_of(tmp_path / "run") == kind
    lines = read_log(tmp_path / "run")
    assert [line["step"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert all(np.isfinite(line["psnr_db"]) for line in lines)
    painter = load_painter(tmp_path / "run")
    assert not any(parameter.requires_grad for parameter in painter.parameters())


def test_the_same_seed_trains_the_same_painter(bands: StrokePictures, tmp_path: Path) -> None:
    for name in ("first", "second"):
        run("hybrid", bands, tmp_path / name)
    first, second = (load_painter(tmp_path / name).state_dict() for name in ("first", "second"))
    assert all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize("kind", ["decoder", "hybrid"])
def test_imitating_gets_closer(kind: str, bands: StrokePictures) -> None:
    torch.manual_seed(0)
    objective = make_objective(kind)
    actions, pictures = bands.tensors(slice(0, 4))
    losses = [objective.step(actions, pictures, 0.0)["stroke"] for _ in range(40)]
    assert losses[-1] < 0.8 * losses[0]


def test_the_vae_keeps_its_decoder_while_actions_are_mapped(bands: StrokePictures) -> None:
    torch.manual_seed(0)
    objective = make_objective("vae")
    actions, pictures = bands.tensors(slice(0, 8))
    objective.step(actions, pictures, 0.0)
    decoder = {name: value.clone() for name, value in objective.painter.state_dict().items()}
    objective.step(actions, pictures, MAPPING_FROM)
    changed = {
        name.split(".")[0]
        for name, value in objective.painter.state_dict().items()
        if not torch.equal(value, decoder[name])
    }
    assert changed == {"mapping"}


def test_the_critic_learns_to_tell_strokes_apart(bands: StrokePictures) -> None:
    torch.manual_seed(0)
    objective = make_objective("gan", make_objective("decoder").painter)
    actions, pictures = bands.tensors(slice(0, 4))
    reports = [objective.step(actions, pictures, 0.0) for _ in range(20)]
    assert set(reports[0]) == {"stroke", "adversarial", "critic"}
    assert reports[-1]["critic"] < reports[0]["critic"] - 0.01


def test_an_adversarial_kind_needs_a_painter_to_go_on_from() -> None:
    with pytest.raises(ValueError, match="goes on from a hybrid"):
        make_objective("hybrid-gan")


def test_held_out_strokes_are_the_last_and_not_trained_on(bands: StrokePictures) -> None:
    shown, held_out = bands.split(8)
    assert (len(shown), len(held_out)) == (40, 8)
    assert np.array_equal(held_out.actions, bands.actions[40:])
    actions, pictures = held_out.tensors(np.array([0, 3]))
    assert np.array_equal(pictures[1].permute(1, 2, 0).numpy() * 255, bands.pictures[43])
    assert np.array_equal(actions[1].numpy(), bands.actions[43])


def test_strokes_are_read_from_the_folder(bands: StrokePictures, tmp_path: Path) -> None:
    repeats = NUM_HELD_OUT // len(bands) + 1
    actions = np.tile(bands.actions, (repeats, 1))
    pictures = np.tile(bands.pictures, (repeats, 1, 1, 1))
    np.save(tmp_path / "actions.npy", actions)
    np.save(tmp_path / "strokes.npy", pictures)
    assert len(read_stroke_pictures(tmp_path)) == len(actions)
    np.save(tmp_path / "strokes.npy", pictures[:-1])
    with pytest.raises(UserInputError, match="one set"):
        read_stroke_pictures(tmp_path)
    (tmp_path / "strokes.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(UserInputError, match="cannot be read"):
        read_stroke_pictures(tmp_path)


def test_too_few_strokes_are_refused(bands: StrokePictures, tmp_path: Path) -> None:
    np.save(tmp_path / "actions.npy", bands.actions)
    np.save(tmp_path / "strokes.npy", bands.pictures)
    with pytest.raises(UserInputError, match="kept for measuring"):
        read_stroke_pictures(tmp_path)


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not the folder"):
        load_painter(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model": "process"}))
    with pytest.raises(ModelError, match='holds a "process"'):
        kind_of(tmp_path)


def test_what_goes_on_is_drawn_where_the_first_part_ended() -> None:
    logs = {
        "decoder": [{"minutes": 0.0, "psnr_db": 20.0}, {"minutes": 4.0, "psnr_db": 22.0}],
        "gan": [{"minutes": 1.0, "psnr_db": 21.5}, {"minutes": 1.5}],
    }
    curves = curves_of(logs, "psnr_db")
    assert curves == {"Decoder": [(0.0, 20.0), (4.0, 22.0)], "GAN": [(5.0, 21.5)]}
