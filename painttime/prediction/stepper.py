"""One step of the model: encode a painting once, then step cheaply and often.

numpy in, numpy out; torch stays in here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from painttime.core.canvas import NUM_RENDITIONS, Canvas, Renditions
from painttime.core.change import Change, Direction
from painttime.core.image import Float32, Labels
from painttime.core.strokes import StrokeMaps
from painttime.networks.conditions import scene_tensor, state_tensor
from painttime.networks.step_decoder import LATENT_CHANNELS
from painttime.networks.step_model import SIZE_MULTIPLE_PX, StepModel
from painttime.networks.stroke_pooling import pool_over_strokes
from painttime.prediction.fragments import open_passes, stroke_fragments
from painttime.prediction.selection import PartOrder, Proposal, select_change

_LATENT_MEMORY = 0.6
"""How much of a step's latent carries over from the step before: a painter stays in one place for a while."""

_NEVER = -1e4

_SLIVER_PX = 9


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Scene:
    """A painting the model has encoded; every array at model size.

    masks: (h, w) bool by part, in the order of part_ids (back to front).
    """

    renditions: Renditions
    strokes: StrokeMaps
    part_ids: tuple[int, ...]
    labels: Labels
    masks: tuple[npt.NDArray[np.bool_], ...]
    parts: npt.NDArray[np.int64]
    features: tuple[Tensor, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StepRequest:
    """What one step is to do.

    orders: what the plan asks of each part, by part id; parts without an order do not change.
    seed, step: choose the latent z; the same ones give the same step.
    coarse_first: logits added to a stroke's score for every pass (Habit.coarse_first).
    """

    direction: Direction
    orders: Mapping[int, PartOrder]
    seed: int
    step: int
    coarse_first: float = 0.0


class Stepper:
    """The loaded step model on one device."""

    def __init__(self, model: StepModel, device: torch.device) -> None:
        self._model = model.to(device).eval()
        self._device = device
        self._scene: Scene | None = None

    @property
    def device_name(self) -> str:
        return str(self._device)

    @torch.inference_mode()
    def encode(
        self, renditions: Renditions, strokes: StrokeMaps, labels: Labels, part_ids: tuple[int, ...]
    ) -> Scene:
        """Run the scene encoder; all arrays at model size (h, w), part_ids back to front.

        The last scene is kept: a step by hand on the same painting encodes nothing anew.
        """
        kept = self._scene
        if (
            kept is not None
            and kept.renditions is renditions
            and kept.strokes is strokes
            and kept.labels is labels
            and kept.part_ids == part_ids
        ):
            return kept
        place = np.zeros(256, dtype=np.int64)
        place[list(part_ids)] = np.arange(len(part_ids))
        parts = place[labels]
        pictures = torch.from_numpy(renditions.images.copy()).to(self._device).permute(0, 3, 1, 2)[None]
        pictures = _padded(pictures.float() / 255 - 0.5)
        depth = _padded(torch.from_numpy(parts).to(self._device)[None, None].float())[:, 0].long()
        scene = scene_tensor(pictures, depth, torch.tensor([len(part_ids)], device=self._device))
        self._scene = Scene(
            renditions=renditions,
            strokes=strokes,
            part_ids=part_ids,
            labels=labels,
            masks=tuple(np.asarray(labels == part_id) for part_id in part_ids),
            parts=parts,
            features=self._model.scene_encoder(scene),
        )
        return self._scene

    @torch.inference_mode()
    def step(self, scene: Scene, canvas: Canvas, request: StepRequest) -> Change:
        """Return the change of one step; canvas at model size."""
        stages = canvas.stages()
        sign = -1 if request.direction is Direction.BACKWARD else 1
        fragments = stroke_fragments(stages, scene.strokes.ids, sign)
        passes = open_passes(stages, scene.strokes.ids, sign)
        orders = tuple(
            request.orders.get(part_id, PartOrder(degree=0.0, later=0.0, arrive=False))
            for part_id in scene.part_ids
        )
        score, mix = self._predict(scene, canvas, orders, fragments, request)
        # Coarse strokes come first in time: going backward the finest on the canvas go first.
        score = score - sign * request.coarse_first * passes
        levels = np.arange(NUM_RENDITIONS)[:, None, None]
        allowed = levels < stages[None] if sign < 0 else levels > stages[None]
        proposal = Proposal(
            score=np.where(fragments > 0, score, np.float32(_NEVER)),
            wanted=np.where(allowed, mix, -np.inf).argmax(axis=0).astype(np.uint8),
            strokes=fragments,
            along=np.take_along_axis(scene.strokes.along, np.maximum(passes, 0)[None], axis=0)[0],
        )
        return select_change(canvas, scene.renditions, scene.masks, orders, proposal, request.direction)

    def _predict(
        self,
        scene: Scene,
        canvas: Canvas,
        orders: tuple[PartOrder, ...],
        fragments: npt.NDArray[np.int64],
        request: StepRequest,
    ) -> tuple[Float32, Float32]:
        """Run the decoder; returns score (h, w), one value a stroke, and mix logits (K, h, w)."""
        height, width = fragments.shape
        rng = np.random.default_rng([request.seed, request.step, 7])
        chance = rng.standard_normal(int(fragments.max()) + 1, dtype=np.float32)[fragments]
        degree = np.array([order.degree for order in orders], dtype=np.float32)[scene.parts]
        picture = canvas.compose(scene.renditions)
        sign = -1.0 if request.direction is Direction.BACKWARD else 1.0
        state = state_tensor(
            _padded(self._tensor(picture).permute(2, 0, 1)[None] / 255 - 0.5),
            _padded(self._tensor(canvas.mix).permute(2, 0, 1)[None] / 255),
            _padded(self._tensor(degree)[None, None]),
            _padded(self._tensor(_completeness_after(canvas, scene, orders, sign))[None, None]),
            torch.tensor([sign], device=self._device),
            _padded(self._tensor(chance)[None, None]),
        )
        grid = (state.shape[-2] // SIZE_MULTIPLE_PX, state.shape[-1] // SIZE_MULTIPLE_PX)
        z = self._tensor(_latent(request.seed, request.step, grid))[None]
        score, mix = self._model.step_decoder(state, scene.features, z)
        strokes = torch.from_numpy(fragments).to(self._device)[None]
        joined = torch.cat([score, mix], dim=1)[..., :height, :width]
        pooled = pool_over_strokes(joined, strokes)[0].cpu().numpy()
        return _with_surroundings(pooled[0], fragments), pooled[1:]

    def _tensor(self, array: npt.NDArray[np.generic]) -> Tensor:
        return torch.from_numpy(np.array(array, dtype=np.float32)).to(self._device)


def _with_surroundings(score: Float32, fragments: npt.NDArray[np.int64]) -> Float32:
    """Return the scores (h, w) with those of slivers replaced by what lies around them.

    Little of a stroke may show between others; left to itself it would stay behind as a speck.
    """
    sliver = np.bincount(fragments.ravel())[fragments] < _SLIVER_PX
    around = cv2.medianBlur(np.ascontiguousarray(score), 5)
    return np.asarray(np.where(sliver, around, score), dtype=np.float32)


def _padded(tensor: Tensor) -> Tensor:
    """Extend (..., h, w) at the bottom and right to a multiple of the model's size, repeating the border."""
    height, width = tensor.shape[-2:]
    below, right = -height % SIZE_MULTIPLE_PX, -width % SIZE_MULTIPLE_PX
    if not (below or right):
        return tensor
    flat = tensor.reshape(-1, 1, height, width)
    padded = functional.pad(flat, (0, right, 0, below), mode="replicate")
    return padded.reshape(*tensor.shape[:-2], height + below, width + right)


def _completeness_after(canvas: Canvas, scene: Scene, orders: tuple[PartOrder, ...], sign: float) -> Float32:
    """Return, spread over each part, how complete it should be after the step, (h, w) in 0..1.

    The plan knows: of the way to the end of the direction, the share that later steps have left to do.
    """
    stages = canvas.stages().astype(np.float32) / (NUM_RENDITIONS - 1)
    after = np.zeros(len(orders), dtype=np.float32)
    for index, (mask, order) in enumerate(zip(scene.masks, orders, strict=True)):
        now = float(stages[mask].mean()) if mask.any() else 0.0
        if order.degree <= 0:
            after[index] = now
            continue
        kept = 0.0 if order.arrive else order.later / max(order.later + order.degree, 1e-6)
        after[index] = now * kept if sign < 0 else 1 - (1 - now) * kept
    return np.asarray(after[scene.parts], dtype=np.float32)


def _latent(seed: int, step: int, grid: tuple[int, int]) -> Float32:
    """Return z of a step, (channels, *grid), N(0, 1), sharing _LATENT_MEMORY with the step before it."""
    z = np.random.default_rng([seed, 0, 3]).standard_normal((LATENT_CHANNELS, *grid))
    fresh = float(np.sqrt(1 - _LATENT_MEMORY**2))
    for number in range(1, step + 1):
        noise = np.random.default_rng([seed, number, 3]).standard_normal(z.shape)
        z = _LATENT_MEMORY * z + fresh * noise
    return z.astype(np.float32)
