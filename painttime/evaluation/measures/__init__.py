"""The measures, a module a family."""
