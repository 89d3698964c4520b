"""Entry point `painttime`: reads the command line, runs the command, turns errors into exit codes."""

import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Annotated

import typer

from painttime import __version__
from painttime.cli.commands import add_commands
from painttime.cli.failures import EXIT_BAD_INPUT, EXIT_CANCELLED, EXIT_OUR_FAULT, complain, log_failure
from painttime.errors import Cancelled, PainttimeError, UserInputError

DEFAULT_COMMAND = "open"


def main() -> None:
    """Run the command line of this process and exit with its code."""
    # A polite kill (a time limit, a closing session) cleans up as Ctrl+C does.
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Returns 0, 2 (bad input or usage), 1 (our fault) or 130 (stopped by the user); messages go to stderr.
    """
    app = build_app()
    commands = {info.name or "" for info in app.registered_commands}
    commands |= {info.name or "" for info in app.registered_groups}
    try:
        outcome = app(with_default_command(arguments, commands), prog_name="painttime", standalone_mode=False)
    except typer.TyperException as error:
        complain(f"{error.format_message().rstrip('.')}. See painttime --help.")
        return error.exit_code
    except UserInputError as error:
        complain(str(error))
        return EXIT_BAD_INPUT
    except (Cancelled, KeyboardInterrupt):
        complain("Stopped.")
        return EXIT_CANCELLED
    except PainttimeError as error:
        complain(str(error))
        return EXIT_OUR_FAULT
    except Exception as error:
        complain(log_failure(error, arguments))
        return EXIT_OUR_FAULT
    if outcome == EXIT_CANCELLED:  # typer turns Ctrl+C into this
        complain("Stopped.")
    return outcome if isinstance(outcome, int) else 0


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def with_default_command(arguments: Sequence[str], commands: set[str]) -> list[str]:
    """Return the arguments with `open` in front where they name a file, or nothing, instead of a command."""
    if not arguments:
        return [DEFAULT_COMMAND]
    if arguments[0] in commands or arguments[0].startswith("-"):
        return list(arguments)
    return [DEFAULT_COMMAND, *arguments]


def build_app() -> typer.Typer:
    """Return the typer application with all its commands."""
    app = typer.Typer(name="painttime", add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_global_options)
    add_commands(app)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"painttime {__version__}")
        raise typer.Exit


def _global_options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Show how a finished painting may have been painted, step by step and part by part.

    painttime PAINTING opens the window on it; so does painttime alone, with nothing open.
    """
