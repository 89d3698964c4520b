"""An hour of film made in a few minutes: a short film, each second of which comes many times over."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
from av.container import OutputContainer

from painttime.core.image import RGB8
from painttime.simulation.filming.film_file import write_film
from painttime.simulation.filming.filming import Film

FPS = 30
HELD_FRAMES = 3
"""How many frames of the video show one frame of the film."""
SEGMENT_FRAMES = 30
CRF = 26


def write_long_film(film: Film, path: Path, *, num_frames: int) -> int:
    """Write a video of about num_frames frames in which the film goes on slowly; return how many there are.

    The film is cut into seconds, and each of them, once encoded, is copied as often as it takes.
    """
    pieces = path.parent / f"{path.stem}-pieces"
    pieces.mkdir()
    held = SEGMENT_FRAMES // HELD_FRAMES
    num_segments = -(-film.num_frames // held)
    repeats = max(1, round(num_frames / (num_segments * SEGMENT_FRAMES)))
    frames = (frame.pixels for frame in film.frames())
    written = 0
    with av.open(str(path), "w") as joined:
        for number in range(num_segments):
            piece = pieces / f"{number}.mp4"
            write_film(_held(islice(frames, held)), piece, fps=FPS, crf=CRF, preset="veryfast")
            written += _append(piece, joined, repeats, written)
            piece.unlink()
    pieces.rmdir()
    return written


def _append(piece: Path, joined: OutputContainer, repeats: int, begin: int) -> int:
    """Copy a piece so many times to the end of a film of `begin` frames; return the frames copied."""
    with av.open(str(piece)) as encoded:
        source = encoded.streams.video[0]
        stream = joined.streams.video[0] if joined.streams else joined.add_stream_from_template(source)
        time_base = source.time_base or Fraction(1, FPS)
        frame_ticks = round(1 / (FPS * time_base))
        packets = [packet for packet in encoded.demux(source) if packet.dts is not None]
        times = [(packet.pts or 0, packet.dts or 0) for packet in packets]
        for repeat in range(repeats):
            later = (begin + repeat * len(packets)) * frame_ticks
            for packet, (pts, dts) in zip(packets, times, strict=True):
                # Writing a packet moves it to the time base of the film.
                packet.stream, packet.time_base = stream, time_base
                packet.pts, packet.dts = pts + later, dts + later
                joined.mux(packet)
    return repeats * len(packets)


def _held(pictures: Iterable[RGB8]) -> Iterator[RGB8]:
    for picture in pictures:
        for _ in range(HELD_FRAMES):
            yield picture
