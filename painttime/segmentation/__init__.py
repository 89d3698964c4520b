"""Painting -> parts."""
