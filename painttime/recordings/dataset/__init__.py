"""Data sets on the disk: a manifest, lossless frames, work that goes on where it stopped."""
