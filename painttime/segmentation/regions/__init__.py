"""Any painting -> regions that nest: patches, their borders, merging, borders at full size."""
