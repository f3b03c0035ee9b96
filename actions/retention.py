"""Forgetting what nobody will ask for again: what goes, and when, stands in one table (`storage/retention.py`)."""

from storage.retention import GO, Retention

__all__ = ["GO", "Retention"]
