"""A look goes through a crowd page by page: nobody is skipped and nobody asked about in vain."""

from datetime import UTC, datetime

import pytest

from actions.campaigns import find_due
from actions.campaigns.broadcast import Broadcast, order_broadcast
from actions.campaigns.candidate_ranges import search_candidates, slices_of
from actions.campaigns.dispatch import dispatch
from actions.campaigns.find_due import DuePage, LookPlace
from actions.campaigns.settings import campaign_of
from loyalty.actor import ActingPerson
from storage.campaigns import broadcasts
from storage.campaigns.segment import PageMark
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import shops
from tests.actions.customers import NOON, Told, days_told, luna_with, newcomer, setting, tick, told
from tests.actions.places import DAY, HOUR, Luna, stamps
from tests.kinds import BROADCAST, VOUCHER_WAITING, WIN_BACK

pytestmark = pytest.mark.asks

MIDNIGHT = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)  # in Amsterdam


async def crowd(luna: Luna, customers: int, *, came_at: datetime) -> None:
    """Let customers come, all at the very same moment."""
    for number in range(customers):
        _, card_id = await luna.db.write(newcomer, luna, f"Lea {number}")
        await luna.booked(came_at, card=card_id)


@pytest.mark.parametrize("page", [1, 2, 3, 250])
async def test_everybody_is_found_whatever_the_length_of_a_page(
    db: Database, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(find_due, "PAGE", page)
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await crowd(luna, 3, came_at=NOON)
    assert await tick(luna, NOON + 14 * DAY) == 3
    assert await tick(luna, NOON + 14 * DAY) == 0


@pytest.mark.parametrize("ended", ["called off", "by another look"])
async def test_a_look_for_one_broadcast_never_goes_on_with_the_next(
    db: Database, monkeypatch: pytest.MonkeyPatch, ended: str
) -> None:
    monkeypatch.setattr(find_due, "PAGE", 1)
    luna = await luna_with(db, stamps(5), BROADCAST)
    await crowd(luna, 2, came_at=NOON)
    shop = luna.cafe.shop.id
    first, second = [await ordered(luna, text) for text in ("Soup!", "Cake!")]
    begun = NOON + HOUR
    page = await db.read(find_due.look, shop, BROADCAST, LookPlace(), now=begun)
    await db.write(find_due.record, shop, BROADCAST, page, now=begun)
    await db.write(broadcasts.cancel if ended == "called off" else broadcasts.selected, first, now=begun)
    assert page.next
    assert await db.read(find_due.look, shop, BROADCAST, page.next, now=begun) == DuePage([], None)
    assert [one.id for one in await db.read(broadcasts.started, shop, now=begun)] == [second]


async def test_who_was_chosen_before_a_broadcast_was_called_off_hears_nothing(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BROADCAST)
    this = await ordered(luna, "Soup!")
    shop, begun = luna.cafe.shop.id, NOON + HOUR
    page = await db.read(find_due.look, shop, BROADCAST, LookPlace(), now=begun)
    await db.write(broadcasts.cancel, this, now=begun)
    assert await db.write(find_due.record, shop, BROADCAST, page, now=begun) == 1
    await db.write(dispatch, now=begun, most=20)
    assert await told(luna) == [Told("broadcast", "", "dropped", "gone")]


async def ordered(luna: Luna, text: str) -> int:
    """Let Cleo write to everyone."""
    cafe = luna.cafe
    done = await luna.db.write(
        order_broadcast, ActingPerson(cafe.cleo), cafe.shop.id, "everyone", text, now=NOON
    )
    assert isinstance(done, Broadcast)
    return done.id


async def test_the_first_moment_of_a_range_belongs_to_it(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_due, "PAGE", 1)
    luna = await luna_with(db, stamps(5), WIN_BACK)
    await crowd(luna, 2, came_at=MIDNIGHT)
    longest = 60 + 5 * 30  # after that nobody is asked to come back
    assert await tick(luna, NOON + (longest + 1) * DAY) == 0
    assert await tick(luna, NOON + longest * DAY) == 2


@pytest.mark.slow
@pytest.mark.walks
async def test_who_rests_or_has_climbed_the_ladder_is_not_asked_about(db: Database) -> None:
    luna = await luna_with(db, stamps(5), WIN_BACK)
    await setting(luna, WIN_BACK, "gift", "Free coffee")  # and nothing bigger
    await luna.booked(NOON)
    steps = {60: ["win_back:remind"], 90: ["win_back:ask"], 120: ["win_back:offer"]}
    assert await days_told(luna, NOON, 150) == steps
    assert await asked_about(luna, NOON + 150 * DAY) == 0
    await setting(luna, WIN_BACK, "bigger_gift", "Free lunch")
    assert await asked_about(luna, NOON + 149 * DAY) == 0  # of the month after a step
    assert await asked_about(luna, NOON + 150 * DAY) == 1


async def asked_about(luna: Luna, now: datetime) -> int:
    """Count whom win-back would ask the rules about."""
    return await luna.db.read(_asked_about, luna.cafe.shop.id, now)


def _asked_about(tx: Tx, shop_id: int, now: datetime) -> int:
    search = search_candidates(tx, shops.by_id(tx, shop_id), campaign_of(tx, shop_id, WIN_BACK), now=now)
    return sum(len(part.page(tx, PageMark(), most=10)) for part in slices_of(search))
