"""A round of the campaigns: once a day for everybody, every minute for the welcome, and never for a rehearsal."""

from datetime import UTC, datetime

from actions.campaigns.departures import PlannedMessage
from actions.delivery import outbox
from scheduler.campaigns.rounds import Round, rehearse, tick
from storage.engine.database import Database
from tests.actions.customers import Told, agree, luna_with, newcomer, only, queued, told
from tests.actions.places import DAY, HOUR, MINUTE, Luna, open_cafe, stamps
from tests.kinds import VOUCHER_WAITING, WELCOME

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


async def waiting(db: Database) -> Luna:
    """Open Café Luna, where a coffee has waited for Ana for two weeks at `NOON`."""
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING, WELCOME)
    await luna.booked(NOON - 14 * DAY)
    return luna


async def test_a_round_finds_and_settles_in_every_shop(db: Database) -> None:
    luna = await waiting(db)
    await db.write(open_cafe, stamps(1), name="Bar Sol")
    assert await tick(db, now=NOON) == Round(found=1, settled=1)
    assert await tick(db, now=NOON + MINUTE) == Round(found=0, settled=0)
    assert await queued(luna) == ["voucher_waiting:1"]


async def test_everybody_is_looked_at_once_a_day_and_newcomers_every_minute(db: Database) -> None:
    luna = await waiting(db)
    await tick(db, now=NOON)
    _, card_id = await db.write(newcomer, luna, "Ben")
    await luna.booked(NOON - 14 * DAY + MINUTE, card=card_id)
    assert (await tick(db, now=NOON + HOUR)).found == 0
    assert (await tick(db, now=NOON + DAY)).found == 1
    _, card_id = await db.write(newcomer, luna, "Lea")
    await luna.booked(NOON + DAY + MINUTE, card=card_id)
    assert (await tick(db, now=NOON + DAY + 2 * MINUTE)).found == 1


async def test_a_round_that_is_asked_for_looks_at_everybody_again(db: Database) -> None:
    luna = await waiting(db)
    await tick(db, now=NOON)
    _, card_id = await db.write(newcomer, luna, "Ben")
    await luna.booked(NOON - 14 * DAY + MINUTE, card=card_id)
    assert (await tick(db, now=NOON + HOUR, afresh=True)).found == 1


async def test_a_campaign_that_is_switched_on_is_looked_at_in_the_next_round(db: Database) -> None:
    luna = await waiting(db)
    await db.write(only, luna.cafe.shop.id, WELCOME)
    assert (await tick(db, now=NOON)).found == 0
    await db.write(only, luna.cafe.shop.id, VOUCHER_WAITING)
    assert (await tick(db, now=NOON + MINUTE)).found == 1


async def test_a_rehearsal_says_what_would_go_and_keeps_nothing(db: Database) -> None:
    luna = await waiting(db)
    going = PlannedMessage("Café Luna", "Ana", "voucher_waiting", "", "A coffee")
    for _ in range(2):
        assert await rehearse(db, now=NOON) == [going]
    assert await told(luna) == []
    assert await queued(luna) == []


async def test_how_a_message_ended_is_known_to_its_occurrence(db: Database) -> None:
    luna = await waiting(db)
    person_id, card_id = await db.write(newcomer, luna, "Ben")
    await luna.booked(NOON - 14 * DAY, card=card_id)
    await db.write(agree, person_id)
    await tick(db, now=NOON)
    rows = await db.write(outbox.claim, "telegram", "luna_bot", most=50, now=NOON)
    first, second = [row for row in rows if row.kind == "campaign"]
    await db.write(outbox.sent, first, "77", now=NOON)
    await db.write(outbox.reroute, second, "blocked", now=NOON)
    assert await told(luna) == [
        Told("voucher_waiting", "", "sent", None),
        Told("voucher_waiting", "", "dropped", "unreachable"),
    ]
