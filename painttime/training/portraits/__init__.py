"""Training the portrait parser from labelled portraits, drawn avatars and pictures composed of both."""
