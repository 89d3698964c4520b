"""Where unexpected errors are written down, so that a user can send them."""

import logging
from pathlib import Path

import platformdirs

from painttime.errors import PainttimeError

LOGGER = logging.getLogger("painttime.gui")


def log_path() -> Path:
    """Return the file unexpected errors are written to; its folder need not exist yet."""
    return Path(platformdirs.user_log_dir("painttime", appauthor=False)) / "painttime.log"


def write_log_to_file() -> None:
    """Let warnings and errors of painttime go to the log file, where its folder can be written."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError as error:
        LOGGER.warning("no log file: %s", error)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger("painttime").addHandler(handler)


def unexpected(error: BaseException) -> PainttimeError:
    """Write an error nobody foresaw to the log and return what to tell the user about it."""
    LOGGER.error("unexpected error", exc_info=error)
    if isinstance(error, MemoryError):
        return PainttimeError(
            "There is not enough memory for this. Close other programs, or open a smaller painting."
        )
    return PainttimeError(
        f"painttime failed in a way it should not ({type(error).__name__}). Your project is still open. "
        f"The details are in {log_path()}."
    )
