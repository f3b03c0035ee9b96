"""What owners see and change."""
