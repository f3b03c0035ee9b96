"""What an owner decides: rules to start with, and what is different after a change."""
