"""What Stempel does, on both databases."""
