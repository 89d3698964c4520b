"""The one way to open a recording of whatever kind."""

from pathlib import Path

from painttime.errors import RecordingError
from painttime.recordings.source import RecordingSource
from painttime.recordings.sources import problems
from painttime.recordings.sources.animation import open_animation
from painttime.recordings.sources.animation_structure import is_animation_format
from painttime.recordings.sources.kinds import PROCREATE_SUFFIX
from painttime.recordings.sources.picture_folder import open_folder
from painttime.recordings.sources.procreate import open_procreate
from painttime.recordings.sources.video import open_video

_PICTURE_HEADS = (b"\xff\xd8\xff", b"BM", b"II*\0", b"MM\0*", b"8BPS")


def open_recording(path: Path, *, partial: bool = False) -> RecordingSource:
    """Return the recording in a file or folder; what it is, is told from its content.

    partial: of damaged files take what can be read; how much that was is said in the log at the end.
    Raises RecordingError, a sentence for the user, for anything that is no recording or cannot be read.
    """
    if path.is_dir():
        return open_folder(path, partial=partial)
    head = _read_head(path)
    if path.suffix.lower() == PROCREATE_SUFFIX or head.startswith(b"PK"):
        return open_procreate(path, partial=partial)
    if is_animation_format(head):
        return open_animation(path, partial=partial)
    if head.startswith(_PICTURE_HEADS):
        raise problems.single_frame(path.name)
    return open_video(path, partial=partial)


def _read_head(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            # A pipe or a device would be waited for, perhaps for ever.
            raise RecordingError(f'"{path}" is not a file. Choose a recording.')
        with path.open("rb") as file:
            head = file.read(12)
    except FileNotFoundError:
        raise RecordingError(f'There is no file "{path}". Check the name and the folder.') from None
    except PermissionError:
        raise RecordingError(
            f'You may not read "{path}". Change its permissions or copy it elsewhere.'
        ) from None
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or str(cause)
        raise RecordingError(f'"{path}" could not be read: {reason}.') from cause
    if not head:
        raise RecordingError(f'"{path.name}" is empty. Copy or download it again.')
    return head
