"""What starts by the clock: draining the outbox."""
