"""Plain values of the domain: numpy only, frozen, no input or output."""
