"""What Stempel does: one verb, one transaction, a plain function that returns what happened."""
