"""Rows that a till asks for: the day, customers by name, wrong codes."""
