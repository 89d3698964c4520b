"""What the command line says when something goes wrong, and where it keeps the details."""

import traceback
from collections.abc import Sequence
from datetime import datetime

import typer

from painttime import __version__
from painttime.gui.log_file import log_path

EXIT_OUR_FAULT = 1
EXIT_BAD_INPUT = 2
EXIT_CANCELLED = 130
"""128 + SIGINT, as shells expect it."""


def complain(sentence: str) -> None:
    """Print one message for the user on stderr, on a line of its own."""
    typer.echo(sentence, err=True)


def log_failure(error: Exception, arguments: Sequence[str]) -> str:
    """Add an unexpected error to the log file and return the sentence that tells the user about it."""
    details = "".join(traceback.format_exception(error))
    entry = (
        f"--- {datetime.now().astimezone().isoformat(timespec='seconds')} painttime {__version__}\n"
        f"arguments: {list(arguments)}\n{details}\n"
    )
    summary = f"painttime failed unexpectedly ({type(error).__name__}: {error})"
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        with log_path().open("a", encoding="utf-8") as log:
            log.write(entry)
    except OSError:
        # Without a place to write, the details would be lost.
        return f"{summary}. No log file could be written, so here are the details:\n{details}"
    return f"{summary}. This is our mistake; the details are in {log_path()}."
