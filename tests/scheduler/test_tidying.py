"""What nights of tidying take out is missed by nobody: neither by the rules, nor by who looks back."""

from datetime import UTC, datetime

import pytest

from actions.campaigns.broadcast import Broadcast, order_broadcast
from actions.campaigns.broadcast_results import BroadcastResult, newest, result_of
from actions.delivery import outbox
from actions.people.profile import set_birthday
from loyalty.actor import ActingPerson
from loyalty.dates import Birthday
from scheduler.campaigns.rounds import tick
from scheduler.tidying import forget_old
from storage.delivery import delivery_status
from storage.engine.database import Database
from tests.actions.customers import luna_with, setting, ticked, told
from tests.actions.places import DAY, HOUR, Luna, stamps
from tests.kinds import BIRTHDAY, BROADCAST, WIN_BACK

pytestmark = pytest.mark.engines

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


async def days_told(luna: Luna, first: int, last: int, *, every: int) -> dict[int, str]:
    """Let days pass, each with its round and its night, and say on which of them something was found."""
    seen: dict[int, str] = {}
    for day in range(first, last, every):
        now = NOON + day * DAY
        if await luna.db.write(ticked, luna.cafe.shop.id, now):
            newest_told = (await told(luna))[-1]
            seen[day] = f"{newest_told.kind}:{newest_told.step}"
        await forget_old(luna.db, now=now)
    return seen


@pytest.mark.slow
@pytest.mark.walks
async def test_the_longest_ladder_is_climbed_once_and_never_begun_again(db: Database) -> None:
    luna = await luna_with(db, stamps(5), WIN_BACK)
    for name, value in (("days", "365"), ("gift", "Coffee"), ("bigger_gift", "Lunch")):
        await setting(luna, WIN_BACK, name, value)
    await luna.booked(NOON)
    assert await days_told(luna, 360, 1400, every=5) == {
        365: "win_back:remind", 395: "win_back:ask", 425: "win_back:offer", 455: "win_back:bigger_offer",
    }  # fmt: skip
    assert await told(luna) == []  # by then nobody asks for it any more


@pytest.mark.slow
@pytest.mark.walks
async def test_a_birthday_is_paid_for_once_a_year_however_often_the_nights_tidy(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BIRTHDAY)
    await setting(luna, BIRTHDAY, "gift", "Cake")
    await db.write(set_birthday, luna.cafe.ana, Birthday(3, 20), now=NOON)
    assert list(await days_told(luna, 0, 30, every=1)) == [18]
    await db.write(set_birthday, luna.cafe.ana, Birthday(1, 20), now=NOON + 200 * DAY)
    assert await days_told(luna, 300, 340, every=1) == {}


async def test_an_owner_reads_what_became_of_a_broadcast_after_its_receipts_are_gone(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BROADCAST)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    ordered = await db.write(order_broadcast, cleo, shop_id, "everyone", "Soup!", now=NOON)
    assert isinstance(ordered, Broadcast)
    await tick(db, now=NOON + HOUR)
    sent = next(
        one
        for one in (await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=NOON + HOUR))
        if one.kind == "campaign"
    )
    await db.write(outbox.sent, sent, "77", now=NOON + HOUR)
    await db.write(delivery_status.set_reached, sent.id, "read", message_id="77")

    async def known(days: int) -> tuple[int, int | None, int]:
        now = NOON + days * DAY
        await forget_old(db, now=now)
        found = await db.read(result_of, cleo, ordered.id, now=now)
        assert isinstance(found, BroadcastResult)
        return found.sent, found.read, len(await db.read(newest, cleo, shop_id, now=now))

    assert await known(60) == (1, 1, 1)
    assert await known(120) == (1, None, 1)
    assert (await known(740))[-1] == 0  # nothing is listed of which nothing is known
