"""Feeds pictures to the bundled FFmpeg, one at a time."""

import errno
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import imageio_ffmpeg

from painttime.core.image import RGB8
from painttime.errors import ExportError

_NO_SPACE = "No space left on device"


class FFmpegPipe:
    """A running FFmpeg that takes raw pictures of one size."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
        self._process = process
        self._log = log

    def write(self, picture: RGB8) -> None:
        """Hand over one picture; raises OSError where FFmpeg has given up."""
        if self._process.stdin is None:
            raise ValueError("FFmpeg was started without an input")
        try:
            self._process.stdin.write(picture.data)
        except OSError as error:
            self._process.wait()
            raise self._failure() from error

    def finish(self) -> None:
        """Wait until the file is complete; raises OSError where FFmpeg could not write it."""
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
        except OSError as error:
            self._process.wait()
            raise self._failure() from error
        if self._process.wait() != 0:
            raise self._failure()

    def stop(self) -> None:
        """End FFmpeg at once, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._process.wait()

    def _failure(self) -> OSError:
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", errors="replace").strip().splitlines()
        if any(_NO_SPACE in line for line in lines):
            return OSError(errno.ENOSPC, _NO_SPACE)
        return OSError(errno.EIO, f"the video encoder stopped ({lines[-1] if lines else 'no reason given'})")


@contextmanager
def ffmpeg_pipe(
    *, width_px: int, height_px: int, fps: float, arguments: Sequence[str], out: Path
) -> Iterator[FFmpegPipe]:
    """Start FFmpeg on raw RGB pictures from a pipe; leaving the block completes the file or stops FFmpeg.

    arguments: everything between the input and the name of the output.
    """
    command = [
        _executable(),
        *("-y", "-hide_banner", "-loglevel", "error"),
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-video_size", f"{width_px}x{height_px}"),
        *("-framerate", f"{fps:g}", "-i", "pipe:0"),
        *arguments,
        str(out),
    ]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=log,
            # A Ctrl+C in the terminal is ours to handle; on Windows no console window may flash up.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        pipe = FFmpegPipe(process, log)
        try:
            yield pipe
            pipe.finish()
        finally:
            pipe.stop()


def _executable() -> str:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise ExportError(
            "The video encoder FFmpeg is missing. Install the package imageio-ffmpeg again, or export frames."
        ) from error
