"""Rehearsals: a shop's past happens again on a stage, with the real campaigns at work."""
