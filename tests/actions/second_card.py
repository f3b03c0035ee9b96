"""The second of two programmes side by side, written on without a till."""

from storage.cards import accounts, counters, visits
from storage.cards.visits import NewVisit
from storage.engine.statements import Tx
from storage.shop import staff
from tests.actions.places import NOW, Cafe


def spends_on_second(tx: Tx, cafe: Cafe, spent: int) -> None:
    """Book a visit of so much on the second counter of Ana's card."""
    eva = staff.in_shop(tx, cafe.eva, cafe.shop.id)
    assert eva
    second = counters.of_account(tx, accounts.by_id(tx, cafe.card_id))[1]
    visits.add(tx, second, eva, NewVisit("spent", NOW, spent // 100, spent))
