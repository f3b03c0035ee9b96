"""How Stempel is wired: command line, settings, start and stop."""
