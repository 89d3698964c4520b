"""What parts are: their order in depth, their kinds and names."""
