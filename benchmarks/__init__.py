"""Measures what the README promises, each beside a reference from the same run."""
