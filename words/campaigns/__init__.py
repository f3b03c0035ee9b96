"""Messages to customers in words: why they stay away."""
