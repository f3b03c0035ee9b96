"""To which shops of a coalition a customer is known: they say so for each, and may take it back."""

from dataclasses import dataclass
from datetime import datetime

from actions.cards.own_cards import NoCard
from loyalty.records import Account, Shop
from storage.cards import accounts, introductions
from storage.engine.statements import Tx
from storage.shop import coalitions, shops


@dataclass(frozen=True, slots=True)
class Introductions:
    """The shops that have a card together, each with whether its customer is known there."""

    account: Account
    coalition: Shop
    shops: tuple[tuple[Shop, bool], ...]


def see_introductions(tx: Tx, person_id: int, account_id: int) -> Introductions | NoCard:
    """Show a customer which shops know whose card it is."""
    account = accounts.locked(tx, account_id)
    coalition = shops.by_id(tx, account.shop_id)
    if account.person_id != person_id or account.closed_at or not coalition.is_coalition:
        return NoCard()
    known = introductions.to(tx, account)
    there = coalitions.present(tx, coalition.id)
    return Introductions(account, coalition, tuple((shop, shop.id in known) for _, shop in there))


def good_at(tx: Tx, coalition: Shop) -> tuple[tuple[Shop, datetime | None], ...]:
    """Return the shops that take a coalition's card, each with when it leaves."""
    return tuple((shop, partner.leaves_at) for partner, shop in coalitions.present(tx, coalition.id))


def introduce(
    tx: Tx, person_id: int, account_id: int, partner_id: int, *, known: bool, now: datetime
) -> Introductions | NoCard:
    """Let a shop know who somebody is and what is on their card, or no more; said twice, it is said once."""
    seen = see_introductions(tx, person_id, account_id)
    if isinstance(seen, NoCard):
        return seen
    before = {shop.id: is_known for shop, is_known in seen.shops}.get(partner_id)
    if before is None or before == known:
        return seen
    change = introductions.add if known else introductions.end
    change(tx, seen.account, partner_id, now=now)
    return see_introductions(tx, person_id, account_id)
