"""The tools that correct parts on the canvas: what the mouse and the keyboard do while one is in use."""
