"""Rows of what leaves: the outbox, windows, forms of words, and what platforms reported."""
