"""Rows of what leaves: the outbox, windows, templates, and what platforms reported."""
