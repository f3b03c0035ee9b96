"""Staff read what is new before customers do: those at work lately, one word a day, not at night, and not who ordered it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.campaigns.briefings import BriefedStaff, Briefing, brief, briefed, briefing_of
from actions.campaigns.broadcast import Broadcast, cancel_broadcast, order_broadcast
from actions.shop.dear_gifts import set_gift, switch_gift
from actions.shop.programme import change_rules
from loyalty.actor import ActingPerson
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.programme import Programme
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import programmes
from storage.tables import addresses, outbox
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, hire, meet, open_luna, stamps
from tests.kinds import BIRTHDAY
from tests.post import drained

pytestmark = pytest.mark.asks


async def _with_staff(db: Database) -> tuple[Luna, int]:
    """Open a shop where Eva booked lately and Kai did long ago; return who Kai is."""
    luna = await open_luna(db, stamps(10))
    kai = await db.write(meet, "Kai", now=NOW - 60 * DAY)
    await db.write(hire, luna.cafe.shop.id, kai, "cashier", now=NOW - 60 * DAY)
    await luna.booked(NOW)
    return luna, kai


def _words(tx: Tx) -> list[tuple[int, Any]]:
    query = select(addresses.c.person_id, outbox.c.due_at).join(addresses).where(outbox.c.kind == "briefing")
    return [(row[0], row[1]) for row in tx.execute(query.order_by(outbox.c.id))]


async def _orders(luna: Luna, at: timedelta = HOUR, text: str = "Cake day") -> Broadcast:
    cleo = ActingPerson(luna.cafe.cleo)
    ordered = await luna.db.write(order_broadcast, cleo, luna.cafe.shop.id, "everyone", text, now=NOW + at)
    assert isinstance(ordered, Broadcast)
    return ordered


async def test_who_was_at_work_lately_reads_it_before_customers_do(db: Database) -> None:
    luna, _ = await _with_staff(db)
    ordered = await _orders(luna)
    [(who, due)] = await db.read(_words)
    assert (who, due) == (luna.cafe.eva, NOW + HOUR)
    assert due < ordered.starts_at
    assert await db.read(briefed, ordered) == BriefedStaff(("Eva",), ())


async def test_one_word_a_day_and_the_owner_is_told_whom_to_tell(db: Database) -> None:
    luna, _ = await _with_staff(db)
    await _orders(luna)
    second = await _orders(luna, 2 * HOUR, "And pie")
    assert len(await db.read(_words)) == 1
    assert await db.read(briefed, second) == BriefedStaff((), ("Eva",))
    await db.write(brief, luna.cafe.shop.id, "rules", 1, by=None, now=NOW + DAY)
    assert [who for who, _ in await db.read(_words)].count(luna.cafe.eva) == 2


async def test_at_night_it_waits_for_the_morning_as_customers_do(db: Database) -> None:
    luna, _ = await _with_staff(db)
    night = NOW.replace(hour=22, minute=30)
    await db.write(brief, luna.cafe.shop.id, "rules", 1, by=luna.cafe.cleo, now=night)
    [(_, due)] = await db.read(_words)
    assert timedelta(hours=8) < due - night < timedelta(hours=12)


async def test_what_was_called_off_is_told_to_nobody_and_to_nobody_elses_staff(db: Database) -> None:
    luna, _ = await _with_staff(db)
    ordered = await _orders(luna)
    data = {"shop_id": luna.cafe.shop.id, "about": "broadcast", "this": ordered.id}
    eva, ana = ActingPerson(luna.cafe.eva), ActingPerson(luna.cafe.ana)
    assert isinstance(await db.read(briefing_of, eva, data), Briefing)
    assert await db.read(briefing_of, ana, data) is None
    await db.write(cancel_broadcast, ActingPerson(luna.cafe.cleo), ordered.id, now=NOW + HOUR + MINUTE)
    assert await db.read(briefing_of, eva, data) is None


async def test_who_may_have_read_of_a_message_reads_once_that_it_was_called_off(db: Database) -> None:
    luna, _ = await _with_staff(db)
    ordered, cleo = await _orders(luna), ActingPerson(luna.cafe.cleo)
    read = await db.write(drained, bot="luna_bot", now=NOW + HOUR)
    assert [("customers read this soon" in reply.text) for _, reply in read if "Cake day" in reply.text] == [
        True
    ]
    for _ in range(2):
        await db.write(cancel_broadcast, cleo, ordered.id, now=NOW + HOUR + MINUTE)
    [told] = [reply.text for _, reply in await db.write(drained, bot="luna_bot", now=NOW + HOUR + MINUTE)]
    assert told.startswith(
        "✖ Café Luna: called off, no customer reads this: “Cake day”\n👉 Don't do as it says."
    )


async def test_what_was_called_off_before_anybody_read_of_it_stays_untold(db: Database) -> None:
    luna, _ = await _with_staff(db)
    await db.write(drained, bot="luna_bot", now=NOW)
    ordered = await _orders(luna)
    await db.write(cancel_broadcast, ActingPerson(luna.cafe.cleo), ordered.id, now=NOW + HOUR + MINUTE)
    assert await db.write(drained, bot="luna_bot", now=NOW + HOUR + MINUTE) == []


async def test_a_gift_is_told_when_it_is_set_or_switched_on_and_not_when_it_ends(db: Database) -> None:
    luna, _ = await _with_staff(db)
    shop_id, cleo = luna.cafe.shop.id, ActingPerson(luna.cafe.cleo)
    await db.write(set_gift, cleo, shop_id, BIRTHDAY, "lead_days", "2", now=NOW, knowing=True)
    assert await db.read(_words) == []
    await db.write(set_gift, cleo, shop_id, BIRTHDAY, "gift", "A cake", now=NOW, knowing=True)
    assert len(await db.read(_words)) == 1
    await db.write(switch_gift, cleo, shop_id, BIRTHDAY, on=False, now=NOW + DAY)
    assert len(await db.read(_words)) == 1
    await db.write(switch_gift, cleo, shop_id, BIRTHDAY, on=True, now=NOW + DAY, knowing=True)
    assert len(await db.read(_words)) == 2


async def _read_after(luna: Luna, new: Programme) -> str:
    """Change the rules by hand, and return what Eva reads of it."""
    await luna.db.write(drained, bot="luna_bot", now=NOW)
    [version] = await luna.db.read(programmes.today, luna.cafe.shop.id)
    cleo = ActingPerson(luna.cafe.cleo)
    await luna.db.write(change_rules, cleo, luna.cafe.shop.id, new, on=version.id, now=NOW, knowing=True)
    return "\n".join(reply.text for _, reply in await luna.db.write(drained, bot="luna_bot", now=NOW))


async def test_new_rules_are_told_by_what_changed_and_never_by_what_they_cost(db: Database) -> None:
    luna, _ = await _with_staff(db)
    said = await _read_after(luna, stamps(8))
    assert "📜 Café Luna has new rules: Reward: 8 stamps: A coffee" in said
    assert "What you have begun stays as it was promised" in said


async def test_a_bonus_that_comes_is_told_by_itself_and_counts_at_once(db: Database) -> None:
    luna, _ = await _with_staff(db)
    said = await _read_after(luna, replace(stamps(10), parts=(BonusItem("Cake", 2),)))
    assert "has new rules: ✨ " in said
    assert "Cake" in said
    assert "10 stamps" not in said
    assert "👉 Say: “It counts from now on, on the card that you have, too.”" in said


async def test_rules_that_were_changed_back_before_the_word_left_are_told_to_nobody(db: Database) -> None:
    luna, _ = await _with_staff(db)
    await db.write(drained, bot="luna_bot", now=NOW)
    cleo = ActingPerson(luna.cafe.cleo)
    for size in (8, 10):
        [version] = await db.read(programmes.today, luna.cafe.shop.id)
        await db.write(
            change_rules, cleo, luna.cafe.shop.id, stamps(size), on=version.id, now=NOW, knowing=True
        )
    assert await db.write(drained, bot="luna_bot", now=NOW) == []
