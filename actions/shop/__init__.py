"""Shops: opened, staffed, described, changed and counted."""
