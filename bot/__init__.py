"""How Stempel talks: which step follows, in which words, with which buttons and pictures."""
