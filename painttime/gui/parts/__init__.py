"""The panel of parts: their list, number, order, groups and degrees."""
