"""A quick stand-in for bringing in recordings, in a module of its own so that other processes find it.

A "recording" is a text file: its first word says what happens, its second one is a seed.
"""

import logging
import os
import time

import numpy as np

from painttime.core.part import Part, PartMap
from painttime.core.similarity import Similarity
from painttime.errors import PartsError, RecordingError
from painttime.recordings.clean_recording import CleanRecording, KeptFrame, Tally

HEIGHT, WIDTH, NUM_FRAMES = 24, 32, 6


class Pictures:
    """Frames in memory."""

    def __init__(self, frames):
        self.frames = frames
        self.num_frames = len(frames)
        self.height_px, self.width_px = frames[0].shape[:2]

    def frame(self, index):
        return self.frames[index]


def frames_of(seed, num_frames=NUM_FRAMES):
    """A grainy canvas on which a block a frame is painted."""
    rng = np.random.default_rng(seed)
    canvas = rng.integers(200, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    frames = [canvas.copy()]
    for _ in range(num_frames - 1):
        y, x = rng.integers(0, HEIGHT - 8), rng.integers(0, WIDTH - 8)
        canvas[y : y + 8, x : x + 8] = rng.integers(0, 200, 3)
        frames.append(canvas.copy())
    return frames


def clean_of(seed, num_frames=NUM_FRAMES):
    """A recording as bringing in makes it, with a value in every field."""
    kept = tuple(
        KeptFrame(
            source_index=3 * index,
            time_s=index / 3,
            to_last=Similarity(scale=1 + index / 700, angle_deg=0.1 * index, dx_px=-index / 3),
            repaired_share=0.25,
        )
        for index in range(num_frames)
    )
    tally = Tally(
        num_frames=3 * num_frames,
        num_kept=num_frames,
        num_static=num_frames,
        num_interface=1,
        num_hidden=2,
        num_undone=0,
        num_thinned=num_frames - 3,
    )
    return CleanRecording(
        pictures=Pictures(frames_of(seed, num_frames)),
        frames=kept,
        crop=(1, 2, WIDTH, HEIGHT),
        tally=tally,
        dropped=((4, 9, "a title card"),),
    )


def bring_in(path, options, work):
    """Do what the file says, slowly enough to be stopped where it says so."""
    what, _, seed = path.read_text(encoding="utf-8").partition(" ")
    work.mkdir(parents=True, exist_ok=True)
    (work / "half.png").write_bytes(b"half")
    for index in range(NUM_FRAMES):
        yield index, NUM_FRAMES
        if what == "slow":
            time.sleep(0.03)
        elif what == "hang":
            time.sleep(0.2)
    if what == "bad":
        raise RecordingError(f'"{path.name}" is no recording. Give another one.')
    if what == "bug":
        raise TypeError("something nobody foresaw")
    if what == "memory":
        raise MemoryError
    if what == "warn":
        logging.getLogger("painttime.recordings").warning("Only %d frames could be read.", NUM_FRAMES)
    if what == "die":
        os._exit(9)
    return clean_of(int(seed or 0), min(options.max_frames, NUM_FRAMES))


def find_parts(pixels):
    """The left and the right half."""
    labels = np.ones(pixels.shape[:2], dtype=np.uint8)
    labels[:, pixels.shape[1] // 2 :] = 2
    return PartMap(labels=labels, parts=(Part(id=1, name="Himmel, 天"), Part(id=2, name="hill", kind="hill")))


def find_no_parts(pixels):
    raise PartsError("There are no parts. Give another file.")
