"""Who is due for which message, how much a person bears, and whether it worked."""
