"""Of what is due, only what a person can bear is sent, at an hour they can bear."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select

from actions.access import NotAllowed
from actions.campaigns import dose
from actions.campaigns import settings as campaign_settings
from actions.campaigns.consents import withdraw_consent
from actions.campaigns.departures import mark_dropped, mark_sent, still_wanted
from actions.campaigns.dispatch import dispatch
from actions.campaigns.dose import Dose, set_dose
from actions.campaigns.find_due import find_due
from actions.people.erasure import erase_person
from actions.people.profile import set_how_often, stop_all
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import Cap, MessageKind, Purpose, QuietHours
from loyalty.campaigns.held_out import held_out
from storage.campaigns import due_to_people, occurrences
from storage.cards import accounts, counters
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import known_addresses
from storage.people.known_addresses import SEEN_EVERY
from storage.tables import occurrences as rows
from storage.tables import outbox
from tests.actions.customers import (
    NOON,
    Told,
    days_told,
    hold_nobody_out,
    luna_with,
    newcomer,
    only,
    queued,
    setting,
    tick,
    told,
    wrote,
)
from tests.actions.places import DAY, HOUR, NOW, Luna, join, open_cafe, points, stamps
from tests.kinds import VOUCHER_EXPIRING, VOUCHER_WAITING, WELCOME, WIN_BACK

_SENDABLE = Statement(
    select(outbox.c.expires_at, outbox.c.urgency).where(outbox.c.kind == "campaign").order_by(outbox.c.id)
)


async def waiting(db: Database, *kinds: MessageKind) -> Luna:
    """Open Café Luna, where a coffee has waited for Ana for two weeks at `NOON`."""
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING, *kinds)
    await luna.booked(NOON - 14 * DAY)
    return luna


async def stop(luna: Luna, now: datetime) -> None:
    await luna.db.write(
        withdraw_consent, luna.cafe.ana, Purpose.REMINDERS, channel="telegram", wording="stop", now=now
    )


async def test_what_is_due_goes_into_the_outbox_once(db: Database) -> None:
    luna = await waiting(db)
    await tick(luna, NOON)
    await tick(luna, NOON + HOUR)
    assert await luna.told("campaign") == [
        {"occurrence_id": 1, "card_id": luna.cafe.card_id, "try": 1, "voucher_id": 1, "address_id": 1}
    ]
    assert await queued(luna) == ["voucher_waiting:1"]
    [(expires_at, urgency)] = await db.read(_SENDABLE.all)
    assert (expires_at, urgency) == (datetime(2026, 3, 15, 23, 0, tzinfo=UTC), 30)


async def test_the_night_is_quiet_until_nine(db: Database) -> None:
    luna = await waiting(db)
    night = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 3:00 in Amsterdam
    await tick(luna, night)
    assert await told(luna) == [Told("voucher_waiting", "", "due", "quiet_hours")]
    await tick(luna, datetime(2026, 3, 2, 7, 59, tzinfo=UTC))
    assert await queued(luna) == []
    await tick(luna, datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    assert len(await queued(luna)) == 1


async def test_who_opts_out_between_selection_and_sending_hears_nothing(db: Database) -> None:
    luna = await waiting(db)
    await db.write(find_due, luna.cafe.shop.id, now=NOON)
    await stop(luna, NOON)
    await db.write(dispatch, now=NOON, most=20)
    assert await told(luna) == [Told("voucher_waiting", "", "dropped", "consent")]


async def test_who_opts_out_while_it_waits_in_the_outbox_hears_nothing(db: Database) -> None:
    luna = await waiting(db)
    await tick(luna, NOON)
    assert await db.write(still_wanted, 1, now=NOON)
    await db.write(stop_all, luna.cafe.ana, now=NOON)
    assert not await db.write(still_wanted, 1, now=NOON)
    assert await told(luna) == [Told("voucher_waiting", "", "dropped", "consent")]
    assert not await db.write(still_wanted, 1, now=NOON)


async def test_a_reason_that_is_gone_is_not_sent(db: Database) -> None:
    luna = await luna_with(db, stamps(9), WIN_BACK)
    await luna.booked(NOON - 60 * DAY)
    await tick(luna, NOON)
    assert await db.write(still_wanted, 1, now=NOON)
    await luna.booked(NOON + HOUR)
    assert not await db.write(still_wanted, 1, now=NOON + 2 * HOUR)


async def test_what_the_outbox_held_until_night_waits_for_the_morning(db: Database) -> None:
    luna = await waiting(db)
    await tick(luna, NOON)
    night = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    assert not await db.write(still_wanted, 1, now=night)
    morning = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    await tick(luna, morning)
    assert await queued(luna) == ["voucher_waiting:1", "voucher_waiting:1:1"]
    assert await db.write(still_wanted, 1, now=morning)


async def test_of_two_shops_one_writes_and_the_other_waits_three_days(db: Database) -> None:
    luna = await waiting(db)
    sol = await db.write(open_cafe, stamps(1), name="Bar Sol")
    await db.write(hold_nobody_out, sol.shop.id)
    await db.write(only, sol.shop.id, VOUCHER_WAITING)
    there = Luna(db, sol, luna.keys)
    card_id = await db.write(join, sol.shop, luna.cafe.ana)
    await there.booked(NOON - 14 * DAY, card=card_id)
    await db.write(set_how_often, luna.cafe.ana, "reminders", "always", now=NOON)
    await db.write(find_due, sol.shop.id, now=NOON)
    await tick(luna, NOON)
    assert sorted(one.state for one in await told(luna)) == ["due", "queued"]
    await tick(luna, NOON + 2 * DAY)
    assert len(await queued(luna)) == 1
    await tick(luna, NOON + 3 * DAY)
    assert len(await queued(luna)) == 2


async def test_a_shop_may_write_less_but_not_more(db: Database) -> None:
    luna = await waiting(db)
    cafe = luna.cafe
    less = Dose(Cap(gap_days=10, most_in_30_days=1), QuietHours(time(18), time(12, 30)))
    assert await db.write(set_dose, ActingPerson(cafe.eva), cafe.shop.id, less, now=NOON) == NotAllowed()
    assert await db.write(set_dose, ActingPerson(cafe.cleo), cafe.shop.id, less, now=NOON) == less
    assert await db.read(dose.dose_of, cafe.shop.id) == less
    await tick(luna, NOON)  # noon in Amsterdam: quiet there until half past
    assert await queued(luna) == []
    await tick(luna, NOON + HOUR)
    assert len(await queued(luna)) == 1


async def ignored(luna: Luna, times: int) -> None:
    """Let Ana ignore some messages, the last of them at `NOON`."""
    await luna.db.write(_ignored, luna, times)


def _ignored(tx: Tx, luna: Luna, times: int) -> None:
    for n in range(times):
        at = NOON - n * 8 * DAY
        facts: dict[str, object] = {
            "campaign_id": 1,
            "shop_id": luna.cafe.shop.id,
            "account_id": luna.cafe.card_id,
        }
        facts |= {"person_id": luna.cafe.ana, "kind": "goal", "state": "sent", "holdout_percent": 0}
        moments = {"found_at": at, "not_before": at, "expires_at": at, "settled_at": at}
        tx.execute(rows.insert(), {"key": f"ignored:{n}", **facts, **moments})


def came_last(tx: Tx, account_id: int, at: datetime) -> None:
    counter = counters.of_account(tx, accounts.by_id(tx, account_id))[0]
    counters.move(tx, replace(counter, last_visit_at=at))
    accounts.follow_visits(tx, counter)


async def test_who_ignores_three_messages_hears_half_as_often(db: Database) -> None:
    luna = await luna_with(db, stamps(1, voucher_days=30), VOUCHER_EXPIRING)
    await luna.booked(NOON - 20 * DAY)  # it ends in ten days: the first word is due in three
    await ignored(luna, 3)
    await db.write(wrote, luna.cafe.ana, NOON - 50 * DAY)
    await db.write(came_last, luna.cafe.card_id, NOON - 40 * DAY)
    await tick(luna, NOON + 3 * DAY)
    assert (await told(luna))[-1] == Told("voucher_expiring", "first", "due", "ignored")
    await tick(luna, NOON + 6 * DAY)
    assert (await told(luna))[-1].state == "queued"


async def test_a_word_from_the_customer_ends_the_ignoring(db: Database) -> None:
    luna = await luna_with(db, stamps(1, voucher_days=30), VOUCHER_EXPIRING)
    await luna.booked(NOON - 20 * DAY)
    await ignored(luna, 3)
    await db.write(wrote, luna.cafe.ana, NOON + HOUR)
    await tick(luna, NOON + 3 * DAY)
    assert (await told(luna))[-1].state == "queued"


async def test_a_tap_that_was_not_written_down_is_no_ignoring(db: Database) -> None:
    luna = await luna_with(db, stamps(1, voucher_days=30), VOUCHER_EXPIRING)
    await luna.booked(NOON - 20 * DAY)
    await ignored(luna, 3)
    await db.write(wrote, luna.cafe.ana, NOON - SEEN_EVERY)  # and again, a minute after the last message
    await tick(luna, NOON + 3 * DAY)
    assert (await told(luna))[-1].state == "queued"


async def test_the_holdout_is_stable_and_hears_nothing(db: Database) -> None:
    luna = await waiting(db)
    await setting(luna, VOUCHER_WAITING, "holdout_percent", "50")
    people = {}
    for n in range(12):
        person_id, card_id = await db.write(newcomer, luna, f"Guest {n}")
        await luna.booked(NOON - 14 * DAY, card=card_id)
        people[card_id] = person_id
    await tick(luna, NOON)
    cards = [await db.read(accounts.by_id, card_id) for card_id in people]
    found = [one for card in cards for one in await db.read(occurrences.of_account, card, "voucher_waiting")]
    assert len(found) == len(people)
    for one in found:
        assert (one.state == "held_out") == held_out(one.campaign_id, one.person_id, 0.5)
    assert {one.state for one in found} == {"held_out", "queued"}


@pytest.mark.slow
async def test_a_gift_whose_message_never_went_is_taken_back(db: Database) -> None:
    luna = await luna_with(db, stamps(5), WIN_BACK)
    await setting(luna, WIN_BACK, "gift", "A free coffee")
    await luna.booked(NOON)
    assert list(await days_told(luna, NOON + 60 * DAY, 61)) == [0, 30, 60]
    later = NOON + 120 * DAY
    assert len((await luna.stands(later)).vouchers) == 1
    this = len(await told(luna))
    await db.write(mark_dropped, this, "blocked", now=later)
    assert (await luna.stands(later)).vouchers == ()


async def test_what_was_sent_counts_and_what_was_dropped_does_not(db: Database) -> None:
    luna = await waiting(db)
    await tick(luna, NOON)
    await db.write(mark_sent, 1, now=NOON)
    since = NOON - DAY
    assert len(await db.read(due_to_people.contacts, luna.cafe.ana, since=since, now=NOON)) == 1
    await db.write(mark_dropped, 1, "late", now=NOON)
    assert (await told(luna))[0].state == "sent"


async def test_who_can_not_be_reached_is_not_waited_for(db: Database) -> None:
    luna = await waiting(db)
    [reach] = await db.read(known_addresses.addresses_of, luna.cafe.ana)
    await db.write(known_addresses.mark_unreachable, reach.id, now=NOON)
    await tick(luna, NOON)
    assert await told(luna) == [Told("voucher_waiting", "", "dropped", "unreachable")]


async def test_nothing_is_due_to_who_was_erased(db: Database) -> None:
    luna = await waiting(db)
    await db.write(find_due, luna.cafe.shop.id, now=NOON)
    await db.write(erase_person, luna.cafe.ana, now=NOON)
    await tick(luna, NOON)
    assert await told(luna) == [Told("voucher_waiting", "", "dropped", "erased")]
    assert await queued(luna) == []


async def test_a_welcome_needs_no_consent_but_the_day(db: Database) -> None:
    luna = await luna_with(db, points(), WELCOME)
    await db.write(stop_all, luna.cafe.ana, now=NOW)
    await luna.booked(datetime(2026, 3, 2, 21, 0, tzinfo=UTC), spent=100)
    await tick(luna, datetime(2026, 3, 2, 21, 5, tzinfo=UTC))
    assert await queued(luna) == []
    await tick(luna, datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert len(await queued(luna)) == 1


async def test_a_campaign_switched_off_takes_its_messages_with_it(db: Database) -> None:
    luna = await waiting(db)
    await tick(luna, NOON)
    cafe = luna.cafe
    off = (ActingPerson(cafe.cleo), cafe.shop.id, VOUCHER_WAITING, False)
    await db.write(campaign_settings.switch_campaign, *off, now=NOON)
    assert not await db.write(still_wanted, 1, now=NOON)
