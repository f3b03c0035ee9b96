"""Rows of cards: balances, the ledger, vouchers, and a card's story."""
