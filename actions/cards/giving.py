"""Which good cause a card gives to, chosen by whoever holds it."""

from loyalty.cards.giving import Giving, giving_by
from loyalty.cards.parts.cause import causes_in
from loyalty.cards.programme import Programme
from loyalty.records import Account
from storage.cards import good_causes
from storage.engine.statements import Tx


def giving_of(tx: Tx, account: Account, today: Programme) -> Giving | None:
    """Say what a card gives to by today's rules; None where they have no good causes."""
    part = causes_in(today.parts)
    return giving_by(part, good_causes.known(tx, account)) if part else None
