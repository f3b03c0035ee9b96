"""What stands out in a shop's bookings is told to its owner in kind words, with the bookings, and not again once it is fine."""

from datetime import UTC, datetime

import pytest

from actions.shop import checks
from loyalty.allowances import LOOKS
from loyalty.shop.checks import Check, Finding, Found
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.stage import Place, Stage

_MONDAY = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


async def _found(stage: Stage, cafe: Place) -> None:
    """Let a night's look have found that Eva stamped at an odd hour."""
    day = (stage.hours.now.date() - stage.hours.now.date().replace(year=1970, month=1, day=1)).days
    [[eva]] = await stage.rows("SELECT id FROM staff WHERE role = 'cashier'")
    odd = Finding("odd_hours", f"odd_hours:{eva}:{day}", day, day, eva, numbers={"n": 3})
    looked: dict[Check, Found] = {"odd_hours": [odd], "pair": None}
    await stage.house.db.write(checks.keep, cafe.shop.id, looked, now=stage.hours.now)


async def test_an_owner_sees_the_bookings_behind_what_stands_out_and_finds_it_fine(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "tomorrow I can tell" in await stage.says(CLEO, "/checks")
    await _found(stage, cafe)
    told = await stage.says(CLEO, "/checks")
    assert "1. Eva booked 3 visits on " in told
    assert "None of this says that somebody did wrong." in told
    assert "Not enough to tell yet: a card and the cashier who stamps it." in told
    behind = await stage.taps(CLEO, "🔎 Bookings of 1")
    assert "(Ana) · +1 · Eva" in behind
    assert "I won't tell you of this again" in await stage.taps(CLEO, "✔ It's fine")
    await _found(stage, cafe)  # the next night sees the same
    assert "All is as usual" in await stage.says(CLEO, "/checks")
    assert "Cleo · looked at what stood out and found it fine: unusual hours" in await stage.says(
        CLEO, "/audit"
    )


async def test_nobody_but_an_owner_hears_of_it(stage: Stage) -> None:
    cafe = await stage.cafe()
    await _found(stage, cafe)
    assert await stage.says(EVA, "/checks") == "Only the shop's owner can do that."
    assert "for the shop's staff" in await stage.says(ANA, "/checks")


async def test_the_night_looks_through_the_bookings_and_the_digest_counts_what_stands_out(
    stage: Stage,
) -> None:
    cafe = await stage.cafe()
    await stage.house.refit()
    assert "Not enough to tell yet" in await stage.says(CLEO, "/checks")
    stage.hours.now = _MONDAY
    await _found(stage, cafe)
    await stage.says(CLEO, "/today")  # on WhatsApp free words get through from here on
    mark = stage.platform.mark(CLEO)
    await stage.house.campaign()
    await stage.house.drain()
    digest = "".join(seen.text for seen in stage.platform.since(CLEO, mark))
    assert "🔎 1 thing in the bookings is worth a look" in digest
    assert "Café Luna: worth a look\n1. Eva booked" in await stage.taps(CLEO, "🔎 Worth a look")


@pytest.mark.slow
async def test_an_owner_has_todays_bookings_looked_through_now_a_few_times_a_day(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for _ in range(10):
        await stage.scans(EVA, ANA)
        await stage.taps(EVA, "↩ Undo")
        stage.later(minutes=5)
    assert "tomorrow I can tell" in await stage.says(CLEO, "/checks")
    assert "1. Eva took back 10" in await stage.taps(CLEO, "Look through them now")
    assert "1. Eva took back 10" in await stage.says(CLEO, "/checks")
    for _ in range(LOOKS.most - 1):
        await stage.taps(CLEO, "Look through them now")
    assert "often enough for now" in await stage.taps(CLEO, "Look through them now")
