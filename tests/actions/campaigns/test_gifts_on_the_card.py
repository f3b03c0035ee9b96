"""What a campaign gives in stamps or points is a line of the ledger: booked once, on the day, heard of or not."""

from datetime import UTC, datetime

from actions.campaigns.consents import withdraw_consent
from actions.campaigns.departures import mark_dropped
from actions.campaigns.dispatch import dispatch
from actions.campaigns.find_due import find_due
from actions.campaigns.message_facts import GivenAmount, occasion
from actions.campaigns.settings import BadSetting, change_setting
from actions.people.profile import set_birthday
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import MessageKind, Purpose
from loyalty.cards.programme import Programme
from loyalty.dates import Birthday
from loyalty.units import Unit
from storage.cards import ledger
from storage.cards.ledger import Entry
from storage.engine.database import Database
from storage.shop import programmes
from tests.actions.customers import Told, luna_with, only, queued, setting, tick, told
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, points, stamps
from tests.kinds import ANNIVERSARY, BALANCE_EXPIRING, BIRTHDAY, WELCOME

NIGHT = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)  # three o'clock at Café Luna
NOON = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)


async def birthday(
    db: Database, programme: Programme | None = None, *, amount: int = 2, kind: MessageKind = BIRTHDAY
) -> Luna:
    """Open Café Luna, which gives stamps; Ana's birthday is on the first of April."""
    luna = await luna_with(db, programme or stamps(10), kind)
    await setting(luna, kind, "gift_amount", str(amount))
    await db.write(set_birthday, luna.cafe.ana, Birthday(4, 1), now=NOW)
    return luna


async def gifts(luna: Luna) -> list[Entry]:
    """List the lines that Ana was given, the newest first."""
    state = await luna.stands(NOON)
    return [line for line in await luna.db.read(ledger.latest, state.counter, most=50) if line.kind == "gift"]


async def test_it_is_on_the_card_when_the_day_begins_and_told_in_the_morning(db: Database) -> None:
    luna = await birthday(db)
    await tick(luna, NIGHT)
    [line] = await gifts(luna)
    assert (line.part, line.amount, line.visit_id) == ("birthday", 2, None)
    assert (await luna.stands(NIGHT)).counter.balance == 2
    assert await queued(luna) == []
    await tick(luna, NOON)
    one = await db.write(occasion, 1, now=NOON)
    assert one
    assert (one.booked, one.voucher) == (GivenAmount(2, Unit.STAMPS), None)
    assert len(await queued(luna)) == 1


async def test_it_comes_once_however_often_the_clock_comes_round(db: Database) -> None:
    luna = await birthday(db)
    for hours in range(0, 96, 8):
        await tick(luna, NIGHT + hours * HOUR)
    await db.write(mark_dropped, 1, "blocked", now=NOON)
    await db.write(set_birthday, luna.cafe.ana, Birthday(4, 20), now=NOON)
    await tick(luna, NOON + 19 * DAY)
    assert len(await gifts(luna)) == 1
    await db.write(set_birthday, luna.cafe.ana, Birthday(4, 1), now=NOON + 20 * DAY)
    await tick(luna, NOON + 365 * DAY)
    assert len(await gifts(luna)) == 2


async def test_who_wants_no_offers_has_it_without_a_message(db: Database) -> None:
    luna = await birthday(db)
    for purpose in (Purpose.REMINDERS, Purpose.OFFERS):
        await db.write(withdraw_consent, luna.cafe.ana, purpose, channel="telegram", wording="stop", now=NOW)
    await tick(luna, NOON)
    assert await told(luna) == [Told("birthday", "", "dropped", "consent")]
    assert len(await gifts(luna)) == 1


async def test_a_voucher_and_stamps_come_together(db: Database) -> None:
    luna = await birthday(db)
    await setting(luna, BIRTHDAY, "gift", "Free cake")
    await tick(luna, NOON)
    assert [voucher.reward for voucher in (await luna.stands(NOON)).vouchers] == ["Free cake"]
    assert [line.amount for line in await gifts(luna)] == [2]


async def test_it_fills_a_card_and_pays_its_reward(db: Database) -> None:
    luna = await birthday(db, stamps(3))
    await luna.booked(NOW)
    await luna.booked(NOW + DAY)
    await tick(luna, NOON)
    state = await luna.stands(NOON)
    assert (state.counter.balance, state.counter.round) == (1, 2)
    assert [voucher.reward for voucher in state.vouchers] == ["A coffee"]


async def test_it_is_not_gone_at_once_from_a_card_that_lay_empty_for_long(db: Database) -> None:
    luna = await birthday(db, stamps(10, idle_days=10))
    await luna.booked(NOW)
    await tick(luna, NOON)  # the stamp ran out on the 13th of March
    assert (await luna.stands(NOON + 9 * DAY)).counter.balance == 2
    assert (await luna.stands(NOON + 11 * DAY)).counter.balance == 0


async def test_its_day_is_no_visit_and_its_end_is_told_in_time(db: Database) -> None:
    luna = await birthday(db, stamps(10, idle_days=30))
    await db.write(only, luna.cafe.shop.id, BIRTHDAY, BALANCE_EXPIRING)
    await luna.booked(NOW - 60 * DAY)
    await tick(luna, NOON)
    state = await luna.stands(NOON)
    assert (state.counter.balance, state.account.last_visit_at) == (2, NOW - 60 * DAY)
    assert state.counter.last_visit_at == NOW - 60 * DAY
    for day in range(1, 31):
        await tick(luna, NOON + day * DAY)
    assert [one.step for one in await told(luna) if one.kind == "balance_expiring"] == ["first", "last"]


async def test_who_is_left_out_of_a_campaign_is_given_nothing(db: Database) -> None:
    luna = await birthday(db)
    await setting(luna, BIRTHDAY, "holdout_percent", "50")
    await db.write(find_due, luna.cafe.shop.id, now=NOON)
    held = (await told(luna))[0].state == "held_out"
    await db.write(dispatch, now=NOON, most=20)
    assert len(await gifts(luna)) == (0 if held else 1)


async def test_the_day_of_joining_gives_points(db: Database) -> None:
    luna = await birthday(db, points(), amount=60, kind=ANNIVERSARY)
    await tick(luna, NOW + 365 * DAY)
    state = await luna.stands(NOW + 365 * DAY)
    [line] = [one for one in await db.read(ledger.latest, state.counter, most=9) if one.kind == "gift"]
    assert (line.part, line.amount, state.counter.balance) == ("anniversary", 60, 60)


async def test_a_welcome_goes_with_the_first_visit_when_that_is_taken_back(db: Database) -> None:
    luna = await birthday(db, kind=WELCOME)
    visit = (await luna.booked(NOW)).visit
    await tick(luna, NOW + MINUTE)
    assert (await luna.stands(NOW + MINUTE)).counter.balance == 3
    assert isinstance(await luna.undo(visit.id, NOW + 2 * MINUTE), Undone)
    assert (await luna.stands(NOW + 2 * MINUTE)).counter.balance == 0
    one = await db.write(occasion, 1, now=NOW + 2 * MINUTE)
    assert one
    assert one.booked is None


async def test_of_a_card_that_fills_no_more_than_one_is_given_at_once(db: Database) -> None:
    luna = await birthday(db, stamps(10))

    async def asks(value: str) -> object:
        owner = ActingPerson(luna.cafe.cleo)
        about = (luna.cafe.shop.id, BIRTHDAY, "gift_amount", value)
        return await db.write(change_setting, owner, *about, now=NOW)

    assert await asks("11") == BadSetting("too_high", 0, 10)
    await setting(luna, BIRTHDAY, "gift_amount", "10")
    assert (await db.read(programmes.first, luna.cafe.shop.id)).programme.places == 10
