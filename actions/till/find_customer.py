"""Looking a customer up by name, which is written down: a list of customers is not for leafing through."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import member_of
from actions.cards.card_state import CardState, load_every
from actions.till.scan import NotStaff
from loyalty.actor import Actor
from loyalty.names import name_words
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.shop import audit
from storage.shop.audit import Act
from storage.till import find_customer

MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The cards of those who have such a name, at most `MOST`, those used last first; `total` is how many there are."""

    cards: tuple[tuple[CardState, ...], ...]  # of each, how every counter stands
    total: int


def find_named(tx: Tx, actor: Actor, shop_id: int, text: str, *, now: datetime) -> Found | NotStaff:
    """Return a shop's cards whose holder has such a name, for its staff only; the audit keeps who looked, and when."""
    if member_of(tx, actor, shop_id) is None:
        return NotStaff()
    words = name_words(text)
    found, total = find_customer.cards_named(tx, shop_id, words, most=MOST)
    # Initials tell an owner enough, and nobody who asks to be forgotten.
    initials = " ".join(f"{word[0]}…" for word in words)
    audit.add(tx, actor, shop_id, Act("looked_up", subject=initials[:20], new=str(total)), now=now)
    each = (accounts.by_id(tx, account_id) for account_id in found)
    return Found(tuple(load_every(tx, account, now=now) for account in each), total)
