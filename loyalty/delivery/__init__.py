"""How a message travels, and what that costs."""
