"""Training the scene parser: what is what in a painting, from labels given by eye."""
