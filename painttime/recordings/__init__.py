"""Recordings of somebody painting: time-lapse files become aligned, cleaned, labelled sequences."""
