"""Films of a painting being made, with what goes wrong before a camera, and the truth about it."""
