"""Proofs: every promise of the rooms, in words."""
