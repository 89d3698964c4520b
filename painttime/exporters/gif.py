"""Animated GIF: one palette for the whole process, so that colours do not flicker, and no dither."""

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from painttime.core.frames import FrameSource
from painttime.exporters.ffmpeg import ffmpeg_pipe
from painttime.exporters.options import ExportOptions
from painttime.exporters.process_frames import ProcessFrames, Writing, film_frames, shots
from painttime.files.atomic import replacing_file

MAX_FPS = 50.0
"""Viewers slow down what claims to be faster."""

_NUM_COLOURS = 255
_NUM_SAMPLES = 6
_SAMPLE_PX = 120
_HEADER_BYTES = 13


def write_gif(process: ProcessFrames, out: Path, options: ExportOptions) -> Writing:
    """Write the process as an animated GIF; yields pictures done of all."""
    frames = film_frames(process, options)
    order = shots(frames.num_frames, options)
    done, total = 0, sum(shot.num_pictures for shot in order)
    yield done, total
    with replacing_file(out) as partial, tempfile.TemporaryDirectory() as folder:
        palette = Path(folder) / "palette.png"
        shared_palette(frames).save(palette)
        arguments = (
            *("-i", str(palette), "-lavfi", "paletteuse=dither=none:diff_mode=rectangle"),
            *("-r", f"{min(options.fps, MAX_FPS):g}", "-loop", "0" if options.loop else "-1", "-f", "gif"),
        )
        with ffmpeg_pipe(
            width_px=frames.width_px,
            height_px=frames.height_px,
            fps=options.fps,
            arguments=arguments,
            out=partial,
        ) as pipe:
            for shot in order:
                picture = np.ascontiguousarray(frames.frame(shot.index))
                for _ in range(shot.num_pictures):
                    pipe.write(picture)
                    done += 1
                    yield done, total
        partial.write_bytes(with_comment(partial.read_bytes(), options.notice))


def shared_palette(frames: FrameSource) -> Image.Image:
    """Return 16 x 16 RGBA pixels: 255 colours for all pictures and one see-through one for what stays."""
    indices = np.unique(np.linspace(0, frames.num_frames - 1, _NUM_SAMPLES).round().astype(int))
    step = max(1, max(frames.height_px, frames.width_px) // _SAMPLE_PX)
    samples = [frames.frame(int(index))[::step, ::step].reshape(-1, 3) for index in indices]
    pixels = Image.fromarray(np.concatenate(samples)[None])
    quantized = pixels.quantize(_NUM_COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
    colours = np.zeros((256, 4), dtype=np.uint8)
    entries = np.asarray(quantized.getpalette() or [], dtype=np.uint8).reshape(-1, 3)[:_NUM_COLOURS]
    colours[: len(entries)] = np.concatenate([entries, np.full((len(entries), 1), 255, np.uint8)], axis=1)
    # A picture of few colours: the rest repeats the last one.
    colours[len(entries) : _NUM_COLOURS] = colours[len(entries) - 1]
    return Image.fromarray(colours.reshape(16, 16, 4))


def with_comment(gif: bytes, comment: str) -> bytes:
    """Return the GIF with a comment block in front of its pictures; FFmpeg writes none."""
    flags = gif[10]
    table_bytes = 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
    place = _HEADER_BYTES + table_bytes
    text = comment.encode("ascii")
    return gif[:place] + b"!\xfe" + bytes([len(text)]) + text + b"\0" + gif[place:]
