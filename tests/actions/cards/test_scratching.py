"""A ticket that is scratched wins by the odds that were told, once, and goes with its visit."""

from dataclasses import replace
from functools import partial

from actions.cards.draws import DrawList, Scratched, draw_list, scratch
from actions.shop.draws import (
    reckon_draw,
)
from actions.till.redeem import redeem
from actions.till.undo_visit import NotUndone, Undone
from loyalty.actor import ActingPerson
from loyalty.cards.draws import Draw, DrawForm, DrawPlan, TooGenerous
from loyalty.till.undo import RewardUsed
from storage.cards import accounts, draws, vouchers
from storage.engine.database import Database
from tests.actions.drawing import (
    SCRATCH,
    draw_seen,
    drawing_luna,
    let_end,
    newcomer,
    rewards_held,
    scratches,
    takes_part,
)
from tests.actions.overlaps import overlap
from tests.actions.places import HOUR, NOW, Luna, open_luna, stamps


async def test_odds_are_measured_by_the_visits_of_as_many_days(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    for hours in range(30):
        await luna.booked(NOW + hours * HOUR)
    plan = DrawPlan(DrawForm.SCRATCH, "Free coffee", 80, 2, 7, 10)
    why = await db.read(
        reckon_draw, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, plan, now=NOW + 30 * HOUR
    )
    assert why == TooGenerous(tickets=31, wins=4, one_in=16)  # one of them is free


async def test_a_scratch_wins_what_its_odds_say_and_ends_with_the_prizes(db: Database) -> None:
    luna, draw = await drawing_luna(db, replace(SCRATCH, prizes=2))
    assert await scratches(luna, draw) == "age"
    await takes_part(luna, draw)
    assert await scratches(luna, draw) == "none"
    won, at = 0, NOW
    for hours in range(40):
        at = NOW + hours * HOUR
        await luna.booked(at)
        done = await scratches(luna, draw, at)
        if done == "out":
            break
        assert isinstance(done, Scratched)
        assert (done.voucher_id is not None) == draw.wins(done.ticket)
        won += done.voucher_id is not None
        assert await scratches(luna, draw, at) in {"none", "out"}
    assert won == 2
    assert len(await db.read(rewards_held, luna.cafe.card_id, at)) >= 2


async def _until_it_wins(luna: Luna, draw: Draw) -> tuple[int, Scratched]:
    """Scan and scratch until a ticket wins, and return the visit and it."""
    for hours in range(40):
        at = NOW + hours * HOUR
        visit = (await luna.booked(at)).visit
        done = await scratches(luna, draw, at)
        assert isinstance(done, Scratched)
        if done.voucher_id:
            return visit.id, done
    raise AssertionError("one in two never won")


async def test_a_scratch_goes_with_its_visit_and_is_the_same_when_it_comes_again(db: Database) -> None:
    luna, draw = await drawing_luna(db, SCRATCH)
    await takes_part(luna, draw)
    visit_id, first = await _until_it_wins(luna, draw)
    last = (await luna.stands(NOW + 40 * HOUR)).standing.last
    assert last
    assert isinstance(await luna.undo(visit_id, last.at), Undone)
    assert first.voucher_id
    voucher = await db.read(vouchers.by_id, first.voucher_id)
    assert voucher
    assert voucher.state == "withdrawn"
    await luna.booked(last.at)
    again = await scratches(luna, draw, last.at)
    assert isinstance(again, Scratched)
    assert again.ticket == first.ticket
    assert again.voucher_id not in {None, first.voucher_id}
    assert len(
        await db.read(draws.results_of, draw, await db.read(accounts.by_id, luna.cafe.card_id))
    ) == len((await draw_seen(luna)).results)


async def test_a_visit_whose_prize_was_handed_out_is_not_taken_back(db: Database) -> None:
    luna, draw = await drawing_luna(db, SCRATCH)
    await takes_part(luna, draw)
    visit_id, done = await _until_it_wins(luna, draw)
    last = (await luna.stands(NOW + 40 * HOUR)).standing.last
    assert last
    assert done.voucher_id
    eva, card = ActingPerson(luna.cafe.eva), luna.cafe.card_id
    await db.write(redeem, eva, card, done.voucher_id, shown=True, now=last.at)
    refused = await luna.undo(visit_id, last.at)
    assert isinstance(refused, NotUndone)
    assert refused.why == RewardUsed()


async def test_two_who_want_the_last_prize_get_one(db: Database) -> None:
    luna, draw = await drawing_luna(db, replace(SCRATCH, prizes=1))
    both = [(luna.cafe.ana, luna.cafe.card_id), await db.write(newcomer, luna, "Ben")]
    at = NOW + 40 * HOUR
    for person, card in both:
        await takes_part(luna, draw, (person, card))
        account = await db.read(accounts.by_id, card)
        first = next(n for n in range(1, 40) if draw.wins(draw.ticket(account.public_id, n)))
        for hours in range(first):
            await luna.booked(NOW + hours * HOUR, card=card)
            if hours < first - 1:  # the next one wins
                await db.write(scratch, person, card, draw.id, now=at)
    one, other = (
        partial(scratch, person_id=person, account_id=card, draw_id=draw.id, now=at) for person, card in both
    )
    done, out = await overlap(db, one, other)
    assert isinstance(done, Scratched)
    assert done.voucher_id
    assert out == "out"


async def test_the_list_of_scratched_tickets_tells_which_won(db: Database) -> None:
    luna, draw = await drawing_luna(db, SCRATCH)
    await takes_part(luna, draw)
    _, done = await _until_it_wins(luna, draw)
    await let_end(luna, draw)
    found = await db.read(draw_list, luna.cafe.ana, draw.id)
    assert isinstance(found, DrawList)
    assert [ticket for ticket in found.tickets if found.draw.wins(ticket)] == [done.ticket]
    assert await scratches(luna, draw, draw.ends_at) == "over"
