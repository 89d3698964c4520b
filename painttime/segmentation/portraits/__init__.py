"""People in a painting -> their hair, clothes, faces and features."""
