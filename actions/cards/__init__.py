"""Cards: joined, read, saved for, and emptied onto another."""
