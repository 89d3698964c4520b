"""What the brush is measured by, and the plain painters it is compared with."""
