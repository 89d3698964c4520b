"""Writing files so that a target is either the finished new file or what it was before."""
