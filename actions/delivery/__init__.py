"""What leaves: taken from the outbox, told as it is now, and settled."""
