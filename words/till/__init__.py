"""What happened at the till in words: scanned, refused, handed out, taken back."""
