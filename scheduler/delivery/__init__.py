"""Draining the outbox: how fast, what after a failure, and what was reported later."""
