"""People in words: what they may do, and where they are reached."""
