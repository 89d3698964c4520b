"""Brush strokes: where a painter would lay them, and drawing them at any size."""
