"""Campaigns: set, found due, held to the frequency cap, and judged."""
