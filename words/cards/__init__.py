"""A card in words: its balance, its way to the next reward, its goal, and what waits on it."""
