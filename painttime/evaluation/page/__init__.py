"""Measures for people to read: a page with tables and plots."""
