"""People: recognised, joined, moved, answered and forgotten."""
