"""What a programme promises and what a visit earns: pure rules, no clock, no database."""
