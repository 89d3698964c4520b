"""Files with layers (PSD, OpenRaster, Krita) -> a painting and its parts."""
