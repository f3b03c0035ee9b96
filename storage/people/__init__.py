"""Rows of people: addresses, merges and moves, letters, open questions, and all that is held about one of them."""
