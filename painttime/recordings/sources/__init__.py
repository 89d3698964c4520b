"""Time-lapse files of every kind, read one frame at a time."""
