"""What a round did is in the figures: how late it came, how long it took, and in how many shops something failed."""

from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from app.house import House, build
from storage.engine.database import Database
from tests.actions.customers import hold_nobody_out
from tests.actions.places import open_cafe, stamps
from tests.journeys.hours import NOON, Hours


@pytest.fixture
def hours() -> Hours:
    """Give a clock that stands."""
    return Hours()


@pytest.fixture
async def house(sqlite_db: Database, hours: Hours) -> House:
    """Build a house for Café Luna, that speaks nowhere."""
    cafe = await sqlite_db.write(open_cafe, stamps(2), now=NOON)
    await sqlite_db.write(hold_nobody_out, cafe.shop.id)
    return build(sqlite_db, [], secret=b"secret", clock=hours.read, wait=hours.wait)


def figure(name: str) -> float:
    """Read one of the figures of rounds."""
    return REGISTRY.get_sample_value(f"stempel_{name}") or 0.0


async def test_a_round_that_comes_hours_late_says_so_and_the_next_is_in_time(
    house: House, hours: Hours
) -> None:
    await house.campaign()
    done, late = figure("rounds_total"), figure("late_rounds_total")
    hours.now = NOON.replace(hour=23) + timedelta(hours=3)  # the shop's midnight was at 23:00
    await house.campaign()
    assert figure("round_late_seconds") == 3 * 3600
    assert (figure("rounds_total") - done, figure("late_rounds_total") - late) == (1, 1)
    assert figure("round_finished_timestamp_seconds") == hours.now.timestamp()
    await house.campaign()
    assert (figure("round_late_seconds"), figure("round_seconds")) == (0, 0)
    assert figure("late_rounds_total") - late == 1


async def test_a_shop_in_trouble_is_counted_until_it_is_well(house: House, hours: Hours) -> None:
    failed = figure("round_failures_total")
    await house.db.write(
        lambda tx: tx.execute(text("UPDATE campaigns SET settings = 'no JSON' WHERE kind = 'goal'"))
    )
    await house.campaign()
    assert (figure("round_failures_total") - failed, figure("round_troubled_shops")) == (1, 1)
    await house.db.write(
        lambda tx: tx.execute(text("UPDATE campaigns SET settings = '{}' WHERE kind = 'goal'"))
    )
    hours.now += timedelta(minutes=2)
    await house.campaign()
    assert figure("round_troubled_shops") == 0
