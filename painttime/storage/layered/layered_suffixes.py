"""Endings of files with layers; what reads them is slow to import."""

LAYERED_SUFFIXES = (".psd", ".psb", ".ora", ".kra")
