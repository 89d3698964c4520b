"""Handwriting-like digits drawn here, and a small network that reads them.

B  batch

pictures   (B, 1, 64, 64)  0..1, black on white
verdict    (B, 10)         unbounded, one a digit
"""

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from painttime.networks.brush_action import STROKE_PX

_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX)
_BATCH = 64


def draw_digits(labels: npt.NDArray[np.intp], seed: int) -> Tensor:
    """Return each digit of (n,) in its own hand: slant, size, weight and waver, (n, 1, 64, 64)."""
    rng = np.random.default_rng(seed)
    pictures = np.stack([_digit(int(label), rng) for label in labels])
    return torch.from_numpy(pictures[:, None])


def _digit(label: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    side = 4 * STROKE_PX
    large = np.zeros((side, side), dtype=np.uint8)
    font = _FONTS[int(rng.integers(len(_FONTS)))]
    (width, height), _ = cv2.getTextSize(str(label), font, 6.0, 1)
    place = ((side - width) // 2, (side + height) // 2)
    cv2.putText(large, str(label), place, font, 6.0, 255, int(rng.integers(12, 26)), cv2.LINE_AA)
    middle = side / 2
    turn = cv2.getRotationMatrix2D((middle, middle), rng.uniform(-12, 12), rng.uniform(0.85, 1.1))
    turn[0, 1] += rng.uniform(-0.2, 0.2)
    turn[0, 2] -= turn[0, 1] * middle * 0.5
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    waver, lengths = rng.uniform(0, 2 * np.pi, 2), rng.uniform(70, 140, 2)
    columns = columns + 7 * np.sin(rows / lengths[0] * 2 + waver[0]).astype(np.float32)
    rows = rows + 7 * np.sin(columns / lengths[1] * 2 + waver[1]).astype(np.float32)
    slanted = cv2.warpAffine(large, turn, (side, side))
    wavered = cv2.remap(slanted, columns, rows, cv2.INTER_LINEAR)
    small = cv2.resize(wavered, (STROKE_PX, STROKE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(1 - small.astype(np.float32) / 255)


class DigitReader(nn.Module):
    """Pictures -> verdict, by three strided convolutions on half the size."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for channels, width in ((1, 16), (16, 32), (32, 64)):
            layers += [nn.Conv2d(channels, width, 3, stride=2, padding=1), nn.BatchNorm2d(width), nn.ReLU()]
        self.layers = nn.Sequential(*layers)
        self.last = nn.Linear(64 * 16, 10)

    def forward(self, pictures: Tensor) -> Tensor:
        verdict: Tensor = self.last(self.layers(functional.avg_pool2d(pictures, 2)).flatten(1))
        return verdict

    @torch.inference_mode()
    def share_read(self, pictures: Tensor, labels: npt.NDArray[np.intp]) -> float:
        """Return the share of pictures read as their labels say."""
        return float((self(pictures).argmax(dim=1).numpy() == labels).mean())


def trained_reader(*, num_digits: int = 4000, rounds: int = 5, seed: int = 0) -> DigitReader:
    """Return a reader trained on digits drawn here, some of them blurred, broken up or pale."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    labels = rng.integers(10, size=num_digits)
    pictures = draw_digits(labels, seed)
    reader = DigitReader()
    optimiser = torch.optim.Adam(reader.parameters(), lr=2e-3)
    for _ in range(rounds):
        for chosen in np.array_split(rng.permutation(num_digits), num_digits // _BATCH):
            verdict = reader(_worn(pictures[chosen]))
            loss = functional.cross_entropy(verdict, torch.from_numpy(labels[chosen]))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    return reader.eval()


def _worn(pictures: Tensor) -> Tensor:
    """Return digits with holes, blur and less contrast: painted digits are never as clean as drawn ones."""
    ink = 1 - pictures
    holes = functional.interpolate((torch.rand(len(ink), 1, 22, 22) > 0.75).float(), size=ink.shape[-2:])
    ink = ink * (1 - holes * torch.rand(len(ink), 1, 1, 1))
    blurred = functional.avg_pool2d(ink, 5, stride=1, padding=2)
    ink = torch.lerp(ink, blurred, torch.rand(len(ink), 1, 1, 1))
    return 1 - ink * (0.6 + 0.4 * torch.rand(len(ink), 1, 1, 1))
