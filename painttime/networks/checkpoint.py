"""The only reader and writer of trained weights.

A model is a folder: weights.safetensors (float16), config.json (name, format, sha256 of the weights, how it
was trained) and CARD.md for people.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, save
from torch import nn

from painttime.errors import ModelError

WEIGHTS_NAME, CONFIG_NAME = "weights.safetensors", "config.json"


def save_weights(module: nn.Module, folder: Path, name: str, training: Mapping[str, Any]) -> None:
    """Write a module's weights as float16 with a config beside them; training is kept in the config.

    Raises ModelError where float16 cannot hold a weight: it would be read back as infinity.
    """
    tensors = {
        key: value.detach().to(torch.float16).contiguous() for key, value in module.state_dict().items()
    }
    lost = [key for key, value in tensors.items() if value.is_floating_point() and not value.isfinite().all()]
    if lost:
        raise ModelError(
            f'Weights of the model "{name}" are too large for float16: {", ".join(lost)}. '
            "Nothing was written; scale the features they belong to."
        )
    folder.mkdir(parents=True, exist_ok=True)
    data = save(tensors)
    config = {
        "model": name,
        "format": 1,
        "sha256": hashlib.sha256(data).hexdigest(),
        "num_parameters": sum(value.numel() for value in tensors.values()),
        "training": dict(training),
    }
    text = json.dumps(config, indent=2) + "\n"
    files = {folder / WEIGHTS_NAME: data, folder / CONFIG_NAME: text.encode()}
    for path, content in files.items():
        path.with_suffix(".partial").write_bytes(content)
    # Only now, with everything written, the former files go.
    for path in files:
        path.with_suffix(".partial").replace(path)


def load_weights(module: nn.Module, folder: Path, name: str) -> None:
    """Read weights into a module of the same shape, as float32.

    Raises ModelError where a file is missing, is not this model's, or differs from the checksum: safetensors
    itself loads damaged numbers without a word.
    """
    again = "Reinstall painttime, or run `painttime doctor` to see which files are wrong."
    try:
        config = json.loads((folder / CONFIG_NAME).read_text(encoding="utf-8"))
        data = (folder / WEIGHTS_NAME).read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f'The model "{name}" is not there: {error.filename} is missing. {again}') from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ModelError(f'The model "{name}" in {folder} cannot be read: {error}. {again}') from error
    if not isinstance(config, dict) or config.get("model") != name or config.get("format") != 1:
        raise ModelError(f'{folder / CONFIG_NAME} does not describe the model "{name}". {again}')
    if hashlib.sha256(data).hexdigest() != config.get("sha256"):
        raise ModelError(
            f"{folder / WEIGHTS_NAME} is damaged: its checksum is not the one in its config. {again}"
        )
    try:
        module.load_state_dict({key: value.float() for key, value in load(data).items()})
    except RuntimeError as error:
        raise ModelError(f'{folder / WEIGHTS_NAME} does not fit the model "{name}". {again}') from error
