"""Plainpost: a messenger of plain words, which exists to show what a channel takes."""
