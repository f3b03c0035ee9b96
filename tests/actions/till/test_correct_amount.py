"""A corrected amount brings what the right one would have brought, and keeps what was given with the visit."""

from datetime import datetime

from actions.till.add_to_visit import TappedItem, add_item
from actions.till.correct_amount import Amended, amend
from actions.till.scan_outcome import Booked, Refused
from actions.till.surprise import Budget, Surprised, SurpriseGift, budget, give_surprise
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.surprise import Surprise
from storage.cards import gifts, ledger
from storage.engine.database import Database
from tests.actions.campaigns.test_gifts_on_the_card import birthday
from tests.actions.customers import queued, tick
from tests.actions.places import HOUR, MINUTE, NOW, Luna, open_luna, points
from tests.kinds import WELCOME

PARTS = (Surprise(a_month=20, a_day=20, at_once=9), BonusItem("Cake", 3))


async def _booked(db: Database) -> tuple[Luna, Booked]:
    """Let Eva book 12.00 for 12 points, tap the cake for 3 and give 5 as a surprise."""
    luna = await open_luna(db, points(parts=PARTS))
    booked = await luna.booked(spent=12_00)
    version = booked.state.current.id
    eva = ActingPerson(luna.cafe.eva)
    with_cake = await db.write(add_item, eva, TappedItem(booked.visit.id, 0, version), now=NOW)
    assert isinstance(with_cake, Booked)
    about = (luna.cafe.card_id, booked.state.counter.programme_id)
    asked = await db.write(budget, eva, *about, now=NOW)
    assert isinstance(asked, Budget)
    given = await db.write(give_surprise, eva, SurpriseGift(*about, 5, asked.seen, "why"), now=NOW)
    assert isinstance(given, Surprised)
    assert given.state.standing.balance == 20
    return luna, with_cake


async def _amended(luna: Luna, visit_id: int, spent: int, now: datetime = NOW + MINUTE) -> Amended:
    outcome = await luna.db.write(
        amend, ActingPerson(luna.cafe.eva), visit_id, spent, key=f"a{spent}", now=now
    )
    assert isinstance(outcome, Amended)
    return outcome


async def test_a_cake_and_a_surprise_stay_with_the_visit_whatever_its_amount(db: Database) -> None:
    luna, booked = await _booked(db)
    for spent, balance in ((15_00, 23), (7_00, 15), (12_00, 20)):
        amended = await _amended(luna, booked.visit.id, spent)
        assert isinstance(amended.outcome, Booked)
        booked = amended.outcome
        assert (await luna.stands(NOW + MINUTE)).standing.balance == balance == booked.state.standing.balance
        assert (booked.visit.amount, booked.visit.bonus) == (balance - 5, 3)
    counter = booked.state.counter
    assert await db.read(gifts.given_since, counter, "surprise", since=NOW - HOUR) == 5
    undone = await luna.undo(booked.visit.id, NOW + 2 * MINUTE)
    assert isinstance(undone, Undone)
    assert undone.state.standing.balance == 0


async def test_a_surprise_stays_where_the_right_amount_brings_nothing(db: Database) -> None:
    luna, booked = await _booked(db)
    amended = await _amended(luna, booked.visit.id, 20)
    assert isinstance(amended.outcome, Refused)
    assert (await luna.stands(NOW + MINUTE)).standing.balance == 5


async def test_a_welcome_stays_with_the_first_visit_and_its_message_tells_of_it(db: Database) -> None:
    luna = await birthday(db, points(), amount=4, kind=WELCOME)
    booked = await luna.booked(NOW, spent=12_00)
    await tick(luna, NOW + 5 * MINUTE)
    assert (await luna.stands(NOW + HOUR)).standing.balance == 16
    waits = await queued(luna)
    await _amended(luna, booked.visit.id, 15_00, NOW + 6 * MINUTE)
    state = await luna.stands(NOW + HOUR)
    assert state.standing.balance == 19
    await tick(luna, NOW + HOUR)
    assert (await luna.stands(NOW + HOUR)).standing.balance == 19
    assert await queued(luna) == waits
    lines = [one for one in await db.read(ledger.latest, state.counter, most=50) if one.kind == "gift"]
    assert [one.amount for one in lines] == [4, 4]
