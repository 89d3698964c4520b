"""Torch modules: tensors in, tensors out, one network a file."""
