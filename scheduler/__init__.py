"""What starts by the clock: the rounds of the campaigns, and draining the outbox."""
