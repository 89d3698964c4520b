"""Studies of how well automatic parts follow what is painted."""
