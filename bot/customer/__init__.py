"""What customers say and see."""
