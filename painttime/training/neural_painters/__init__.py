"""Networks that imitate a brush of MyPaint, trained and compared (Nakano, "Neural Painters", 2019)."""
