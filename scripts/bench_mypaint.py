"""How fast strokes are painted again with MyPaint's brushes: what bench.py runs for the rows mypaint-*."""

import json
import sys

import numpy as np
from bench_rows import peak_memory_mb, sample_pixels, timed

from painttime.core.brushwork import BRUSH_NAMES, Brushwork, StrokeList
from painttime.errors import UserInputError
from painttime.strokes.mypaint import check_mypaint_brushes, paint_with_mypaint

NUM_STROKES = 10_000
HEIGHT_PX, WIDTH_PX = 384, 512
WIDTHS = (0.08, 0.008)
"""Share of the long side: of the first stroke and of the last."""

NUM_RUNS = 3


def sample_brushwork(brush: str) -> Brushwork:
    """Return strokes over the sample painting, coarse to fine, four times as long as wide, in its colours."""
    rng = np.random.default_rng(0)
    begins = rng.random((NUM_STROKES, 2)) * (1, HEIGHT_PX / WIDTH_PX)
    widths = np.geomspace(*WIDTHS, NUM_STROKES) * rng.uniform(0.7, 1.3, NUM_STROKES)
    angles = rng.uniform(0, 2 * np.pi, (NUM_STROKES, 2, 1))
    steps = 2 * widths[:, None, None] * np.concatenate([np.cos(angles), np.sin(angles)], axis=2)
    curves = np.stack([begins, begins + steps[:, 0], begins + steps.sum(axis=1)], axis=1)
    places = (begins * WIDTH_PX).astype(int)
    zeros = np.zeros(NUM_STROKES, dtype=np.uint8)
    strokes = StrokeList(
        curves=curves.astype(np.float32),
        widths=np.stack([widths, widths * 0.7], axis=1).astype(np.float32),
        colours=sample_pixels(HEIGHT_PX, WIDTH_PX)[places[:, 1], places[:, 0]],
        opacities=zeros + 255,
        brushes=zeros + BRUSH_NAMES.index(brush),
        part_ids=zeros,
        passes=zeros,
        textures=rng.integers(0, 2**32, NUM_STROKES, dtype=np.uint32),
    )
    return Brushwork(strokes=strokes, ground=(230, 220, 200), height_px=HEIGHT_PX, width_px=WIDTH_PX)


def main() -> None:
    """Print strokes a second for the brush of the row named on the command line, or why there are none."""
    brushwork = sample_brushwork(sys.argv[1].removeprefix("mypaint-"))
    try:
        check_mypaint_brushes()
    except UserInputError as error:
        print(json.dumps({"samples": [], "peak_mb": 0, "skipped": str(error)}))
        return
    rates = [NUM_STROKES / timed(lambda: paint_with_mypaint(brushwork)) for _ in range(NUM_RUNS)]
    print(json.dumps({"samples": rates, "peak_mb": peak_memory_mb()}))


if __name__ == "__main__":
    main()
