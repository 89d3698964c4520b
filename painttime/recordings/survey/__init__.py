"""A first look over a whole recording: where somebody paints and where nothing happens."""
