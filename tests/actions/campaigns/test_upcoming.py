"""What has a date finds its place free, whatever else a shop would like to say the day before."""

from datetime import UTC, datetime

import pytest

from actions.campaigns.broadcast import Broadcast, order_broadcast
from actions.campaigns.departures import mark_dropped, still_wanted
from actions.campaigns.dispatch import dispatch
from actions.campaigns.settings import switch_campaign
from actions.people.profile import set_birthday
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.dates import Birthday
from storage.campaigns import occurrences
from storage.cards import accounts, vouchers
from storage.engine.database import Database
from tests.actions.customers import Told, luna_with, setting, tick, told
from tests.actions.places import DAY, HOUR, NOW, Luna, stamps
from tests.kinds import BALANCE_EXPIRING, BIRTHDAY, BROADCAST, VOUCHER_EXPIRING, VOUCHER_WAITING, WIN_BACK

NOON = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)


async def holding(db: Database, *kinds: MessageKind) -> Luna:
    """Open Café Luna, where Ana's coffee ends in two days; she was warned on the first of seven."""
    luna = await luna_with(db, stamps(1, voucher_days=30), BROADCAST, *kinds)
    await luna.booked(NOON - 28 * DAY)
    await tick(luna, NOON - 5 * DAY)
    return luna


async def news(luna: Luna, now: datetime) -> Told:
    """Let Cleo write to everybody, and say what became of it a little later."""
    cafe = luna.cafe
    ordered = await luna.db.write(
        order_broadcast, ActingPerson(cafe.cleo), cafe.shop.id, "everyone", "Soup!", now=now
    )
    assert isinstance(ordered, Broadcast)
    await tick(luna, now + HOUR)
    return (await told(luna))[-1]


async def test_news_wait_for_a_last_warning_that_is_due_tomorrow(db: Database) -> None:
    luna = await holding(db, VOUCHER_EXPIRING)
    assert await told(luna) == [Told("voucher_expiring", "first", "queued", None)]
    assert await news(luna, NOON) == Told("broadcast", "", "due", "outranked")
    await tick(luna, NOON + DAY)
    assert [(one.step, one.state) for one in await told(luna)] == [
        ("first", "queued"),
        ("", "due"),
        ("last", "queued"),
    ]
    await tick(luna, NOON + 4 * DAY)  # three days after the warning it is no news
    assert (await told(luna))[1].state == "dropped"


async def test_they_go_where_that_warning_is_switched_off(db: Database) -> None:
    luna = await holding(db)
    assert (await news(luna, NOON)).state == "queued"


async def test_they_go_when_the_voucher_is_gone_by_then(db: Database) -> None:
    luna = await holding(db, VOUCHER_EXPIRING)
    assert (await news(luna, NOON)).state == "due"
    await db.write(vouchers.withdraw, 1)
    await tick(luna, NOON + DAY)
    assert (await told(luna))[-1] == Told("broadcast", "", "queued", None)


async def test_a_card_that_runs_out_is_seen_coming_too(db: Database) -> None:
    luna = await luna_with(db, stamps(9, idle_days=60), BROADCAST, BALANCE_EXPIRING)
    await luna.booked(NOON - 52 * DAY)  # the first warning is due tomorrow
    assert (await news(luna, NOON)).why == "outranked"


async def birthday_in_two_days(db: Database) -> Luna:
    luna = await luna_with(db, stamps(9), BROADCAST, BIRTHDAY)
    await db.write(set_birthday, luna.cafe.ana, Birthday(4, 3), now=NOW)
    await tick(luna, NOON - DAY)
    return luna


async def test_a_birthday_is_seen_coming_too(db: Database) -> None:
    assert (await news(await birthday_in_two_days(db), NOON)).why == "outranked"


async def test_what_will_never_be_said_keeps_no_place(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.campaigns.upcoming.held_out", lambda *_: True)
    assert (await news(await birthday_in_two_days(sqlite_db), NOON)).state == "queued"


async def test_a_win_back_is_not_held_back_for_a_warning_that_no_gift_ever_gets(db: Database) -> None:
    luna = await luna_with(db, stamps(9), BIRTHDAY, VOUCHER_EXPIRING, WIN_BACK)
    await setting(luna, BIRTHDAY, "gift", "Free cake")
    await db.write(set_birthday, luna.cafe.ana, Birthday(5, 1), now=NOW)
    await luna.booked(NOON - 22 * DAY)
    birthday = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
    await tick(luna, birthday)  # the cake ends on the 31st; of a gift only its last day is told
    await tick(luna, birthday + 22 * DAY)  # a week and a day before that
    assert [(one.kind, one.state) for one in await told(luna)] == [
        ("birthday", "queued"),
        ("win_back", "queued"),
    ]


async def put_off(luna: Luna, kind: MessageKind, *, why: str = "cap") -> None:
    """Let Ana's newest occurrence of a kind wait until the day after tomorrow."""
    account = await luna.db.read(accounts.by_id, luna.cafe.card_id)
    this = (await luna.db.read(occurrences.of_account, account, kind))[-1].id
    await luna.db.write(occurrences.put_off, this, until=NOON + 2 * DAY, why=why)


async def waiting_coffee(db: Database) -> Luna:
    """Open Café Luna, where a word about Ana's waiting coffee was put off."""
    luna = await luna_with(db, stamps(1), BROADCAST, VOUCHER_WAITING)
    await luna.booked(NOON - 14 * DAY)
    await tick(luna, NOON - HOUR)
    await put_off(luna, VOUCHER_WAITING)
    return luna


async def test_what_was_put_off_keeps_its_place(db: Database) -> None:
    assert (await news(await waiting_coffee(db), NOON)).why == "outranked"


async def test_it_keeps_none_when_its_reason_is_gone(db: Database) -> None:
    luna = await waiting_coffee(db)
    await db.write(vouchers.withdraw, 1)
    assert (await news(luna, NOON)).state == "queued"


async def test_it_keeps_none_when_its_campaign_was_switched_off(db: Database) -> None:
    luna = await waiting_coffee(db)
    off = (ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, VOUCHER_WAITING, False)
    await db.write(switch_campaign, *off, now=NOON)
    assert (await news(luna, NOON)).state == "queued"


async def test_it_keeps_none_while_its_words_are_not_approved(db: Database) -> None:
    luna = await waiting_coffee(db)
    await put_off(luna, VOUCHER_WAITING, why="no_template")
    assert (await news(luna, NOON)).state == "queued"


async def outranked(db: Database) -> Luna:
    """Open Café Luna, where news gave way to a word about Ana's waiting coffee, which is about to leave."""
    luna = await luna_with(db, stamps(1), BROADCAST, VOUCHER_WAITING)
    await luna.booked(NOON - 14 * DAY)
    assert (await news(luna, NOON)).why == "outranked"
    assert (await told(luna))[0].state == "queued"
    return luna


async def test_what_gave_way_goes_at_once_when_the_other_did_not_leave(db: Database) -> None:
    luna = await outranked(db)
    await db.write(mark_dropped, 1, "unreachable", now=NOON + 2 * HOUR)
    await db.write(dispatch, now=NOON + 2 * HOUR, most=20)
    assert (await told(luna))[-1].state == "queued"


async def test_so_it_does_when_the_others_reason_went_on_the_way(db: Database) -> None:
    luna = await outranked(db)
    await db.write(vouchers.withdraw, 1)
    assert not await db.write(still_wanted, 1, now=NOON + 2 * HOUR)
    await db.write(dispatch, now=NOON + 2 * HOUR, most=20)
    assert [(one.state, one.why) for one in await told(luna)] == [("dropped", "gone"), ("queued", None)]
