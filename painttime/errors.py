"""The errors painttime raises on purpose.

    PainttimeError
    ├── UserInputError        something given to us cannot be used; exit code 2, a dialog in the window
    │   ├── PaintingError     a picture cannot be read
    │   ├── PartsError        a part map or a part's name does not fit
    │   ├── ProjectFileError  a project file cannot be read
    │   ├── StrokesFileError  a file of brush strokes cannot be read
    │   ├── RecordingError    a time-lapse cannot be read, or is no recording of a painting
    │   ├── DatasetError      a data set of recordings cannot be used as it is
    │   └── ExportError       a result cannot be written where it was asked for
    ├── ModelError            trained weights are missing or damaged; exit code 1
    └── Cancelled             the user stopped the work; exit code 130

A message is one or two sentences for the person at the screen: what is wrong, with which file, what to do.
"""


class PainttimeError(Exception):
    """Root of the errors painttime raises on purpose; `str(error)` can be shown to the user as it is."""


class UserInputError(PainttimeError):
    """Something the user gave cannot be used."""


class PaintingError(UserInputError):
    """A picture cannot be read."""


class PartsError(UserInputError):
    """A part map, or the name of a part, does not fit the painting."""


class ProjectFileError(UserInputError):
    """A project file cannot be read."""


class StrokesFileError(UserInputError):
    """A file of brush strokes cannot be read."""


class RecordingError(UserInputError):
    """A time-lapse cannot be read, or is no recording of a painting."""


class DatasetError(UserInputError):
    """A data set of recordings cannot be read, or holds what does not fit."""


class ExportError(UserInputError):
    """A result cannot be written where it was asked for."""


class ModelError(PainttimeError):
    """Trained weights are missing or damaged."""


class Cancelled(PainttimeError):
    """The user stopped the work."""
