"""What cashiers and managers do at the till."""
