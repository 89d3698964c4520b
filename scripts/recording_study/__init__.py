"""How well recordings are brought in, against films the truth about which is known."""
