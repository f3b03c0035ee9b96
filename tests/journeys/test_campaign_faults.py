"""A campaign while Telegram is out of reach, flooded, slow or silent: nothing is lost, no marketing comes twice."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

import pytest

from tests.fakes.people import User
from tests.journeys.campaigns import comes, crowd_agrees, opened, round_for, writes
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import TELEGRAM, Where
from tests.journeys.stage import FOUR_STAMPS, ONE_STAMP, Stage
from tests.journeys.weather import flooded, out_of_reach, slow
from tests.kinds import BROADCAST, VOUCHER_WAITING

HASTY = pytest.mark.parametrize("where", [Where("telegram", answer_timeout_s=0.5)], ids=str)
_SOUP = "Café Luna: Soup on Friday!"


async def ordered(stage: Stage, guests: int) -> list[User]:
    """Let Cleo write to so many guests, and the round choose them: all is in the outbox, nothing is sent."""
    cafe = await opened(stage, FOUR_STAMPS, BROADCAST)
    people = await crowd_agrees(stage, cafe, guests)
    await stage.says(ANA, "stop")  # she is here for the receipts
    await writes(stage, "Soup on Friday!")
    stage.later(minutes=11)
    await stage.house.campaign()
    return people


async def passes(stage: Stage, minutes: float, *, every_s: float = 10) -> None:
    """Let time pass, with the clock's pulse."""
    ends = stage.hours.now + timedelta(minutes=minutes)
    while stage.hours.now < ends:
        await stage.house.drain()
        stage.hours.now = max(stage.hours.now, min(stage.hours.now + timedelta(seconds=every_s), ends))
    await stage.house.drain()


def times_read(stage: Stage, people: Iterable[User], text: str = _SOUP) -> Counter[int]:
    """Count how many read a text how often."""
    return Counter(sum(seen.text == text for seen in stage.telegram.sent_to(one)) for one in people)


@pytest.mark.slow
@TELEGRAM
async def test_an_hour_out_of_reach_loses_nothing_and_doubles_nothing(stage: Stage) -> None:
    people = await ordered(stage, 6)
    async with out_of_reach(stage.telegram):
        await stage.telegram.says(EVA, stage.short_code(ANA))
        await passes(stage, 60)
        assert await stage.balance(ANA) == 1
    await passes(stage, 16, every_s=60)
    assert "Ana, 1 of 4 stamps: already stamped at" in stage.last(EVA).text
    assert times_read(stage, people) == {1: 6}
    assert "1 of 4 stamps" in stage.chat(ANA)[0].text
    assert await stage.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]


@pytest.mark.slow
@TELEGRAM
async def test_an_hour_of_server_errors_swallows_no_campaign(stage: Stage) -> None:
    people = await ordered(stage, 80)
    stage.telegram.breaks(status=502, description="Bad Gateway", times=100_000)
    await stage.telegram.says(EVA, stage.short_code(ANA))
    await passes(stage, 60)
    stage.telegram.recovers()
    await passes(stage, 60, every_s=60)
    assert "1 of 4 stamps" in stage.chat(ANA)[0].text
    read = times_read(stage, people)
    assert set(read) == {0, 1}  # those that asked whether it is back may have arrived, and never come again
    assert read[1] > 55


@TELEGRAM
async def test_ten_minutes_of_429_silence_the_bot_but_for_a_few_who_ask_and_a_stamp_is_answered_right_after(
    stage: Stage,
) -> None:
    people = await ordered(stage, 30)
    start, code = stage.hours.now, stage.short_code(ANA)
    with flooded(stage, start + timedelta(minutes=10)) as tried:
        await passes(stage, 0.1)
        first = len(tried)
        await passes(stage, 4.9)
        assert await stage.says(CLEO, "/help") == ""
        await passes(stage, 4.75)
        assert "1 of 4 stamps ✔ stamped" in await stage.says(EVA, code)
        assert stage.hours.now - start < timedelta(minutes=10, seconds=2)
        await passes(stage, 1)
    assert first <= 6  # those under way when it began
    assert len(tried) <= 32  # a few ask whether it is the account, and nobody a second time
    assert times_read(stage, people) == {1: 30}
    assert "please ask me again" in stage.last(CLEO).text


@pytest.mark.slow
@TELEGRAM
async def test_who_is_flooded_with_answers_lets_the_outbox_wait_too(stage: Stage) -> None:
    people = await ordered(stage, 4)
    with flooded(stage, stage.hours.now + timedelta(seconds=20)) as tried:
        await stage.telegram.says(ANA, "/help")
        assert len(tried) == 1
    assert times_read(stage, people) == {0: 4}
    await passes(stage, 1)
    assert times_read(stage, people) == {1: 4}


@pytest.mark.slow
@TELEGRAM
async def test_a_slow_telegram_delays_no_stamp_and_doubles_nothing(stage: Stage) -> None:
    people = await ordered(stage, 30)
    with slow(stage, {one.id for one in people}) as goes_on:
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(stage.house.drain())
            await _under_way(stage, 6)
            async with asyncio.timeout(5):  # sooner than the outbox gives up on its calls
                await stage.telegram.says(EVA, stage.short_code(ANA))
            assert "✔ stamped" in stage.last(EVA).text
            assert not sending.done()
            goes_on.set()
    await passes(stage, 1)
    assert times_read(stage, people) == {1: 30}


async def _under_way(stage: Stage, calls: int) -> None:
    async with asyncio.timeout(10):
        while len(await stage.rows("SELECT id FROM outbox WHERE state = 'sending'")) < calls:  # noqa: ASYNC110
            await asyncio.sleep(0)


@pytest.mark.slow
@HASTY
async def test_what_was_taken_in_silence_comes_again_only_if_it_is_a_receipt(stage: Stage) -> None:
    people = await ordered(stage, 3)
    stage.later(minutes=20)  # her card is not in her hand any more
    code = stage.short_code(ANA)
    await stage.telegram.says(EVA, code)
    stage.telegram.accepts_then_hangs(times=4)
    await stage.house.drain()
    await passes(stage, 60, every_s=60)
    assert times_read(stage, people) == {1: 3}
    customers = "SELECT kind, state FROM outbox WHERE state <> 'dropped' AND kind <> 'briefing'"
    assert sorted(await stage.rows(customers)) == [
        ("campaign", "unknown"), ("campaign", "unknown"), ("campaign", "unknown"), ("visit", "sent"),
    ]  # fmt: skip
    receipts = [seen.text for seen in stage.telegram.sent_to(ANA) if "✔ 1 stamp ·" in seen.text]
    assert len(receipts) > len(set(receipts))
    assert await stage.balance(ANA) == 1


@pytest.mark.parametrize("way", ["STOP", "afmelden", "never"])
async def test_who_says_no_between_choice_and_sending_hears_nothing(stage: Stage, way: str) -> None:
    await opened(stage, ONE_STAMP, VOUCHER_WAITING)
    await comes(stage)
    stage.later(days=14)
    await stage.house.campaign()
    before = stage.platform.mark(ANA)
    if way == "never":
        await stage.platform.says(ANA, "/messages")
        await stage.platform.settled()
        await stage.platform.taps(ANA, "Reminders")
        await stage.platform.settled()
    await (stage.platform.taps if way == "never" else stage.platform.says)(ANA, way)
    await stage.platform.settled()
    await stage.house.drain()
    assert not any("waiting" in seen.text for seen in stage.platform.since(ANA, before))
    stage.later(days=4)
    assert await round_for(stage, ANA) == ""
    assert await stage.rows("SELECT state, why FROM occurrences") == [("dropped", "consent")]
