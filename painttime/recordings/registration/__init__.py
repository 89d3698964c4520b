"""Frames moved onto each other, in place and in light."""
