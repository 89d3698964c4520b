"""Decoded pixels of any kind to sRGB on white."""

import io
import logging
from itertools import product

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from painttime.core.image import RGB8, Float32

_log = logging.getLogger(__name__)

# Which colour space a profile must describe to fit the pixels of a mode.
_PROFILE_SPACE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}

# What a web offset press prints where the inks lie solid on each other, in sRGB (the swatches of common
# drawing programs). Index: bit 2 = cyan, bit 1 = magenta, bit 0 = yellow.
_OVERPRINTS: Float32 = np.array(
    [
        (255, 255, 255),
        (255, 242, 0),
        (236, 0, 140),
        (237, 28, 36),
        (0, 174, 239),
        (0, 166, 81),
        (46, 49, 146),
        (54, 47, 45),
    ],
    dtype=np.float32,
)
_BLACK_INK: Float32 = np.array((35, 31, 32), dtype=np.float32)

_ROWS_AT_ONCE = 256


def to_srgb(image: Image.Image, icc_profile: bytes | None) -> RGB8:
    """Return the picture as (H, W, 3) uint8 sRGB, see-through pixels laid on white.

    image: 8 bits a channel, mode L, LA, RGB, RGBA, CMYK, LAB, YCbCr, P, PA or 1.
    icc_profile: the embedded profile; one that is damaged or describes another kind of pixel is not used.
    Profiles are followed with relative colorimetric intent and black point compensation.
    """
    image, alpha = _without_alpha(image)
    converted = _by_profile(image, icc_profile)
    if converted is None:
        converted = _by_mode(image)
    if alpha is None:
        return converted
    return _on_white(converted, alpha)


def _without_alpha(image: Image.Image) -> tuple[Image.Image, npt.NDArray[np.uint8] | None]:
    """Split off what is see-through; a palette becomes colours."""
    if image.mode in ("P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode == "1":
        image = image.convert("L")
    if image.mode == "RGBa":
        image = image.convert("RGBA")
    if image.mode == "La":
        image = image.convert("LA")
    if image.mode not in ("LA", "RGBA"):
        return image, None
    alpha = np.asarray(image.getchannel("A"))
    return image.convert("L" if image.mode == "LA" else "RGB"), alpha if alpha.min() < 255 else None


def _by_profile(image: Image.Image, icc_profile: bytes | None) -> RGB8 | None:
    """Return the picture converted by its profile; None where there is none that fits."""
    if image.mode == "LAB":
        return _transformed(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if not icc_profile:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
        space = profile.profile.xcolor_space.strip()
        if space != _PROFILE_SPACE.get(image.mode):
            _log.info("profile for %s does not fit %s pixels; not used", space, image.mode)
            return None
        # Pixels that are sRGB already stay what they are, bit by bit.
        if space == "RGB" and (profile.profile.profile_description or "").startswith("sRGB"):
            return None
        return _transformed(image, profile)
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        _log.info("damaged colour profile not used: %s", error)
        return None


def _transformed(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> RGB8:
    converted = ImageCms.profileToProfile(
        image,
        profile,
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        raise ValueError("no picture came out of the colour conversion")
    return np.asarray(converted)


def _by_mode(image: Image.Image) -> RGB8:
    if image.mode == "CMYK":
        return cmyk_to_srgb(np.asarray(image))
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def cmyk_to_srgb(cmyk: npt.NDArray[np.uint8]) -> RGB8:
    """Return (H, W, 4) ink coverages (255 = solid) as (H, W, 3) sRGB, for pictures without a profile.

    Neugebauer's equations: every pixel is an average of the solid overprints, each by the area it covers
    (Demichel). Averaging gamma-encoded values stands in for the Yule-Nielsen correction with n = 2.2.
    """
    height, width = cmyk.shape[:2]
    result = np.empty((height, width, 3), dtype=np.uint8)
    for top in range(0, height, _ROWS_AT_ONCE):
        ink = cmyk[top : top + _ROWS_AT_ONCE].astype(np.float32) / np.float32(255)
        colour = np.zeros((*ink.shape[:2], 3), dtype=np.float32)
        for index, solid in enumerate(product((False, True), repeat=3)):
            area = np.ones(ink.shape[:2], dtype=np.float32)
            for channel, is_solid in enumerate(solid):
                area *= ink[..., channel] if is_solid else 1 - ink[..., channel]
            colour += area[..., None] * _OVERPRINTS[index]
        black = ink[..., 3:]
        colour *= (1 - black) + black * _BLACK_INK / np.float32(255)
        result[top : top + _ROWS_AT_ONCE] = np.rint(colour)
    return result


def _on_white(colours: RGB8, alpha: npt.NDArray[np.uint8]) -> RGB8:
    """Lay colours on white; an alpha of 255 leaves them bit by bit, one of 0 gives white."""
    result = np.empty_like(colours)
    for top in range(0, len(colours), _ROWS_AT_ONCE):
        rows = slice(top, top + _ROWS_AT_ONCE)
        share = alpha[rows, :, None].astype(np.uint32)
        result[rows] = (colours[rows] * share + 255 * (255 - share) + 127) // 255
    return result
