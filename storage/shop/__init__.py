"""Rows of shops: their branches and programmes, who works there, what was changed, and their figures."""
