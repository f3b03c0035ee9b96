"""Looking a customer up by name, which is written down: a list of customers is not for leafing through.

The looking takes as long as a shop is large, and writes nothing: it is done beside the writer.
"""

from dataclasses import dataclass
from datetime import datetime

from actions.access import may
from actions.cards.card_state import CardState, load_every
from actions.till.scan_outcome import NotStaff
from loyalty.actor import Actor
from loyalty.names import name_words
from loyalty.roles import Role
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.shop import audit
from storage.shop.audit import Act
from storage.till import find_customer

MOST = 8


@dataclass(frozen=True, slots=True)
class Named:
    """The accounts in a shop whose holder has such a name, at most `MOST`, those used last first; `total` is how many there are."""

    shop_id: int
    words: tuple[str, ...]  # that were looked for
    account_ids: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """How those cards stand, each with every counter."""

    cards: tuple[tuple[CardState, ...], ...]
    total: int


def find_named(tx: Tx, actor: Actor, shop_id: int, text: str) -> Named | NotStaff:
    """Look through a shop's customers, for its staff only; whoever shows what was found calls `show_named` first."""
    if may(tx, actor, shop_id, Role.CASHIER) is None:
        return NotStaff()
    words = name_words(text)
    found, total = find_customer.cards_named(tx, shop_id, words, most=MOST)
    return Named(shop_id, tuple(words), tuple(found), total)


def show_named(tx: Tx, actor: Actor, named: Named, *, now: datetime) -> Found | NotStaff:
    """Return the cards that were found, to staff only; the audit keeps who looked, and when."""
    if may(tx, actor, named.shop_id, Role.CASHIER) is None:
        return NotStaff()
    # Initials tell an owner enough, and nobody who asks to be forgotten.
    initials = " ".join(f"{word[0]}…" for word in named.words)
    act = Act("looked_up", subject=initials[:20], new=str(named.total))
    audit.add(tx, actor, named.shop_id, act, now=now)
    each = (accounts.by_id(tx, account_id) for account_id in named.account_ids)
    return Found(
        tuple(load_every(tx, account, now=now) for account in each if not account.closed_at), named.total
    )
