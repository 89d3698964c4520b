"""What lies behind a part: made up from what surrounds it."""
