"""What parts of a programme decide."""
