"""The small network that says how different two pictures look learns it from a larger one."""
