"""The finished canvas as one picture, at any size: PNG, JPEG, TIFF or WebP."""

from pathlib import Path

from PIL import Image, ImageCms, TiffImagePlugin

from painttime.core.brushwork import Brushwork
from painttime.core.image import RGB8
from painttime.errors import ExportError
from painttime.exporters.frames import write_png
from painttime.exporters.options import STROKES_NOTICE
from painttime.exporters.process_frames import Writing
from painttime.exporters.strokes_drawing import drawing
from painttime.exporters.strokes_options import StrokesOptions
from painttime.files.atomic import replacing_file

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp")

_QUALITY = 94
_IMAGE_DESCRIPTION, _SOFTWARE = 270, 305


def write_picture(brushwork: Brushwork, out: Path, options: StrokesOptions) -> Writing:
    """Write what all strokes leave, as the kind of picture the ending asks for; yields strokes of all."""
    height_px, width_px = options.size_px(brushwork.height_px, brushwork.width_px)
    total = len(brushwork.strokes)
    with replacing_file(out) as partial:
        yield 0, total
        running = drawing(brushwork, height_px=height_px, width_px=width_px, num_threads=options.num_threads)
        while True:
            try:
                yield next(running), total
            except StopIteration as stop:
                save_picture(stop.value, partial, out.suffix.lower(), options.notice)
                return


def check_is_picture(out: Path) -> None:
    """Raise ExportError where the ending of a name is not that of a picture."""
    if out.suffix.lower() not in PICTURE_SUFFIXES:
        raise ExportError(f'"{out.name}" is no picture. Use {", ".join(PICTURE_SUFFIXES)}.')


def save_picture(picture: RGB8, path: Path, suffix: str, notice: str = STROKES_NOTICE) -> None:
    """Write one picture, tagged as sRGB and with a notice of what it is.

    suffix: one of PICTURE_SUFFIXES, says the kind of file.
    """
    if suffix == ".png":
        write_png(picture, path, notice)
        return
    image = Image.fromarray(picture)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if suffix in (".tif", ".tiff"):
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[_IMAGE_DESCRIPTION], tags[_SOFTWARE] = notice, "painttime"
        image.save(path, format="TIFF", compression="tiff_adobe_deflate", tiffinfo=tags, icc_profile=profile)
        return
    exif = Image.Exif()
    exif[_IMAGE_DESCRIPTION], exif[_SOFTWARE] = notice, "painttime"
    kind = "WEBP" if suffix == ".webp" else "JPEG"
    image.save(path, format=kind, quality=_QUALITY, subsampling=0, exif=exif, icc_profile=profile)
