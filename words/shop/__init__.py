"""A shop in words: its rules, its figures, and who changed what."""
