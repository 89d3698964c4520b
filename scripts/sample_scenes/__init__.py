"""Scenes invented for the sample paintings: no picture by anybody else is used."""
