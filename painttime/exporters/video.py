"""Films: MP4 (H.264) and WebM (VP9)."""

from pathlib import Path

import numpy as np

from painttime.core.image import RGB8
from painttime.exporters.ffmpeg import ffmpeg_pipe
from painttime.exporters.options import MAX_CRF, ExportOptions
from painttime.exporters.process_frames import ProcessFrames, Writing, film_frames, shots
from painttime.files.atomic import replacing_file

MAX_VP9_CRF = 63

# Without these FFmpeg converts by BT.601 and leaves it to the player to guess.
_COLOUR = (
    *(
        "-vf",
        "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p,"
        # Recent FFmpeg takes primaries and transfer from the frames and leaves the options below unheard.
        "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv",
    ),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
)


def write_mp4(process: ProcessFrames, out: Path, options: ExportOptions) -> Writing:
    """Write the process as H.264 in MP4, readable from its first bytes on; yields pictures done of all."""
    quality = ("-preset", "fast", "-crf", str(options.crf))
    codec = ("-c:v", "libx264", *quality, "-movflags", "+faststart", "-f", "mp4")
    yield from _write(process, out, options, (*_COLOUR, *codec))


def write_webm(process: ProcessFrames, out: Path, options: ExportOptions) -> Writing:
    """Write the process as VP9 in WebM; yields pictures done of all."""
    crf = round(options.crf * MAX_VP9_CRF / MAX_CRF)
    codec = (
        *("-c:v", "libvpx-vp9", "-crf", str(crf), "-b:v", "0"),
        # A third of the time of "good" for an eighth more bytes.
        *("-deadline", "realtime", "-cpu-used", "6", "-row-mt", "1", "-f", "webm"),
    )
    yield from _write(process, out, options, (*_COLOUR, *codec))


def _write(process: ProcessFrames, out: Path, options: ExportOptions, arguments: tuple[str, ...]) -> Writing:
    frames = film_frames(process, options)
    notice = ("-metadata", f"comment={options.notice}")
    order = shots(frames.num_frames, options)
    done, total = 0, sum(shot.num_pictures for shot in order)
    with (
        replacing_file(out) as partial,
        ffmpeg_pipe(
            width_px=frames.width_px + frames.width_px % 2,
            height_px=frames.height_px + frames.height_px % 2,
            fps=options.fps,
            arguments=(*notice, *arguments),
            out=partial,
        ) as pipe,
    ):
        for shot in order:
            picture = even_sized(frames.frame(shot.index))
            for _ in range(shot.num_pictures):
                pipe.write(picture)
                done += 1
                yield done, total


def even_sized(picture: RGB8) -> RGB8:
    """Return the picture with its last row or column repeated where their number is odd.

    Video stores colour for squares of 2 x 2 pixels. Nothing is stretched.
    """
    height, width = picture.shape[:2]
    if height % 2 == 0 and width % 2 == 0:
        return np.ascontiguousarray(picture)
    return np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
