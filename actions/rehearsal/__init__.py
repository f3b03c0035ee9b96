"""Rehearsals: what happened is read here, and what it would have come to."""
