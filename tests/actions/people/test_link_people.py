"""Beside the cards: jobs, wishes, birthdays and what was written to two persons belong to one."""

from datetime import datetime

from sqlalchemy import select

from actions.campaigns.consents import consents_of, give_consent, withdraw_consent
from actions.people.erasure import Erased, erase_person
from actions.people.identify import mark_unreachable
from actions.people.personal_data import everything_held
from actions.people.profile import drop_birthday, how_often, set_birthday, set_how_often, stop_all
from actions.people.reached import choose_chat, where_reached
from actions.shop.audit import AuditPage, see_audit
from actions.till.scan_outcome import OwnCard
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.dates import Birthday
from storage.campaigns import due_to_people, occurrences
from storage.cards.accounts import by_id
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import persons, preferences
from storage.shop import staff
from storage.tables import accounts, addresses, outbox, vouchers
from storage.tables import persons as people
from tests.actions.crowds import TOLD_AND_CAME, crowd
from tests.actions.links import card_of, link, linked, twin, unlinked, writes_on
from tests.actions.places import DAY, HOUR, NOW, hire, join, open_luna, stamps
from tests.kinds import BIRTHDAY, GOAL

REMINDERS, OFFERS = Purpose.REMINDERS, Purpose.OFFERS


def says(tx: Tx, person_id: int, purpose: Purpose, *, yes: bool, now: datetime = NOW) -> None:
    """Answer whether we may write."""
    answer = give_consent if yes else withdraw_consent
    answer(tx, person_id, purpose, channel="whatsapp", wording="1:en", now=now)


async def test_nobody_stamps_their_own_card_by_being_two(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await db.write(writes_on, "whatsapp", "Eva", now=NOW + HOUR)
    card = await db.write(join, luna.cafe.shop, other, now=NOW + HOUR)
    await db.write(link, other, luna.cafe.eva, now=NOW + HOUR)
    assert isinstance(await luna.scan(NOW + 2 * HOUR, card=card), OwnCard)


async def test_who_works_in_a_shop_does_so_in_both_chats_and_not_twice(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    shop = luna.cafe.shop.id
    other = await db.write(writes_on, "whatsapp", "Eva", now=NOW + HOUR)
    await db.write(hire, shop, other, "owner", now=NOW + HOUR)

    async def roles() -> list[list[str]]:
        found = [await db.write(staff.of_person, person_id) for person_id in (luna.cafe.eva, other)]
        return [[member.role for member in members] for members in found]

    done = await db.write(link, other, luna.cafe.eva, now=NOW + 2 * HOUR)
    assert await roles() == [["owner"], []]
    await unlinked(luna, done)
    assert await roles() == [["cashier"], ["owner"]]


async def test_who_was_dismissed_meanwhile_gets_no_job_back(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    shop = luna.cafe.shop.id
    other = await db.write(writes_on, "whatsapp", "Eva", now=NOW + HOUR)
    await db.write(hire, shop, other, "manager", now=NOW + HOUR)
    done = await db.write(link, other, luna.cafe.eva, now=NOW + 2 * HOUR)
    member = await db.write(staff.in_shop, luna.cafe.eva, shop)
    assert member
    await db.write(staff.remove, member.id, now=NOW + 2 * HOUR)
    await unlinked(luna, done)
    assert await db.write(staff.in_shop, other, shop) is None


async def test_owners_see_who_works_from_another_chat(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    friend = await db.write(writes_on, "whatsapp", "Mallory")
    done = await db.write(link, friend, luna.cafe.eva, now=NOW + HOUR)
    await unlinked(luna, done)
    page = await db.write(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    assert [(line.who, line.what) for line in page.changes[:2]] == [("Eva", "unlinked"), ("Eva", "linked")]


async def test_a_job_that_only_one_had_goes_over_and_back(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await db.write(hire, luna.cafe.shop.id, other, "cashier", now=NOW + HOUR)
    done = await linked(luna, other)
    assert await db.write(staff.in_shop, luna.cafe.ana, luna.cafe.shop.id)
    assert isinstance(await luna.scan(NOW + 3 * HOUR, by=luna.cafe.ana), OwnCard)
    await unlinked(luna, done)
    assert await db.write(staff.in_shop, other, luna.cafe.shop.id)


async def test_a_yes_goes_over_where_the_other_never_answered(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await db.write(says, other, REMINDERS, yes=True)
    for round_ in range(2):  # undone and done again, it is the same
        done = await linked(luna, other, NOW + round_ * DAY + 2 * HOUR)
        assert REMINDERS in await db.write(consents_of, luna.cafe.ana)
        await unlinked(luna, done, NOW + round_ * DAY + 3 * HOUR)
        assert REMINDERS not in await db.write(consents_of, luna.cafe.ana)
        assert REMINDERS in await db.write(consents_of, other)


async def test_a_no_of_either_holds(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    for person_id, purpose in ((luna.cafe.ana, REMINDERS), (other, OFFERS)):
        await db.write(says, person_id, purpose, yes=True)
        await db.write(says, person_id, purpose, yes=False)
    await db.write(says, other, REMINDERS, yes=True)
    await db.write(says, luna.cafe.ana, OFFERS, yes=True)
    done = await linked(luna, other)
    assert await db.write(consents_of, luna.cafe.ana) == {Purpose.SERVICE}
    await unlinked(luna, done)
    assert await db.write(consents_of, luna.cafe.ana) == {Purpose.SERVICE, OFFERS}
    assert await db.write(consents_of, other) == {Purpose.SERVICE, REMINDERS}


async def test_a_stop_said_as_one_holds_for_both_when_they_are_two(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await db.write(says, other, OFFERS, yes=True)
    done = await linked(luna, other)
    await db.write(stop_all, luna.cafe.ana, now=NOW + 3 * HOUR)
    await unlinked(luna, done, NOW + 4 * HOUR)
    for person_id in (luna.cafe.ana, other):
        assert await db.write(consents_of, person_id) == {Purpose.SERVICE}
        assert (await db.write(how_often, person_id))["offers"] == "never"


async def test_of_two_rhythms_the_calmer_holds_and_each_gets_theirs_back(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    for person_id, offers in ((luna.cafe.ana, "weekly"), (other, "never")):
        await db.write(set_how_often, person_id, "offers", offers, now=NOW)
    await db.write(set_how_often, luna.cafe.ana, "reminders", "monthly", now=NOW)
    await db.write(set_how_often, other, "reminders", "always", now=NOW)
    await db.write(set_how_often, other, GOAL, "monthly", now=NOW)
    mine = {"offers": "weekly", "reminders": "monthly"}
    done = await linked(luna, other)
    assert await db.write(preferences.preferences_of, luna.cafe.ana) == {
        "offers": "never", "reminders": "monthly", GOAL: "monthly",
    }  # fmt: skip
    await unlinked(luna, done)
    assert await db.write(preferences.preferences_of, luna.cafe.ana) == mine


async def test_a_birthday_goes_over_only_where_there_was_none(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await db.write(set_birthday, other, Birthday(2, 29), now=NOW)
    done = await linked(luna, other)
    ana = await db.write(persons.by_id, luna.cafe.ana)
    assert (ana.birthday, ana.birthday_set_at) == ("02-29", NOW)
    await unlinked(luna, done)
    assert (await db.write(persons.by_id, luna.cafe.ana)).birthday is None
    await db.write(set_birthday, luna.cafe.ana, Birthday(7, 1), now=NOW)
    done = await linked(luna, other, NOW + 4 * HOUR)
    assert (await db.write(persons.by_id, luna.cafe.ana)).birthday == "07-01"
    await db.write(drop_birthday, luna.cafe.ana, now=NOW)
    await unlinked(luna, done, NOW + 5 * HOUR)
    assert (await db.write(persons.by_id, other)).birthday == "02-29"


async def test_what_went_to_either_counts_for_the_dose_and_for_the_next_birthday(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await db.write(crowd, luna.cafe.shop, [TOLD_AND_CAME], kind=BIRTHDAY, by=luna.cafe.eva, since=NOW)
    told = await db.write(occurrences.by_id, 1)
    assert told
    await db.write(occurrences.settle, told.id, "sent", why=None, now=NOW)
    done = await db.write(link, told.person_id, await twin(luna), now=NOW + 2 * HOUR)
    assert done.person_id == told.person_id
    done = await db.write(
        link, *[await db.write(writes_on, "browser", now=NOW - DAY), done.person_id], now=NOW
    )
    elder = done.person_id
    assert elder != told.person_id
    found = await db.write(due_to_people.contacts, elder, since=NOW - DAY, now=NOW + DAY)
    assert [(kind, this) for kind, _, this in found] == [("birthday", told.id)]
    await unlinked(luna, done)
    again = await db.write(occurrences.by_id, told.id)
    assert again
    assert (again.person_id, again.account_id) == (told.person_id, told.account_id)


async def test_a_gift_to_one_card_counts_for_the_card_that_stays(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await db.write(crowd, luna.cafe.shop, [TOLD_AND_CAME], kind=BIRTHDAY, by=luna.cafe.eva, since=NOW)
    told = await db.write(occurrences.by_id, 1)
    assert told
    elder = await db.write(writes_on, "whatsapp", now=NOW - DAY)
    card = await db.write(join, luna.cafe.shop, elder, now=NOW)
    await db.write(link, told.person_id, elder, now=NOW)
    account = await db.read(by_id, card)
    assert [one.id for one in await db.read(occurrences.of_account, account, BIRTHDAY)] == [told.id]


def waits(tx: Tx) -> list[tuple[str, int, str]]:
    rows = tx.execute(select(outbox.c.kind, outbox.c.address_id, outbox.c.state).order_by(outbox.c.id))
    return [(row[0], row[1], row[2]) for row in rows]


async def test_a_receipt_that_waits_goes_to_the_chat_it_was_for(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await luna.booked(NOW + HOUR, card=(await card_of(luna, other)).account.id)
    before = await db.write(waits)
    await linked(luna, other)
    *same, (told, _, _) = await db.write(waits)
    assert (same, told) == (before, "linked")


async def test_the_maker_of_a_code_is_told_in_a_chat_that_is_open(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    first = await twin(luna)
    await linked(luna, first)
    telegram = next(r for r in await db.write(where_reached, luna.cafe.ana) if r.channel == "telegram")
    await db.write(choose_chat, luna.cafe.ana, telegram.id, now=NOW + 2 * HOUR)
    await db.write(
        mark_unreachable, telegram.channel, telegram.account, telegram.external_id, now=NOW + 2 * HOUR
    )
    await db.write(
        link, luna.cafe.ana, await db.write(writes_on, "telegram", now=NOW + 3 * HOUR), now=NOW + 3 * HOUR
    )
    kind, told, _ = (await db.write(waits))[-1]
    assert kind == "linked"
    assert told != telegram.id


async def test_forgetting_one_forgets_both(db: Database) -> None:
    luna = await open_luna(db, stamps(1))
    other = await twin(luna)
    await luna.booked(NOW + HOUR, card=(await card_of(luna, other)).account.id)
    await linked(luna, other)
    assert await db.write(erase_person, luna.cafe.ana, now=NOW + DAY) == Erased()

    def left(tx: Tx) -> tuple[set[str], set[str], list[int], set[str]]:
        names = {row[0] for row in tx.execute(select(people.c.name))}
        ids = {row[0] for row in tx.execute(select(addresses.c.external_id))}
        held = [row[0] for row in tx.execute(select(accounts.c.id).where(accounts.c.person_id.is_not(None)))]
        states = {row[0] for row in tx.execute(select(vouchers.c.state))}
        return names, ids, held, states

    names, ids, held, states = await db.write(left)
    assert names == {"", "Eva", "Cleo"}
    assert sum(not this.startswith("erased:") for this in ids) == 2
    assert (held, states) == ([], {"withdrawn"})


async def test_mydata_tells_of_both(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    other = await twin(luna)
    await db.write(says, other, REMINDERS, yes=True)
    await luna.booked(NOW + HOUR, card=(await card_of(luna, other)).account.id)
    await linked(luna, other)
    held = (await db.write(everything_held, luna.cafe.ana, now=NOW + DAY)).rows
    counts = {name: len(held[name]) for name in ("person", "addresses", "cards", "visits", "ledger", "links")}
    assert counts == {"person": 2, "addresses": 2, "cards": 2, "visits": 1, "ledger": 3, "links": 1}
