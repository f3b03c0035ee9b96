"""Rows of campaigns: settings, consents, who may be due, every occurrence and what became of it."""
