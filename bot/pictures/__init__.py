"""Draws what a person looks at: cards, codes, posters, printed cards and charts."""
