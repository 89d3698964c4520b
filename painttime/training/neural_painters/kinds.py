"""The kinds of neural painters that are compared, and how one is kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from painttime.errors import ModelError
from painttime.networks.brush_gan import GeneratedBrush
from painttime.networks.brush_raster import RasterBrush
from painttime.networks.brush_vae import VariationalBrush
from painttime.networks.checkpoint import CONFIG_NAME, load_weights, save_weights

Painter = VariationalBrush | GeneratedBrush | RasterBrush


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """make: an untrained painter. continues: the kind it is first trained as, before a critic joins."""

    title: str
    make: Callable[[], Painter]
    continues: str | None = None


KINDS = {
    "vae": Kind(title="VAE", make=VariationalBrush),
    "decoder": Kind(title="Decoder", make=GeneratedBrush),
    "gan": Kind(title="GAN", make=GeneratedBrush, continues="decoder"),
    "hybrid": Kind(title="Hybrid", make=RasterBrush),
    "hybrid-gan": Kind(title="Hybrid + GAN", make=RasterBrush, continues="hybrid"),
}


def save_painter(painter: Painter, kind: str, run: Path, training: dict[str, Any]) -> None:
    """Write the weights into the folder of a run."""
    save_weights(painter, run, kind, training)


def kind_of(run: Path) -> str:
    """Return the kind of a run; raises ModelError where it is none of KINDS or cannot be read."""
    try:
        kind = json.loads((run / CONFIG_NAME).read_text(encoding="utf-8"))["model"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{run} is not the folder of a trained neural painter: {error}") from error
    if kind not in KINDS:
        raise ModelError(f'{run} holds a "{kind}", not one of {", ".join(KINDS)}.')
    return str(kind)


def load_painter(run: Path) -> Painter:
    """Read the painter of a run, frozen and ready to paint; raises ModelError."""
    kind = kind_of(run)
    painter = KINDS[kind].make()
    load_weights(painter, run, kind)
    return painter.requires_grad_(False).eval()
