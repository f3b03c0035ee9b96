"""Campaigns when time is odd: the server was off, the clock was set, the clocks went forward or back in the night."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions.campaigns.dose import Dose, set_dose
from loyalty.actor import ActingPerson
from loyalty.campaigns.frequency_cap import QuietHours
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.journeys.campaigns import agrees, crowd_agrees, either, opened, round_for, sets, times_read, writes
from tests.journeys.people import ANA, BEN
from tests.journeys.stage import FOUR_STAMPS, Place, Stage
from tests.kinds import BIRTHDAY, BROADCAST

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_SPRING = datetime(2026, 3, 29, 1, tzinfo=UTC)  # 2:00 becomes 3:00
_AUTUMN = datetime(2026, 10, 25, 1, tzinfo=UTC)  # 3:00 becomes 2:00


async def luna(stage: Stage) -> Place:
    """Open the café with birthdays and broadcasts; Ana and Ben agreed to everything."""
    cafe = await opened(stage, FOUR_STAMPS, BIRTHDAY, BROADCAST)
    await sets(stage, "Birthday", "Gift", "Slice of cake")
    await agrees(stage, cafe, BEN)
    return cafe


def at(stage: Stage, moment: datetime) -> None:
    """Let the clock show a moment."""
    stage.hours.now = moment


def floods(stage: Stage) -> None:
    """Let the platform refuse the next messages as too many; the demo's page never does."""
    match stage.platform:
        case FakeTelegram() as telegram:
            telegram.floods(retry_after_s=600, times=6)
        case FakeWhatsApp() as whatsapp:
            whatsapp.floods(times=6)


async def test_a_week_off_is_caught_up_within_its_limits_and_nothing_comes_twice(stage: Stage) -> None:
    await luna(stage)
    await stage.says(BEN, "/birthday 19 March")
    await stage.says(ANA, "/birthday 21 March")
    await writes(stage, "Soup on Friday!")
    stage.later(minutes=11)
    assert "Soup" in await round_for(stage, ANA)
    at(stage, datetime(2026, 3, 18, 11, tzinfo=UTC))
    await writes(stage, "Cake on Thursday!")
    stage.later(minutes=11)
    await stage.house.campaign()  # all is chosen, nothing is sent, and the server goes off
    at(stage, datetime(2026, 3, 27, 2, tzinfo=UTC))
    assert await round_for(stage, ANA) == ""  # it is back in the middle of the night
    assert "Slice of cake" in await stage.says(ANA, "/rewards")
    for _ in range(12):
        stage.later(hours=1)
        await stage.house.campaign()
        await stage.house.drain()
        if stage.hours.now.astimezone(_AMSTERDAM).hour < 9:
            assert times_read(stage, ANA, "appy birthday") == 0
    read = [
        times_read(stage, one, words) for one in (ANA, BEN) for words in ("appy birthday", "Soup", "Cake")
    ]
    assert read == [1, 1, 0, 0, 1, 0]  # Ben's birthday was eight days ago: one more than is made up for
    late = await stage.rows("SELECT state FROM occurrences WHERE kind = 'broadcast' ORDER BY id")
    assert late == [("sent",), ("sent",), ("dropped",), ("dropped",)]


@pytest.mark.slow
@pytest.mark.parametrize("days", [-1, 1])
async def test_a_clock_that_is_set_wrong_and_right_again_loses_and_doubles_nothing(
    stage: Stage, days: int
) -> None:
    cafe = await luna(stage)
    people = await crowd_agrees(stage, cafe, 20)
    await writes(stage, "Soup on Friday!")
    stage.later(minutes=11)
    await stage.house.campaign()
    floods(stage)  # some went, some did not
    await stage.house.drain()
    for change in (days, -days):
        stage.later(days=change)
        for _ in range(12):
            stage.later(minutes=1)
            await stage.house.campaign()
            await stage.house.drain()
        assert Counter(times_read(stage, one, "Soup") for one in people) == {1: 20}


@pytest.mark.slow
@pytest.mark.parametrize("until", [time(9), time(2, 30)], ids=str)
@pytest.mark.parametrize("moves_at", [_SPRING, _AUTUMN], ids=["spring", "autumn"])
async def test_what_is_due_in_a_night_when_the_clock_moves_goes_once_and_at_a_decent_hour(
    stage: Stage, moves_at: datetime, until: time
) -> None:
    cafe = await luna(stage)
    quiet = QuietHours(time(21), until)
    await stage.says(ANA, f"/birthday {moves_at.astimezone(_AMSTERDAM):%d %B}")
    at(stage, moves_at - timedelta(hours=5))
    [guest] = await crowd_agrees(stage, cafe, 1)
    [[cleo]] = await stage.rows("SELECT person_id FROM staff WHERE role = 'owner'")
    await stage.house.db.write(
        set_dose, ActingPerson(cleo), cafe.shop.id, Dose(quiet=quiet), now=stage.hours.now
    )
    at(stage, moves_at - timedelta(minutes=35))
    await writes(stage, "Soup on Friday!")  # at 2:35, which spring doesn't have and autumn has twice
    birthday = either(stage, "Happy birthday", "All the best for your birthday")
    expected = {birthday: ANA, "Soup": guest}
    heard: dict[str, list[datetime]] = {words: [] for words in expected}
    at(stage, moves_at - timedelta(hours=4))
    for _ in range(4 * 14):
        stage.later(minutes=15)
        await stage.house.campaign()
        await stage.house.drain()
        for words, person in expected.items():
            if times_read(stage, person, words) > len(heard[words]):
                heard[words].append(stage.hours.now.astimezone(_AMSTERDAM))
    for moments in heard.values():
        assert len(moments) == 1
        assert not quiet.hold(moments[0], _AMSTERDAM)
        assert moments[0].date() == moves_at.astimezone(_AMSTERDAM).date()
