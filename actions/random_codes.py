"""Values that nobody can guess: the one place that draws random ones."""

import secrets

from loyalty.codes import make_code
from storage.cards import accounts
from storage.engine.statements import Tx


def public_id() -> int:
    """Return 63 random bits to name a card by."""
    return secrets.randbits(63)


def token() -> str:
    """Return 128 random bits for a link that works once; 22 characters of `A-Za-z0-9_-`."""
    return secrets.token_urlsafe(16)


def seed() -> str:
    """Return 256 random bits that a draw is decided by; 64 characters of `0-9a-f`."""
    return secrets.token_hex(32)


def shop_code() -> str:
    """Return 48 random bits for a shop's join link; 8 characters of `A-Za-z0-9_-`."""
    return secrets.token_urlsafe(6)


def short_code() -> str:
    """Return six characters that are easy to read out."""
    return make_code(secrets.choice)


def card_code(tx: Tx) -> str:
    """Return a short code that no card has."""
    while accounts.by_code(tx, code := short_code()):
        pass
    return code
