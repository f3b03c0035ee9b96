"""Two who decide about the same thing at the same moment, in two processes: one decides after the other, by what is then."""

from functools import partial

import pytest
from sqlalchemy import func, select

from actions.campaigns.dispatch import dispatch
from actions.campaigns.find_due import find_due
from actions.cards.card_state import load_every
from actions.cards.join import Claimed, TakenCard, claim_card, print_cards
from actions.cards.own_cards import own_cards
from actions.people.erasure import erase_person
from actions.people.identify import Caller, recognise
from actions.people.link_accounts import (
    AlreadyUndone,
    CodeUsed,
    Linked,
    Unlinked,
    make_link_code,
    undo_link,
    use_link_code,
)
from actions.people.move_card import Moved, MovedBack, NotMoved, move_card, undo_move
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from loyalty.actor import ActingPerson
from loyalty.allowances import JOINS_IN_AN_HOUR
from loyalty.cards.visits import Claim
from storage.cards import accounts, vouchers
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import chat_state
from storage.shop import audit
from storage.tables import addresses, outbox
from tests.actions.customers import hold_nobody_out, luna_with, only, queued
from tests.actions.links import link, twin
from tests.actions.overlaps import overlap, scans
from tests.actions.places import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    join,
    meet,
    open_cafe,
    open_luna,
    stamps,
)
from tests.kinds import VOUCHER_WAITING

pytestmark = pytest.mark.engines

_MESSAGES = Statement(select(func.count()).select_from(outbox).where(outbox.c.kind == "campaign"))
_READY = Statement(
    select(func.count()).select_from(outbox).where(outbox.c.kind == "visit", outbox.c.state == "ready")
)
_ADDRESS = Statement(select(addresses.c.external_id).order_by(addresses.c.id.desc()))


async def test_a_link_code_that_two_type_at_once_joins_one(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    maker = await twin(luna)
    code = (await db.write(make_link_code, maker, now=NOW)).code
    done = await overlap(
        db,
        lambda tx: use_link_code(tx, luna.cafe.ana, code, now=NOW),
        lambda tx: use_link_code(tx, luna.cafe.cleo, code, now=NOW),
    )
    assert isinstance(done[0], Linked)
    assert done[1] == CodeUsed()


async def test_a_link_that_both_undo_at_once_is_undone_once(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    await luna.booked()
    done = await db.write(link, await twin(luna), luna.cafe.ana, now=NOW + HOUR)
    undone = await overlap(
        db, *[partial(undo_link, person_id=luna.cafe.ana, merge_id=done.merge_id, now=NOW + 2 * HOUR)] * 2
    )
    assert [type(one) for one in undone] == [Unlinked, AlreadyUndone]
    assert (await luna.stands(NOW + 2 * HOUR)).counter.balance == 1


async def test_what_is_booked_while_its_holder_links_two_chats_is_on_the_one_card(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    other = await twin(luna, now=NOW - DAY)  # known longer: that card stays
    await overlap(db, scans(luna, NOW), partial(link, maker=other, typer=luna.cafe.ana, now=NOW))
    found = await db.write(
        lambda tx: [c for one in (luna.cafe.ana, other) for c in own_cards(tx, one, now=NOW)]
    )
    assert [one.counter.balance for one in found] == [1]


async def test_a_card_is_moved_and_put_back_once(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    await luna.booked()
    taker = await twin(luna)
    target = (await db.write(own_cards, taker, now=NOW))[0].account.id
    cleo = ActingPerson(luna.cafe.cleo)
    moving = partial(
        move_card,
        actor=cleo,
        cards_of=(luna.cafe.shop.id, luna.cafe.card_id, target),
        reason="lost",
        now=NOW + HOUR,
    )
    moved, again = await overlap(db, moving, moving)
    assert isinstance(moved, Moved)
    assert again == NotMoved("gone")
    back = partial(undo_move, actor=cleo, handover_id=moved.handover_id, now=NOW + 2 * HOUR)
    assert [type(one) for one in await overlap(db, back, back)] == [MovedBack, NotMoved]
    assert (await luna.stands(NOW + 2 * HOUR)).counter.balance == 1


async def test_a_printed_card_is_claimed_once_also_onto_a_card(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    [card] = await db.write(print_cards, luna.cafe.shop, 1, now=NOW)
    await luna.booked(card=card.id)
    ben = await db.write(meet, "Ben")
    done = await overlap(
        db,
        partial(claim_card, person_id=luna.cafe.ana, public_id=card.public_id, now=NOW),
        partial(claim_card, person_id=ben, public_id=card.public_id, now=NOW),
    )
    assert [type(one) for one in done] == [Claimed, TakenCard]


async def test_what_is_booked_while_its_holder_is_forgotten_is_nobodys(db: Database) -> None:
    luna = await open_luna(db, stamps(1))
    await overlap(db, scans(luna, NOW), partial(erase_person, person_id=luna.cafe.ana, now=NOW))
    account = await db.read(accounts.by_id, luna.cafe.card_id)
    assert (account.person_id, await db.read(vouchers.usable, account, now=NOW)) == (None, [])
    assert await db.read(_READY.value) == 0


async def test_a_balance_that_two_see_run_out_runs_out_once(db: Database) -> None:
    luna = await open_luna(db, stamps(5, idle_days=30))
    await luna.booked()
    later = NOW + 60 * DAY
    await overlap(db, partial(own_cards, person_id=luna.cafe.ana, now=later), scans(luna, later))
    assert (await luna.stands(later)).counter.balance == 1
    await overlap(
        db,
        partial(own_cards, person_id=luna.cafe.ana, now=later + 60 * DAY),
        lambda tx: load_every(tx, accounts.by_id(tx, luna.cafe.card_id), now=later + 60 * DAY),
    )
    assert (await luna.stands(later + 60 * DAY)).counter.balance == 0


async def test_two_shops_write_to_one_person_one_after_the_other(db: Database) -> None:
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    sol = await db.write(open_cafe, stamps(1), name="Sol")
    await db.write(hold_nobody_out, sol.shop.id)
    await db.write(only, sol.shop.id, VOUCHER_WAITING)
    at_sol = await db.write(join, sol.shop, luna.cafe.ana)
    await luna.booked(NOW)
    await db.write(scan_card, Scan(ActingPerson(sol.eva), at_sol, Claim()), key="sol", now=NOW + MINUTE)
    noon = NOW + 14 * DAY + HOUR

    def found_and_settled(tx: Tx, shop_id: int) -> int:
        find_due(tx, shop_id, now=noon)
        return dispatch(tx, now=noon, most=20)

    both = [partial(found_and_settled, shop_id=one) for one in (luna.cafe.shop.id, sol.shop.id)]
    await overlap(db, *both)
    assert await db.read(_MESSAGES.value) == 1, await queued(luna)


async def test_two_turns_of_one_chat_come_one_after_the_other(db: Database) -> None:
    await open_luna(db, stamps(3))
    external_id = await db.read(_ADDRESS.value)
    caller = Caller("telegram", "luna_bot", external_id, name="Cleo", language="en")

    def turn(tx: Tx) -> int:
        visitor = recognise(tx, caller, now=NOW)
        found = chat_state.conversation(tx, visitor.address_id)
        step = int(found.step or 0) + 1 if found else 1
        chat_state.set_step(tx, visitor.address_id, str(step), {}, now=NOW)
        return step

    assert await overlap(db, turn, turn) == (1, 2)


async def test_one_picture_that_is_sent_by_two_at_once_is_known_to_both(db: Database) -> None:
    def sent(tx: Tx, media_id: str) -> None:
        chat_state.set_media(tx, "telegram", "luna", "of a poster", media_id, now=NOW)

    await overlap(db, partial(sent, media_id="first"), partial(sent, media_id="second"))
    held = await db.read(chat_state.media_id, "telegram", "luna", "of a poster")
    assert held in {"first", "second"}


async def test_who_joins_at_the_same_moment_counts_for_a_storm(db: Database) -> None:
    luna = await open_luna(db, stamps(5, head_start=1))
    opening, shop = NOW + DAY, luna.cafe.shop
    guests = [await db.write(meet, f"Guest {number}") for number in range(JOINS_IN_AN_HOUR.most + 3)]
    for one in guests[:-4]:
        await db.write(join, shop, one, now=opening)
    joining = [partial(join, shop=shop, person_id=one, now=opening) for one in guests[-4:]]
    cards = [*await overlap(db, *joining[:2]), *await overlap(db, *joining[2:])]
    assert [(await luna.stands(opening, card=one)).counter.balance for one in cards] == [1, 0, 0, 0]
    lines = await db.read(audit.page, shop.id, before=None, most=9)
    assert [line.what for line in lines].count("starts_held") == 1


async def test_what_a_held_card_starts_with_comes_once_whoever_scans_it(db: Database) -> None:
    luna = await open_luna(db, stamps(9, head_start=1))
    guests = [await db.write(meet, f"Guest {number}") for number in range(JOINS_IN_AN_HOUR.most + 1)]
    cards = [await db.write(join, luna.cafe.shop, one, now=NOW + DAY) for one in guests]
    later = NOW + 2 * DAY
    scanning = [
        partial(scan_card, scan=Scan(ActingPerson(luna.cafe.eva), cards[-1], Claim()), key=key, now=later)
        for key in ("one till", "another")
    ]
    booked, _ = await overlap(db, *scanning)
    assert isinstance(booked, Booked)
    assert (await luna.stands(later, card=cards[-1])).counter.balance == 2
