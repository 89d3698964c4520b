"""What can be wrong with any kind of recording, in sentences."""

from painttime.core.image import RGB8
from painttime.errors import RecordingError
from painttime.recordings.sources.kinds import KNOWN_KINDS

MAX_SIDE_PX = 16_384
MAX_PIXELS = 40_000_000
"""Of a frame of a film: 8K and a little. A decoder keeps up to 17 of them."""

PARTIAL_HINT = "bring in what is left of it (painttime dataset add --partial)"


def not_a_recording(name: str) -> RecordingError:
    """Return the error for a file that is something else."""
    return RecordingError(f'"{name}" is not a recording painttime can read. It reads {KNOWN_KINDS}.')


def damaged_or_none(name: str) -> RecordingError:
    """Return the error for a file that nothing can be made of."""
    return RecordingError(
        f'"{name}" is damaged, or no recording painttime can read. It reads {KNOWN_KINDS}: check the file.'
    )


def damaged(name: str) -> RecordingError:
    """Return the error for a file of which nothing can be read."""
    return RecordingError(f'"{name}" is damaged or incomplete. Copy or download it again.')


def damaged_at(name: str, index: int) -> RecordingError:
    """Return the error for a frame that cannot be decoded although others can."""
    return RecordingError(
        f'"{name}" is damaged: frame {index + 1} cannot be read. Copy or download it again, or '
        f"{PARTIAL_HINT}."
    )


def incomplete(name: str, there: str) -> RecordingError:
    """Return the error for a file that ends too soon; there: how much of it there is, as "3 of 5 frames"."""
    return RecordingError(
        f'"{name}" is incomplete: it has only {there}. Copy or download it again, or {PARTIAL_HINT}.'
    )


def single_frame(name: str) -> RecordingError:
    """Return the error for a picture that does not move."""
    return RecordingError(
        f'"{name}" holds a single picture. A recording of a painting has at least two: choose the whole film.'
    )


def check_size(name: str, width_px: int, height_px: int) -> None:
    """Raise RecordingError for frames too large to be decoded, before they are."""
    if max(width_px, height_px) > MAX_SIDE_PX or width_px * height_px > MAX_PIXELS:
        raise RecordingError(
            f'"{name}" is too large ({width_px:,} x {height_px:,} pixels). painttime reads recordings of up '
            f"to {MAX_SIDE_PX:,} pixels a side and {MAX_PIXELS // 1_000_000} megapixels: save a smaller copy."
        )


def check_same_size(name: str, index: int, first: tuple[int, int], this: tuple[int, int]) -> None:
    """Raise RecordingError where frame `index` is not as large as the first; sizes are (width, height)."""
    if this != first:
        raise RecordingError(
            f'"{name}" changes its size: frame {index + 1} is {this[0]} x {this[1]} pixels, those before it '
            f"are {first[0]} x {first[1]}. Cut the recording there or scale it to one size."
        )


def size_of(pixels: RGB8) -> tuple[int, int]:
    """Return (width, height)."""
    return pixels.shape[1], pixels.shape[0]
