"""Command line: typer commands, each a few lines over workflow. Starts without torch and without Qt."""
