"""Reading a picture safely: whatever the file holds, a painting comes out or one sentence."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

from painttime.core.image import RGB8
from painttime.core.painting import Painting
from painttime.errors import PaintingError
from painttime.storage import deep_pixels
from painttime.storage.colour import to_srgb
from painttime.storage.deep_pixels import Decoded
from painttime.storage.file_bytes import read_file_bytes

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "AVIF")
"""What is opened. Others that Pillow knows run programs (EPS), are no paintings or are seldom tested."""

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".avif")
"""File name endings for dialogs; what a file is, is read from its content."""

MAX_SIDE_PX = 16_384
MAX_PIXELS = 120_000_000
MIN_SIDE_PX = 16

DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    EOFError,
    TypeError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise on damaged files."""

_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def read_painting(path: Path) -> Painting:
    """Read a picture: upright, in sRGB, 8 bits a channel, on white where it was see-through.

    Of an animation the first picture is read. Raises PaintingError with a sentence for the user.
    """
    data = read_file_bytes(path, kind="picture file", error=PaintingError)
    return Painting(pixels=decode_picture(data, path.name), source=path.absolute())


def decode_picture(data: bytes, name: str) -> RGB8:
    """Return the picture in the bytes of a file, (H, W, 3) uint8, as `read_painting` does.

    name: of the file, for the sentence. Raises PaintingError.
    """
    with _explaining_memory(name):
        image, icc_profile = decode_image(data, name)
        return to_srgb(image, icc_profile)


def decode_image(data: bytes, name: str) -> tuple[Image.Image, bytes | None]:
    """Return the picture in the bytes of a file, upright, 8 bits a channel, in the colours of its profile.

    Raises PaintingError with a sentence for the user.
    """
    with _explaining_memory(name), _quiet_pillow():
        decoded = _decode(data, name)
        return _upright(decoded), decoded.icc_profile


@contextmanager
def _explaining_memory(name: str) -> Iterator[None]:
    try:
        yield
    except MemoryError:
        raise PaintingError(
            f'There is not enough memory to open "{name}". Close other programs or open a smaller copy.'
        ) from None


@contextmanager
def _quiet_pillow() -> Iterator[None]:
    """Keep Pillow's warnings (large pictures, odd metadata) from the user; what matters raises an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _decode(data: bytes, name: str) -> Decoded:
    if deep_pixels.is_tiff(data):
        deep = _decode_deep_tiff(data, name)
        if deep is not None:
            return deep
    image = _open(data, name)
    check_size(image.width, image.height, name)
    try:
        image.load()
        if deep_pixels.is_deep_png(data):
            loaded = Image.fromarray(deep_pixels.decode_deep_png(data))
        else:
            loaded = image
    except DAMAGED as error:
        raise damaged(name) from error
    if loaded.mode in ("I", "F", "I;16", "I;16B", "I;16L"):
        raise deep_pixels.unknown_pixels(name)
    # After load(): Pillow turns TIFFs upright by itself and takes the tag away.
    return Decoded(image=loaded, icc_profile=_icc_profile(image), orientation=_orientation(image))


def _decode_deep_tiff(data: bytes, name: str) -> Decoded | None:
    """Return a TIFF with 16 bits a channel, None for any other TIFF."""
    try:
        header = deep_pixels.tiff_header(data)
        if not header.is_deep:
            return None
        check_size(header.width_px, header.height_px, name)
        return deep_pixels.decode_deep_tiff(data, name)
    except deep_pixels.DAMAGED as error:
        raise damaged(name) from error


def _open(data: bytes, name: str) -> Image.Image:
    """Return the picture with its header read and nothing decoded."""
    Image.init()
    try:
        # A build of Pillow may lack one of the formats.
        return Image.open(io.BytesIO(data), formats=[known for known in FORMATS if known in Image.OPEN])
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except UnidentifiedImageError:
        known = ", ".join(FORMATS[:-1])
        raise PaintingError(
            f'"{name}" is damaged or not a picture painttime can open. It opens {known} and {FORMATS[-1]}.'
        ) from None
    except DAMAGED as error:
        raise damaged(name) from error


def check_size(width_px: int, height_px: int, name: str) -> None:
    """Raise PaintingError for a picture that is too large to be decoded, or too small to be one."""
    if max(width_px, height_px) > MAX_SIDE_PX or width_px * height_px > MAX_PIXELS:
        raise _too_large(name, f" ({width_px:,} x {height_px:,} pixels)")
    if min(width_px, height_px) < MIN_SIDE_PX:
        raise PaintingError(
            f'"{name}" is only {width_px} x {height_px} pixels. It must have at least {MIN_SIDE_PX} a side.'
        )


def _too_large(name: str, size: str = "") -> PaintingError:
    return PaintingError(
        f'"{name}" is too large{size}. painttime opens pictures of up to {MAX_SIDE_PX:,} pixels a side and '
        f"{MAX_PIXELS // 1_000_000} megapixels: save a smaller copy and open that."
    )


def damaged(name: str) -> PaintingError:
    """Return the error for a file that cannot be decoded."""
    return PaintingError(f'"{name}" is damaged or incomplete. Copy or download it again.')


def _icc_profile(image: Image.Image) -> bytes | None:
    profile = image.info.get("icc_profile")
    return profile if isinstance(profile, bytes) else None


def _orientation(image: Image.Image) -> int:
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except DAMAGED:
        # Damaged EXIF data says nothing about the pixels.
        return 1
    return orientation if isinstance(orientation, int) else 1


def _upright(decoded: Decoded) -> Image.Image:
    operation = _TRANSPOSE.get(decoded.orientation)
    return decoded.image if operation is None else decoded.image.transpose(operation)
