"""The gift of a day is on the card on that day, whatever becomes of the message that wishes a happy one."""

from datetime import UTC, datetime

import pytest

from actions.campaigns.consents import withdraw_consent
from actions.campaigns.departures import mark_dropped
from actions.campaigns.dispatch import dispatch
from actions.campaigns.find_due import find_due
from actions.campaigns.message_facts import occasion
from actions.people.profile import set_birthday
from loyalty.campaigns.frequency_cap import MessageKind, Purpose
from loyalty.dates import Birthday
from loyalty.records import Voucher
from storage.cards import accounts, vouchers
from storage.engine.database import Database
from storage.people import known_addresses
from tests.actions.customers import (
    Told,
    days_told,
    luna_with,
    newcomer,
    queued,
    setting,
    tick,
    told,
)
from tests.actions.places import DAY, HOUR, NOW, Luna, stamps
from tests.kinds import ANNIVERSARY, BIRTHDAY, VOUCHER_EXPIRING, VOUCHER_WAITING

NIGHT = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)  # three o'clock at Café Luna
NOON = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)


async def birthday(db: Database, *kinds: MessageKind) -> Luna:
    """Open Café Luna, which gives a cake for a birthday; Ana's is on the first of April."""
    luna = await luna_with(db, stamps(1, voucher_days=30), BIRTHDAY, *kinds)
    for name, value in {"gift": "Free cake", "gift_days": "14", "gift_cost_minor": "250"}.items():
        await setting(luna, BIRTHDAY, name, value)
    await db.write(set_birthday, luna.cafe.ana, Birthday(4, 1), now=NOW)
    return luna


async def gifts(luna: Luna) -> list[Voucher]:
    """List what Ana was ever given."""
    return await luna.db.read(vouchers.of_account, await luna.db.read(accounts.by_id, luna.cafe.card_id))


@pytest.mark.slow
async def test_the_gift_is_there_when_the_day_begins_and_its_message_comes_in_the_morning(
    db: Database,
) -> None:
    luna = await birthday(db)
    await tick(luna, NIGHT)
    [voucher] = (await luna.stands(NIGHT)).vouchers
    assert (voucher.reward, voucher.cost_minor, voucher.visit_id) == ("Free cake", 250, None)
    assert voucher.expires_at == datetime(2026, 4, 15, 22, 0, tzinfo=UTC)  # the 15th is the last day
    assert await queued(luna) == []
    await tick(luna, NOON)
    one = await db.write(occasion, 1, now=NOON)
    assert one
    assert (one.kind, one.gift, one.days_left) == (BIRTHDAY, "Free cake", 14)
    await days_told(luna, NOON, 20)
    assert len(await queued(luna)) == 1
    assert await gifts(luna) == [voucher]


async def test_who_wants_no_offers_gets_the_gift_without_a_message(db: Database) -> None:
    luna = await birthday(db)
    await db.write(find_due, luna.cafe.shop.id, now=NIGHT)
    no = (luna.cafe.ana, Purpose.OFFERS)
    await db.write(withdraw_consent, *no, channel="telegram", wording="stop", now=NIGHT)
    await db.write(dispatch, now=NIGHT, most=20)
    assert await told(luna) == [Told("birthday", "", "dropped", "consent")]
    assert len(await gifts(luna)) == 1


async def test_who_never_agreed_to_anything_gets_the_gift_too(db: Database) -> None:
    luna = await birthday(db)
    for purpose in (Purpose.REMINDERS, Purpose.OFFERS):
        await db.write(withdraw_consent, luna.cafe.ana, purpose, channel="telegram", wording="stop", now=NOW)
    await tick(luna, NOON)
    assert await told(luna) == [Told("birthday", "", "dropped", "consent")]
    assert len(await gifts(luna)) == 1


async def test_who_can_not_be_reached_finds_the_gift_on_the_card(db: Database) -> None:
    luna = await birthday(db)
    [reach] = await db.read(known_addresses.addresses_of, luna.cafe.ana)
    await db.write(known_addresses.mark_unreachable, reach.id, now=NOON)
    await tick(luna, NOON)
    assert await told(luna) == [Told("birthday", "", "dropped", "unreachable")]
    assert len(await gifts(luna)) == 1


async def test_a_message_that_never_went_takes_no_birthday_gift_with_it(db: Database) -> None:
    luna = await birthday(db)
    await tick(luna, NOON)
    await db.write(mark_dropped, 1, "blocked", now=NOON)
    assert [gift.state for gift in await gifts(luna)] == ["available"]


async def test_a_gift_that_was_heard_of_by_nobody_counts_as_given_for_330_days(db: Database) -> None:
    luna = await birthday(db)
    await tick(luna, NOON)
    await db.write(mark_dropped, 1, "blocked", now=NOON)
    await db.write(set_birthday, luna.cafe.ana, Birthday(2, 10), now=NOON)  # kept 315 days later
    await days_told(luna, NOON + 310 * DAY, 12)
    assert len(await gifts(luna)) == 1
    await db.write(set_birthday, luna.cafe.ana, Birthday(4, 1), now=NOON + 325 * DAY)
    await tick(luna, NOON + 365 * DAY)
    assert len(await gifts(luna)) == 2


async def test_one_gift_comes_however_often_its_message_is_put_off(db: Database) -> None:
    luna = await birthday(db, VOUCHER_EXPIRING)
    await luna.booked(NOON - 24 * DAY)
    await tick(luna, NOON - DAY)  # the day before, they are told of a coffee that ends
    for hours in range(0, 96, 8):
        await tick(luna, NIGHT + hours * HOUR)
    assert (await told(luna))[-1].state == "queued"
    assert [one.kind for one in await told(luna)] == ["voucher_expiring", "birthday"]
    assert len([gift for gift in await gifts(luna) if gift.reward == "Free cake"]) == 1


async def test_a_gift_that_was_used_before_its_message_leaves_a_wish(db: Database) -> None:
    luna = await birthday(db)
    await tick(luna, NIGHT)
    await db.write(vouchers.withdraw, (await gifts(luna))[0].id)
    await tick(luna, NOON)
    one = await db.write(occasion, 1, now=NOON)
    assert one
    assert (one.gift, one.voucher) == ("", None)
    assert len(await queued(luna)) == 1


async def test_who_is_left_out_of_a_campaign_gets_no_gift_or_nothing_could_be_compared(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    luna = await birthday(sqlite_db)
    monkeypatch.setattr("actions.campaigns.find_due.held_out", lambda *_: True)
    await tick(luna, NOON)
    assert [one.state for one in await told(luna)] == ["held_out"]
    assert await gifts(luna) == []


async def test_a_greeting_without_a_gift_is_due_only_to_who_may_hear_it(db: Database) -> None:
    luna = await birthday(db, ANNIVERSARY)
    for kind in (BIRTHDAY, ANNIVERSARY):
        await setting(luna, kind, "gift", "")
    await db.write(newcomer, luna, "Ben")
    no = (luna.cafe.ana, Purpose.OFFERS)
    await db.write(withdraw_consent, *no, channel="telegram", wording="stop", now=NOW)
    await tick(luna, NOON)
    assert await told(luna) == []


@pytest.mark.slow
async def test_of_a_gift_only_its_last_day_is_told(db: Database) -> None:
    luna = await birthday(db, VOUCHER_WAITING, VOUCHER_EXPIRING)
    await setting(luna, BIRTHDAY, "gift_days", "30")
    heard = await days_told(luna, NOON, days=32)
    assert list(heard.values()) == [["birthday"], ["voucher_expiring:last"]]
