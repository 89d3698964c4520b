"""What every single stroke does to the error, found by laying them again one after the other."""

import numpy as np
import numpy.typing as npt

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.strokes.engine import draw_strokes, stroke_bounds


def bare_canvas(brushwork: Brushwork) -> RGB8:
    """Return the ground at the size the picture was painted at, (H, W, 3), to be drawn on."""
    canvas = np.empty((brushwork.height_px, brushwork.width_px, 3), dtype=np.uint8)
    canvas[:] = brushwork.ground
    return canvas


def error_changes(brushwork: Brushwork, painting: RGB8) -> npt.NDArray[np.int64]:
    """Return by how much every stroke changes the squared error summed over picture and channels, (n,).

    painting: (H, W, 3) of the brushwork's own size. Whole numbers: nothing is rounded.
    """
    canvas = bare_canvas(brushwork)
    strokes = brushwork.strokes
    bounds = stroke_bounds(strokes, brushwork.height_px, brushwork.width_px).tolist()
    changes = np.zeros(len(strokes), dtype=np.int64)
    for index, (left, top, right, bottom) in enumerate(bounds):
        window = slice(top, bottom), slice(left, right)
        before = squared_error(canvas[window], painting[window])
        draw_strokes(canvas, strokes, first=index, last=index + 1, labels=brushwork.labels)
        changes[index] = squared_error(canvas[window], painting[window]) - before
    return changes


def squared_error(canvas: RGB8, painting: RGB8) -> int:
    """Return the sum of squared differences in levels^2."""
    difference = canvas.astype(np.int32) - painting
    return int(np.square(difference).sum(dtype=np.int64))
