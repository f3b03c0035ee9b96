"""The rules a card lives by: its programme, what a visit earns, goals, a customer's pace, and when a promise ends."""
