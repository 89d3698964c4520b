"""The commands of painttime, in the order the help shows them."""

import typer

from painttime.cli.dataset import add_dataset_commands
from painttime.cli.doctor import doctor
from painttime.cli.evaluate import evaluate
from painttime.cli.export import export
from painttime.cli.open import open_window
from painttime.cli.parts import parts
from painttime.cli.predict import predict
from painttime.cli.strokes import strokes


def add_commands(app: typer.Typer) -> None:
    """Register every command."""
    app.command("open")(open_window)
    app.command("parts")(parts)
    app.command("predict")(predict)
    app.command("strokes")(strokes)
    app.command("export")(export)
    app.command("evaluate")(evaluate)
    app.command("doctor")(doctor)
    # Groups come last in the help, whatever the order here.
    add_dataset_commands(app)
