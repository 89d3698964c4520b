"""What a clean recording teaches: parts, degrees, stages, pairs and sequences."""
