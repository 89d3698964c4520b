"""painttime shows how a finished painting may have been painted, step by step and part by part."""

__version__ = "0.1.0"
