"""Where things lie in a data set; docs/recordings.md describes it for other programs.

DATASET/
  dataset.json            the manifest: what recordings there are
  recordings/ID/          one recording, complete as soon as it is there
    recording.json        where it comes from, how it was made, its frames, checksums of its files
    frames/               painttime.recordings.dataset.frame_store
    parts.png, parts.json the parts of the last frame, as painttime parts writes them
    labels.json           degrees, levels and stages
    settled.png           16 bits: the frame from which each pixel stays as it is in the end
  .work/                  what is being brought in; may be removed while nothing runs
  .lock                   held while something is added
"""

from pathlib import Path

from painttime.files.presence import is_file

MANIFEST_NAME = "dataset.json"
RECORDINGS_NAME = "recordings"
RECORD_NAME = "recording.json"
FRAMES_NAME = "frames"
PARTS_PICTURE_NAME, PARTS_LIST_NAME = "parts.png", "parts.json"
LABELS_NAME, SETTLED_NAME = "labels.json", "settled.png"
WORK_NAME, LOCK_NAME = ".work", ".lock"


def is_dataset(folder: Path) -> bool:
    """Return whether a folder is a data set, by the manifest in it."""
    return is_file(folder / MANIFEST_NAME)


def is_stored_recording(folder: Path) -> bool:
    """Return whether a folder is one recording of a data set."""
    return is_file(folder / RECORD_NAME)


def recording_folder(dataset: Path, recording_id: str) -> Path:
    return dataset / RECORDINGS_NAME / recording_id
