"""Of each membership that ends its customer hears, whatever else of theirs ends in the same days."""

import pytest

from actions.campaigns.message_facts import occasion
from actions.till.sell_membership import MembershipOffer, Sale, Sold, offer, sell
from loyalty.actor import ActingPerson
from loyalty.cards.parts.membership import Membership
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.customers import days_told, luna_with
from tests.actions.places import DAY, NOW, Luna, stamps
from tests.kinds import MEMBERSHIP_ENDS

pytestmark = pytest.mark.asks

COFFEE = Membership("A coffee a day", 3900, days=20, item="Coffee")
CLUB = Membership("Club", 2500, days=20, percent=10)


async def _sold(luna: Luna, place: int) -> None:
    eva = ActingPerson(luna.cafe.eva)
    found = await luna.db.write(offer, eva, luna.cafe.card_id, now=NOW)
    assert isinstance(found, MembershipOffer)
    one = found.every[place]
    sale = Sale(luna.cafe.card_id, one.state.current.id, one.place, found.seen)
    assert isinstance(await luna.db.write(sell, eva, sale, now=NOW), Sold)


def _names(tx: Tx) -> list[str]:
    every = (occasion(tx, this, now=NOW + 14 * DAY) for this in range(1, 5))
    return [one.membership.name for one in every if one and one.membership]


@pytest.mark.slow
@pytest.mark.walks
@pytest.mark.parametrize("later", [0, 1])
async def test_each_of_two_that_end_within_days_is_told_of_before_and_after(db: Database, later: int) -> None:
    other = Membership(CLUB.label, CLUB.price_minor, days=20 + later, percent=10)
    luna = await luna_with(db, stamps(30, parts=(COFFEE, other)), MEMBERSHIP_ENDS)
    for place in (1, 0):
        await _sold(luna, place)
    told = await days_told(luna, NOW, 30)
    soon, over = "membership_ends:soon", "membership_ends:over"
    if later:
        assert told == {14: [soon], 15: [soon], 20: [over], 21: [over]}
    else:
        assert told == {14: [soon, soon], 20: [over, over]}
    assert sorted(await db.write(_names)) == [COFFEE.label] * 2 + [CLUB.label] * 2
