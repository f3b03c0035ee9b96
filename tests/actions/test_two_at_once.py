"""Two who decide about the same thing at the same moment, in two processes: one decides after the other, by what is then."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.campaigns.broadcast import Broadcast, order_broadcast
from actions.campaigns.dispatch import dispatch
from actions.campaigns.find_due import find_due
from actions.cards.card_state import load_every
from actions.cards.join import Claimed, TakenCard, claim_card, print_cards
from actions.cards.own_cards import own_cards
from actions.delivery.removed_bots import BotRemoved, remove_bot
from actions.people.erasure import Erased, OnlyOwner, erase_person
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
from actions.shop import calculator
from actions.shop.bots import BotAdded, HasAnother, NewBot, add_bot, all_bots
from actions.shop.logos import put_logo, take_logo
from actions.shop.programme import NewRules, Overtaken, change_rules
from actions.shop.shop_details import change_shop
from actions.shop.side_by_side import BadProgrammeName, NotTakenAway, TakenAway, add_programme, take_away
from actions.shop.team import Changed, LastOwner, change_role, remove_member
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked, UnknownCode
from loyalty.actor import ActingPerson
from loyalty.allowances import BROADCASTS, JOINS_IN_AN_HOUR
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.visits import Claim
from loyalty.roles import Role
from storage.cards import accounts, counters, vouchers
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import chat_state
from storage.shop import audit, programmes, staff
from storage.tables import addresses, outbox
from tests.actions.customers import hold_nobody_out, luna_with, only, queued
from tests.actions.links import link, twin
from tests.actions.overlaps import overlap
from tests.actions.places import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    Luna,
    hire,
    join,
    meet,
    open_cafe,
    open_luna,
    points,
    stamps,
)
from tests.kinds import VOUCHER_WAITING

pytestmark = pytest.mark.engines

_MESSAGES = Statement(select(func.count()).select_from(outbox).where(outbox.c.kind == "campaign"))
_READY = Statement(
    select(func.count()).select_from(outbox).where(outbox.c.kind == "visit", outbox.c.state == "ready")
)
_ADDRESS = Statement(select(addresses.c.external_id).order_by(addresses.c.id.desc()))


def scans(
    luna: Luna, now: datetime, *, key: str = "beside", programme_id: int | None = None
) -> Callable[[Tx], object]:
    scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim(), programme_id)
    return partial(scan_card, scan=scan, key=key, now=now)


async def two_owners(db: Database) -> tuple[Luna, int, int]:
    """Open Café Luna with Cleo and Dora as its owners, and return their places on the staff."""
    luna = await open_luna(db, stamps(3))
    dora = await db.write(meet, "Dora")
    await db.write(hire, luna.cafe.shop.id, dora, "owner")
    places = {one.person_id: one.id for one in await db.read(staff.of_shop, luna.cafe.shop.id)}
    return luna, places[luna.cafe.cleo], places[dora]


async def owners(luna: Luna) -> int:
    return len(await luna.db.read(staff.owners, luna.cafe.shop.id))


async def test_of_two_owners_who_dismiss_each_other_one_stays(db: Database) -> None:
    luna, cleo, dora = await two_owners(db)
    shop_id = luna.cafe.shop.id
    dora_id = (await db.read(staff.by_id, dora)).person_id or 0
    done = await overlap(
        db,
        lambda tx: remove_member(tx, ActingPerson(luna.cafe.cleo), shop_id, dora, now=NOW),
        lambda tx: remove_member(tx, ActingPerson(dora_id), shop_id, cleo, now=NOW),
    )
    assert isinstance(done[0], Changed)
    assert isinstance(done[1], NotAllowed)
    assert await owners(luna) == 1


@pytest.mark.parametrize(
    "change",
    [
        partial(put_logo, png=b"\x89PNG\r\n\x1a\n"),
        take_logo,
        partial(calculator.tell, what="margin", value=650),
    ],
)
async def test_an_owner_who_is_dismissed_changes_nothing_more(
    db: Database, change: Callable[..., object]
) -> None:
    luna, _, dora = await two_owners(db)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    other = ActingPerson((await db.read(staff.by_id, dora)).person_id or 0)
    _, changed = await overlap(
        db,
        partial(remove_member, actor=cleo, shop_id=shop_id, member_id=dora, now=NOW),
        partial(change, actor=other, shop_id=shop_id, now=NOW),
    )
    assert changed == NotAllowed()


async def test_of_two_owners_one_steps_down_while_the_other_is_forgotten(db: Database) -> None:
    luna, cleo, dora = await two_owners(db)
    dora_id = (await db.read(staff.by_id, dora)).person_id or 0
    forgotten, stepped = await overlap(
        db,
        lambda tx: erase_person(tx, dora_id, now=NOW),
        lambda tx: change_role(
            tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, cleo, Role.CASHIER, now=NOW
        ),
    )
    assert (forgotten, stepped) == (Erased(), LastOwner())
    assert await owners(luna) == 1


async def test_an_owner_is_not_forgotten_while_the_other_one_steps_down(db: Database) -> None:
    luna, cleo, dora = await two_owners(db)
    dora_id = (await db.read(staff.by_id, dora)).person_id or 0
    _, forgotten = await overlap(
        db,
        lambda tx: change_role(
            tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, cleo, Role.CASHIER, now=NOW
        ),
        lambda tx: erase_person(tx, dora_id, now=NOW),
    )
    assert isinstance(forgotten, OnlyOwner)
    assert await owners(luna) == 1


@pytest.mark.parametrize("joins_first", [True, False])
async def test_who_joins_while_a_programme_is_added_counts_in_both(
    db: Database, *, joins_first: bool
) -> None:
    luna = await open_luna(db, stamps(3))
    ben = await db.write(meet, "Ben")
    joining = partial(join, shop=luna.cafe.shop, person_id=ben)
    adding = partial(
        add_programme,
        actor=ActingPerson(luna.cafe.cleo),
        shop_id=luna.cafe.shop.id,
        new=points(),
        name="",
        now=NOW,
    )
    both = (joining, adding) if joins_first else (adding, joining)
    done = await overlap(db, *both)
    card_id = next(one for one in done if isinstance(one, int))
    assert len(await db.read(counters.of_account, await db.read(accounts.by_id, card_id))) == 2


async def test_of_two_programmes_of_one_name_one_is_added(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    adding = partial(
        add_programme,
        actor=ActingPerson(luna.cafe.cleo),
        shop_id=luna.cafe.shop.id,
        new=points(),
        name="",
        now=NOW,
    )
    added, refused = await overlap(db, adding, adding)
    assert isinstance(added, ProgrammeVersion)
    assert isinstance(refused, BadProgrammeName)


@pytest.mark.parametrize("booked_first", [True, False])
async def test_a_programme_is_not_taken_away_under_what_is_being_booked(
    db: Database, *, booked_first: bool
) -> None:
    luna = await open_luna(db, stamps(3))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    second = await db.write(add_programme, cleo, shop_id, stamps(4), name="Lunch", now=NOW)
    assert isinstance(second, ProgrammeVersion)
    booking = scans(luna, NOW, programme_id=second.programme_id)
    taking = partial(take_away, actor=cleo, shop_id=shop_id, programme_id=second.programme_id, now=NOW)
    done = await overlap(db, *((booking, taking) if booked_first else (taking, booking)))
    assert {type(one) for one in done} == (
        {Booked, NotTakenAway} if booked_first else {TakenAway, UnknownCode}
    )


async def test_two_changes_of_the_same_rules_are_one_after_the_other(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    on = (await db.read(programmes.first, luna.cafe.shop.id)).id
    done = await overlap(
        db,
        lambda tx: change_rules(
            tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, stamps(4), on=on, now=NOW
        ),
        lambda tx: change_rules(
            tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, stamps(5), on=on, now=NOW
        ),
    )
    assert [type(one) for one in done] == [NewRules, Overtaken]


async def test_a_reward_that_is_booked_while_the_shop_moves_ends_with_the_day_there(db: Database) -> None:
    luna = await open_luna(db, stamps(1, voucher_days=30))
    await overlap(
        db,
        scans(luna, NOW),
        lambda tx: change_shop(
            tx,
            ActingPerson(luna.cafe.cleo),
            luna.cafe.shop.id,
            "timezone",
            "America/New_York",
            was="Europe/Amsterdam",
            now=NOW,
        ),
    )
    [voucher] = (await luna.stands()).vouchers
    assert voucher.expires_at
    assert voucher.expires_at.astimezone(ZoneInfo("America/New_York")).hour == 0


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


async def test_of_two_owners_who_use_a_limit_at_once_one_has_the_last_of_it(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    shop_id = luna.cafe.shop.id
    dora = await db.write(meet, "Dora")
    await db.write(hire, shop_id, dora, "owner")
    ordering = [
        partial(
            order_broadcast, actor=ActingPerson(one), shop_id=shop_id, to="everyone", text="Soup!", now=NOW
        )
        for one in (luna.cafe.cleo, dora)
    ]
    for _ in range(BROADCASTS.most - 1):
        await db.write(ordering[0])
    assert [type(one) for one in await overlap(db, *ordering)] == [Broadcast, TooOften]


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


async def test_of_two_bots_that_a_shop_adds_at_once_it_has_one(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    added = await overlap(db, *[adds_bot(luna, account) for account in ("800", "900")])
    assert [type(one) for one in added] == [BotAdded, HasAnother]


async def test_a_bot_that_is_taken_away_while_its_token_is_renewed_is_gone_or_there_whole(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(3))
    await db.write(adds_bot(luna, "800"))
    removing = partial(
        remove_bot, actor=ActingPerson(luna.cafe.cleo), shop_id=luna.cafe.shop.id, which="telegram", now=NOW
    )
    removed, added = await overlap(db, removing, adds_bot(luna, "800", "another hook"))
    assert isinstance(removed, BotRemoved)
    assert isinstance(added, BotAdded)
    assert not added.anew
    assert [bot.sealed for bot in await db.read(all_bots)] == ["sealed"]


def adds_bot(luna: Luna, account: str, hook: str = "hook") -> Callable[[Tx], object]:
    bot = NewBot("telegram", account, f"bot_{account}", f"{hook} {account}", "sealed")
    return partial(add_bot, actor=ActingPerson(luna.cafe.cleo), shop_id=luna.cafe.shop.id, new=bot, now=NOW)
