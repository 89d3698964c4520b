"""Brings in without showing how far it is."""

from painttime.core.counting import Counting
from painttime.recordings.clean_recording import CleanRecording


def brought_in(counting: Counting[CleanRecording]) -> CleanRecording:
    """Return the result of bringing in."""
    while True:
        try:
            next(counting)
        except StopIteration as stop:
            result: CleanRecording = stop.value
            return result
