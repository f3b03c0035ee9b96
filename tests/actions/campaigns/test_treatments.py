"""Each kind of customer is treated as the text has it, or as the owner wants: asked when it is due, and when it goes."""

from dataclasses import replace

import pytest

from actions.campaigns.broadcast import Broadcast, order_broadcast
from actions.campaigns.departures import still_wanted
from actions.campaigns.treatments import HOLDABLE, set_treatment
from actions.people.profile import set_how_often
from loyalty.actor import ActingPerson
from loyalty.campaigns.treatments import DEFAULTS, PLAIN, TREATED, Treatment
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.portrait import Portrait
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import portraits
from tests.actions.customers import Told, days_told, kinds_told, luna_with, setting, tick, told
from tests.actions.places import DAY, HOUR, NOW, Luna, stamps
from tests.kinds import BROADCAST, VOUCHER_WAITING, WIN_BACK

NOON = NOW.replace(hour=12)
LADDER = ["win_back:remind", "win_back:ask", "win_back:offer", "win_back:bigger_offer"]


def stand(tx: Tx, card_id: int, quadrant: Quadrant | None, phase: Phase = Phase.REGULAR) -> None:
    """Let a night have found somebody to be of a kind."""
    account = accounts.by_id(tx, card_id)
    figures = {"days": 4, "months": 4, "visits": 4, "told": 4, "cost_minor": 0, "unpriced": 0}
    found = Portrait(
        account.id, phase, quadrant, **figures, sales_minor=900, margin_minor=500, gap_days=7, due_on=None
    )
    portraits.put(tx, account.shop_id, found)


async def stands(luna: Luna, quadrant: Quadrant | None, phase: Phase = Phase.REGULAR) -> None:
    await luna.db.write(stand, luna.cafe.card_id, quadrant, phase)


async def treat(luna: Luna, whom: str, treatment: Treatment) -> None:
    cafe = luna.cafe
    kept = await luna.db.write(set_treatment, ActingPerson(cafe.cleo), cafe.shop.id, whom, treatment, now=NOW)
    assert kept == treatment


async def climbed(luna: Luna) -> list[str]:
    """Let Ana stay away for as long as the ladder lasts, and list what of it was due to her."""
    await luna.booked(NOON)
    await days_told(luna, NOON + 59 * DAY, 130)
    return await kinds_told(luna)


async def with_gifts(db: Database) -> Luna:
    luna = await luna_with(db, stamps(10), WIN_BACK)
    for name, value in (("gift", "A free coffee"), ("gift_cost_minor", "80"), ("bigger_gift", "A free lunch"), ("bigger_gift_cost_minor", "600")):  # fmt: skip
        await setting(luna, WIN_BACK, name, value)
    return luna


@pytest.mark.slow
@pytest.mark.parametrize(
    ("quadrant", "due"),
    [
        (Quadrant.FRIEND, LADDER),
        (Quadrant.BUTTERFLY, LADDER[:1]),
        (Quadrant.STRANGER, LADDER[:2]),
        (Quadrant.LOYAL, LADDER),
        (None, LADDER),
    ],
)
async def test_strangers_get_no_offers_butterflies_no_ladder_and_who_can_not_be_told_apart_all_of_it(
    db: Database, quadrant: Quadrant | None, due: list[str]
) -> None:
    luna = await with_gifts(db)
    await stands(luna, quadrant)
    assert await climbed(luna) == due


@pytest.mark.slow
async def test_an_offer_that_costs_more_than_an_owner_wants_does_not_go(db: Database) -> None:
    luna = await with_gifts(db)
    await stands(luna, Quadrant.FRIEND)
    await treat(luna, Quadrant.FRIEND, Treatment(most_offer_minor=100))
    assert await climbed(luna) == LADDER[:3]


@pytest.mark.asks
async def test_a_treatment_is_asked_when_a_message_is_due_and_again_when_it_goes(db: Database) -> None:
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await luna.booked(NOON - 14 * DAY)
    await stands(luna, Quadrant.FRIEND, Phase.FIRST)
    await tick(luna, NOON)
    assert await db.write(still_wanted, 1, now=NOON)
    await treat(luna, Phase.FIRST, Treatment(held=frozenset({VOUCHER_WAITING})))
    assert not await db.write(still_wanted, 1, now=NOON)
    assert await told(luna) == [Told("voucher_waiting", "", "dropped", "gone")]


@pytest.mark.asks
async def test_an_owners_own_news_is_kept_from_those_she_does_not_want_it_for(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BROADCAST)
    await stands(luna, Quadrant.STRANGER)
    cafe = luna.cafe
    order = (ActingPerson(cafe.cleo), cafe.shop.id, "everyone", "Soup!")
    assert isinstance(await db.write(order_broadcast, *order, now=NOON), Broadcast)
    await tick(luna, NOON + HOUR)
    assert [one.state for one in await told(luna)] == ["queued"]
    await treat(luna, Quadrant.STRANGER, replace(DEFAULTS[Quadrant.STRANGER], held=frozenset({BROADCAST})))
    assert not await db.write(still_wanted, 1, now=NOON + HOUR)
    assert isinstance(await db.write(order_broadcast, *order, now=NOON + 9 * DAY), Broadcast)
    await tick(luna, NOON + 9 * DAY + HOUR)
    assert [one.state for one in await told(luna)] == ["dropped"]


@pytest.mark.parametrize(("quadrant", "days"), [(Quadrant.FRIEND, 7), (None, 3)])
async def test_true_friends_hear_least(db: Database, quadrant: Quadrant | None, days: int) -> None:
    luna = await luna_with(db, stamps(9), WIN_BACK, BROADCAST)
    await stands(luna, quadrant)
    await db.write(set_how_often, luna.cafe.ana, "offers", "always", now=NOON)
    await luna.booked(NOON - 60 * DAY)
    await tick(luna, NOON)
    cafe = luna.cafe
    await db.write(order_broadcast, ActingPerson(cafe.cleo), cafe.shop.id, "everyone", "Soup!", now=NOON)
    await tick(luna, NOON + HOUR)
    [first, second] = await told(luna)
    assert (first.state, second.state) == ("queued", "due" if days == 3 else "dropped")


def test_the_defaults_are_of_those_who_can_be_told_apart_alone() -> None:
    assert set(DEFAULTS) < {Quadrant.FRIEND, Quadrant.BUTTERFLY, Quadrant.BARNACLE, Quadrant.STRANGER}
    assert {Quadrant.LOYAL, Quadrant.PASSING}.isdisjoint(TREATED)
    assert not PLAIN.held
    assert "membership_ends" not in HOLDABLE
