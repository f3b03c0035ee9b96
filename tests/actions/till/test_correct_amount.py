"""A corrected amount brings what the right one would have brought, and keeps what was given with the visit."""

from datetime import datetime

from actions.cards.challenges import TakenOn, offers, take_on
from actions.cards.draws import Scratched, scratch, see_draws, take_part
from actions.cards.own_cards import own_counters
from actions.shop.draws import open_draw
from actions.till.add_to_visit import TappedItem, add_item
from actions.till.correct_amount import Amended, amend
from actions.till.scan_outcome import Booked, Refused
from actions.till.surprise import Budget, Surprised, SurpriseGift, budget, give_surprise
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.draws import DrawForm, DrawPlan
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.parts.surprise import Surprise
from storage.cards import accounts, draws, gifts, ledger
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.campaigns.test_gifts_on_the_card import birthday
from tests.actions.customers import queued, tick
from tests.actions.places import DAY, HOUR, MIDNIGHT, MINUTE, NOW, Luna, open_luna, points
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


async def test_a_corrected_visit_stands_where_the_old_one_stood_and_is_the_newest_that_was_booked(
    db: Database,
) -> None:
    luna = await open_luna(db, points())
    booked = await luna.booked(MIDNIGHT - MINUTE, spent=12_00)
    outcome = (await _amended(luna, booked.visit.id, 15_00, MIDNIGHT + MINUTE)).outcome
    assert isinstance(outcome, Booked)
    assert outcome.visit.at == booked.visit.at
    state = await luna.stands(MIDNIGHT + MINUTE)
    assert state.account.last_visit_at == state.counter.last_visit_at == booked.visit.at
    assert {line.at for line in await db.read(ledger.of_visit, outcome.visit)} == {booked.visit.at}


def _takes_on(tx: Tx, luna: Luna) -> TakenOn | str:
    [states] = own_counters(tx, luna.cafe.ana, now=NOW)
    [one] = offers(tx, luna.cafe.ana, states)
    return take_on(tx, luna.cafe.ana, luna.cafe.card_id, one.state.current.id, one.place, now=NOW)


async def test_a_challenge_keeps_its_last_day_where_the_amount_is_put_right_after_midnight(
    db: Database,
) -> None:
    luna = await open_luna(db, points(parts=(Challenge("visits", 2, 1, 3),)))
    assert isinstance(await db.write(_takes_on, luna), TakenOn)
    await luna.booked(NOW + HOUR, spent=10_00)
    won = await luna.booked(MIDNIGHT + DAY - MINUTE, spent=12_00)
    assert won.state.standing.balance == 10 + 12 + 3
    outcome = (await _amended(luna, won.visit.id, 15_00, MIDNIGHT + DAY + MINUTE)).outcome
    assert isinstance(outcome, Booked)
    assert outcome.state.standing.balance == 10 + 15 + 3


async def test_a_scratched_ticket_stays_scratched_with_what_it_won(db: Database) -> None:
    luna = await open_luna(db, points())
    plan = DrawPlan(DrawForm.SCRATCH, "Free coffee", 80, 9, 7, 2, free=False)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await db.write(open_draw, cleo, shop_id, plan, seed="00" * 32, now=NOW)
    [draw] = await db.read(draws.of_shop, shop_id, most=1)
    holder = luna.cafe.ana, luna.cafe.card_id, draw.id
    await db.write(take_part, *holder, now=NOW)
    booked, opened, won = list[Booked](), list[Scratched](), list[int]()
    for hours in range(6):
        at = NOW + hours * HOUR
        booked.append(await luna.booked(at, spent=12_00))
        done = await db.write(scratch, *holder, now=at)
        assert isinstance(done, Scratched)
        opened.append(done)
        won += [done.voucher_id] if done.voucher_id else []
        for spent in (15_00, 9_00):
            outcome = (await _amended(luna, booked[-1].visit.id, spent + hours, at + MINUTE)).outcome
            assert isinstance(outcome, Booked)
            booked.append(outcome)
            assert [one.id for one in outcome.state.vouchers if one.counter_id is None] == won
        assert await db.write(scratch, *holder, now=at + MINUTE) == "none"
    [seen] = await db.write(
        lambda tx: see_draws(tx, accounts.by_id(tx, luna.cafe.card_id), now=NOW + 7 * HOUR)
    )
    assert (len(seen.results), len(seen.won), seen.left) == (6, len(won), 0)
    undone = await luna.undo(booked[-1].visit.id, NOW + 5 * HOUR + 2 * MINUTE)
    assert isinstance(undone, Undone)
    assert isinstance(await luna.booked(NOW + 6 * HOUR, spent=3_00), Booked)
    again = await db.write(scratch, *holder, now=NOW + 6 * HOUR)
    assert isinstance(again, Scratched)
    assert (again.ticket, bool(again.voucher_id)) == (opened[-1].ticket, bool(opened[-1].voucher_id))
