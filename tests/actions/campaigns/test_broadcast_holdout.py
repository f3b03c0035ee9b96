"""A broadcast leaves some out by lot, so that its owner learns whether it brought anybody."""

from datetime import datetime, timedelta

from sqlalchemy import select

from actions.campaigns import departures
from actions.campaigns.broadcast import Broadcast, BroadcastPreview, order_broadcast, preview
from actions.campaigns.broadcast_results import BroadcastResult, result_of
from actions.campaigns.impact import Works
from loyalty.actor import ActingPerson
from loyalty.campaigns.held_out import held_out
from scheduler.campaigns.rounds import tell_results
from storage.cards import accounts, counters, visits
from storage.cards.visits import NewVisit
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import staff
from storage.tables import occurrences
from tests.actions.customers import luna_with, newcomer, queued, tick
from tests.actions.places import DAY, NOW, Luna, stamps
from tests.kinds import BROADCAST

_OUT = timedelta(minutes=11)
_QUEUED = Statement(
    select(occurrences.c.id).where(occurrences.c.state == "queued").order_by(occurrences.c.id)
)


async def ordered(luna: Luna, people: int, *, percent: int) -> tuple[Broadcast, list[int], list[int]]:
    """Let people join and Cleo write to everybody; return who is to hear it and who is left out, by card."""
    found = [await luna.db.write(newcomer, luna, f"Guest {number}") for number in range(people)]
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    sent = await luna.db.write(
        order_broadcast, cleo, shop_id, "everyone", "Soup!", holdout_percent=percent, now=NOW
    )
    assert isinstance(sent, Broadcast)
    await tick(luna, NOW + _OUT)
    lots = {card: held_out(f"broadcast:{sent.id}", person, percent / 100) for person, card in found}
    return sent, [card for card in lots if not lots[card]], [card for card in lots if lots[card]]


async def seen(luna: Luna, sent: Broadcast, *, now: datetime) -> BroadcastResult:
    found = await luna.db.read(result_of, ActingPerson(luna.cafe.cleo), sent.id, now=now)
    assert isinstance(found, BroadcastResult)
    return found


async def came(luna: Luna, cards: list[int], at: datetime) -> None:
    def come(tx: Tx) -> None:
        member = staff.in_shop(tx, luna.cafe.eva, luna.cafe.shop.id)
        assert member
        for card in cards:
            counter = counters.of_account(tx, accounts.by_id(tx, card))[0]
            visits.add(tx, counter, member, NewVisit(f"come:{card}", at, 1))

    await luna.db.write(come)


def all_arrived(tx: Tx) -> None:
    """Let whatever is in the outbox have gone."""
    for row in _QUEUED.all(tx):
        departures.mark_sent(tx, row[0], now=NOW + _OUT)


async def test_who_is_left_out_hears_nothing_and_stands_beside_the_others(db: Database) -> None:
    luna = await luna_with(db, stamps(), BROADCAST)
    sent, meant, left_out = await ordered(luna, 12, percent=25)
    assert meant
    assert left_out
    assert len(await queued(luna)) == len(meant) + 1  # Ana too
    await came(luna, [meant[0], left_out[0]], NOW + DAY)
    result = await seen(luna, sent, now=NOW + 2 * DAY)
    assert result.held["left_out"] == len(left_out)
    assert result.comparison
    assert (result.comparison.meant.people, result.comparison.meant.came) == (len(meant) + 1, 1)
    assert (result.comparison.left_out.people, result.comparison.left_out.came) == (len(left_out), 1)
    assert result.comparison.verdict is None


async def test_after_four_weeks_it_is_judged_like_a_campaign_and_once(db: Database) -> None:
    luna = await luna_with(db, stamps(), BROADCAST)
    sent, meant, _ = await ordered(luna, 60, percent=50)
    await db.write(all_arrived)
    await came(luna, meant, NOW + DAY)
    await tell_results(db, now=NOW + 28 * DAY)
    assert (await seen(luna, sent, now=NOW + 28 * DAY)).comparison.verdict is None  # type: ignore[union-attr]
    over = NOW + 29 * DAY
    await tell_results(db, now=over)
    comparison = (await seen(luna, sent, now=over)).comparison
    assert comparison
    assert isinstance(comparison.verdict, Works)
    assert comparison.verdict.people == 61


async def test_where_its_owner_chose_nothing_a_tenth_of_a_hundred_is_left_out_and_none_of_a_handful(
    sqlite_db: Database,
) -> None:
    luna = await luna_with(sqlite_db, stamps(), BROADCAST)
    few = BroadcastPreview(99, ())
    enough = BroadcastPreview(100, ())
    assert (few.usual_holdout_percent, enough.usual_holdout_percent) == (0, 10)
    asked = await sqlite_db.read(
        preview, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, "everyone", now=NOW
    )
    assert isinstance(asked, BroadcastPreview)
    assert asked.usual_holdout_percent == 0


def test_each_broadcast_leaves_out_others() -> None:
    lots = [[held_out(f"broadcast:{number}", person, 0.1) for person in range(2000)] for number in (1, 2)]
    assert sum(map(all, zip(*lots, strict=True))) < 60
