"""Procedural painters: training sequences made from finished pictures."""
