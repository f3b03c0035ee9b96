"""How messages are carried: each file turns one platform's wire format into messages and back."""
