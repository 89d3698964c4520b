"""The window: the only package that imports PySide6. Importing it must not import torch."""
