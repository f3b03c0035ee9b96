"""What may be done at a till, and until when."""
