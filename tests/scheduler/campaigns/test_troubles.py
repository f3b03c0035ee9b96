"""What is wrong with one shop's rows ends in that shop: it is told to the operator, and everybody else's round goes on."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from actions.campaigns.dose import dose_of
from actions.campaigns.settings import campaign_of
from actions.cards.join import Joined, join_shop
from loyalty.campaigns.frequency_cap import Cap
from scheduler.campaigns.rounds import Round, tick
from scheduler.campaigns.troubles import Troubles
from storage.engine.database import Database
from storage.engine.errors import StorageError
from storage.engine.statements import Tx
from storage.shop import shops
from tests.actions.customers import agree, hold_nobody_out, luna_with, only
from tests.actions.places import DAY, HOUR, MINUTE, Luna, open_cafe, stamps
from tests.kinds import VOUCHER_WAITING, WIN_BACK

pytestmark = pytest.mark.asks

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
SOL = 1
BAD_DOSE = (
    "INSERT INTO doses (shop_id, gap_days, most_in_30_days, quiet_from, quiet_until) VALUES (1, {dose})"
)
SPOILT = [
    "UPDATE campaigns SET settings = 'no JSON' WHERE shop_id = 1 AND kind = 'win_back'",
    "UPDATE campaigns SET settings = '[]', rule = NULL, wording = '7' WHERE shop_id = 1 AND kind = 'win_back'",
    """UPDATE campaigns SET settings = '{"days": "sixty"}' WHERE shop_id = 1 AND kind = 'win_back'""",
    "UPDATE campaigns SET active = 1, rule = '{}' WHERE shop_id = 1 AND kind = 'win_back'",
    "UPDATE programme_versions SET rules = '{}' WHERE shop_id = 1",
    "UPDATE shops SET timezone = 'Europe/Atlantis' WHERE id = 1",
    BAD_DOSE.format(dose="5, 2, 'late', '09:00'"),
]


@pytest.fixture
async def luna(db: Database) -> Luna:
    """Open Bar Sol, whose rows will be spoilt, and then Café Luna; in both a coffee has waited for Ana for two weeks."""
    sol = await db.write(open_cafe, stamps(1), name="Bar Sol")
    assert sol.shop.id == SOL
    await db.write(hold_nobody_out, SOL)
    await db.write(only, SOL, VOUCHER_WAITING)
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    for cafe in (sol, luna.cafe):
        await db.write(agree, cafe.ana)
        await Luna(db, cafe, luna.keys).booked(NOON - 14 * DAY)
    return luna


def spoil(tx: Tx, sql: str) -> None:
    tx.execute(text(sql.replace(":", "\\:")))


async def states(db: Database) -> dict[int, list[str]]:
    """Return the state of what was found in each shop."""

    def read(tx: Tx) -> dict[int, list[str]]:
        rows = tx.execute(text("SELECT shop_id, state FROM occurrences ORDER BY id")).all()
        return {shop_id: [state for this, state in rows if this == shop_id] for shop_id, _ in rows}

    return await db.read(read)


@pytest.mark.parametrize("sql", SPOILT)
async def test_an_unreadable_row_of_one_shop_stops_no_other(
    luna: Luna, sql: str, caplog: pytest.LogCaptureFixture
) -> None:
    await luna.db.write(spoil, sql)
    troubles = Troubles()
    await tick(luna.db, now=NOON, troubles=troubles)
    assert (await states(luna.db))[luna.cafe.shop.id] == ["queued"]
    assert troubles.shops == 1
    assert troubles.count >= 1
    assert all(record.getMessage().startswith("shop 1: ") for record in caplog.records)


@pytest.mark.parametrize("sql", SPOILT)
async def test_who_has_a_card_in_a_spoilt_shop_still_hears_from_the_others(luna: Luna, sql: str) -> None:
    card_id = await luna.db.write(_joins, luna.cafe.ana)
    await luna.db.write(_holds, card_id, NOON - 14 * DAY)
    await luna.db.write(spoil, sql)
    await tick(luna.db, now=NOON)
    assert (await states(luna.db))[luna.cafe.shop.id] == ["queued"]


def _joins(tx: Tx, person_id: int) -> int:
    code = shops.by_id(tx, SOL).code
    done = join_shop(tx, person_id, code, now=NOON)
    assert isinstance(done, Joined)
    return done.state.account.id


def _holds(tx: Tx, card_id: int, at: datetime) -> None:
    tx.execute(
        text(
            "INSERT INTO vouchers (account_id, counter_id, shop_id, slot, reward_key, reward, state, created_at)"
            " SELECT account_id, id, shop_id, '9:1', 'coffee', 'A coffee', 'available', :at FROM counters"
            " WHERE account_id = :card"
        ),
        {"card": card_id, "at": int(at.timestamp() * 1e6)},
    )


async def test_a_shop_that_failed_rests_longer_each_time_and_is_well_again_when_its_row_is(
    luna: Luna,
) -> None:
    await luna.db.write(spoil, SPOILT[0])
    troubles, tried = Troubles(), []
    for minute in range(130):
        before = troubles.count
        await tick(luna.db, now=NOON + minute * MINUTE, troubles=troubles)
        if troubles.count > before:
            tried.append(minute)
    assert tried == [0, 1, 3, 7, 15, 31, 63, 123]
    await luna.db.write(spoil, "UPDATE campaigns SET settings = '{}' WHERE shop_id = 1")
    await tick(luna.db, now=NOON + 4 * HOUR, troubles=troubles)
    assert troubles.shops == 0
    assert (await states(luna.db))[SOL] == ["queued"]


async def test_a_database_that_goes_away_is_no_shops_trouble(luna: Luna) -> None:
    class Gone:
        write = luna.db.write

        async def read(
            self, fn: Callable[..., Awaitable[object]], /, *args: object, **kwargs: object
        ) -> object:
            if args == (SOL,):
                raise StorageError("The server went away.", "Wait.")
            return await luna.db.read(fn, *args, **kwargs)

    troubles = Troubles()
    with pytest.raises(StorageError):
        await tick(Gone(), now=NOON, troubles=troubles)
    assert (troubles.count, troubles.shops) == (0, 0)


@pytest.mark.parametrize(
    ("dose", "cap"),
    [
        ("1, 4, '21:00', '09:00'", Cap(3, 4)),
        ("900, 4, '21:00', '09:00'", Cap(60, 4)),
        ("7, 9, '21:00', '09:00'", Cap(7, 4)),
        ("7, -1, '21:00', '09:00'", Cap(7, 0)),
    ],
)
async def test_a_dose_from_before_todays_bounds_is_taken_as_near_as_they_let(
    luna: Luna, dose: str, cap: Cap
) -> None:
    await luna.db.write(spoil, BAD_DOSE.format(dose=dose))
    assert (await luna.db.read(dose_of, SOL)).cap == cap
    done: Round = await tick(luna.db, now=NOON)
    assert done.found == 2


@pytest.mark.parametrize(
    ("settings", "days", "gift_cost"),
    [('{"days": 1}', 14, 0), ('{"days": 999, "gift_cost_minor": 250000}', 365, 250000)],
)
async def test_a_setting_from_before_todays_bounds_is_taken_as_near_as_they_let(
    luna: Luna, settings: str, days: int, gift_cost: int
) -> None:
    await luna.db.write(spoil, SPOILT[0].replace("no JSON", settings))
    campaign = await luna.db.read(campaign_of, SOL, WIN_BACK)
    assert (campaign.number("days"), campaign.number("gift_cost_minor")) == (days, gift_cost)
