"""What the scene network sees: which kind of thing lies where, and where objects end."""
