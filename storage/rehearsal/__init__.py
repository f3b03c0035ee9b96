"""What happened in a shop, read as a whole, and what a rehearsal of it came to."""
