"""When our own side fails: storage is down, a row can't be, a task is cancelled."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import make_url

from tests.fakes.browser import NotTakenError
from tests.fakes.telegram_updates import WebhookFailedError
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import TELEGRAM, Where
from tests.journeys.stage import ONE_STAMP, Stage


@contextmanager
def _locked(url: str) -> Iterator[None]:
    """Hold the database in another program."""
    viewer = sqlite3.connect(make_url(url).database or "", isolation_level=None)
    try:
        viewer.execute("BEGIN IMMEDIATE")
        yield
    finally:
        viewer.close()


async def _impatient(stage: Stage) -> None:
    await stage.change("PRAGMA busy_timeout = 0")


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - chats and logs have no event for it
            await asyncio.sleep(0)


async def test_storage_that_is_down_lets_the_update_come_again(stage: Stage, journey_url: str) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await _impatient(stage)
    stage.platform.gives_up_soon()
    before = len(stage.chat(EVA))
    with _locked(journey_url), pytest.raises((WebhookFailedError, NotTakenError), match="503"):
        await stage.scans(EVA, ANA)
    assert len(stage.chat(EVA)) == before
    assert await stage.balance(ANA) == 0
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.again(EVA)
    assert "1 of 4" in stage.newest(ANA).text
    assert await stage.balance(ANA) == 1


@pytest.mark.parametrize("where", [Where("polling")], ids=str)
async def test_polling_asks_again_while_storage_is_down(stage: Stage, journey_url: str) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await _impatient(stage)
    pauses = len(stage.hours.waited)
    with _locked(journey_url):
        await stage.platform.opens(EVA, stage.code_of(ANA))
        await _until(lambda: len(stage.hours.waited) >= pauses + 2)
    await stage.platform.settled()
    assert "Ana, 1 of 4 stamps ✔ stamped" in stage.last(EVA).text
    assert await stage.balance(ANA) == 1


async def test_the_outbox_waits_while_storage_is_down(
    stage: Stage, journey_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await _impatient(stage)
    await stage.platform.opens(EVA, stage.code_of(ANA))
    async with asyncio.TaskGroup() as group:
        sending = group.create_task(stage.house.run())
        with _locked(journey_url):
            stage.house.kick()
            await _until(lambda: "storage is down" in caplog.text)
        stage.house.kick()
        await _until(lambda: "1 of 4" in stage.newest(ANA).text)
        sending.cancel()


async def test_a_bug_is_apologised_for_with_a_reference_and_not_retried(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.change("UPDATE shops SET timezone = 'Mars/Olympus'")  # a row that can't be
    answer = await stage.scans(EVA, ANA)
    reference = re.search(r"tell the shop: ([0-9A-F]{6})$", answer)
    assert reference
    assert reference[1] in caplog.text
    assert "Ana" not in caplog.text
    await stage.change("UPDATE shops SET timezone = 'Europe/Amsterdam'")
    assert await stage.balance(ANA) == 0
    assert await stage.rows("SELECT COUNT(*) FROM visits") == [(0,)]
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.scans(EVA, ANA)


async def test_a_bug_is_apologised_for_in_the_language_that_was_chosen(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(EVA, "/language")
    await stage.taps(EVA, "Nederlands")
    await stage.change("UPDATE shops SET timezone = 'Mars/Olympus'")
    assert "Sorry, er ging bij ons iets mis." in await stage.scans(EVA, ANA)


async def test_a_receipt_that_can_not_be_worded_holds_up_no_other(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.platform.opens(EVA, stage.code_of(ANA))
    await stage.change("UPDATE outbox SET kind = 'unheard-of'")
    stage.later(minutes=2)
    await stage.says(EVA, stage.short_code(ANA))
    states = await stage.rows("SELECT kind, state FROM outbox ORDER BY id")
    assert states == [("unheard-of", "dropped"), ("visit", "sent")]
    assert "unheard-of" in caplog.text
    assert "2 of 4" in stage.newest(ANA).text


async def _dies_before_it_answers(stage: Stage, deed: Coroutine[Any, Any, object], call: str) -> None:
    """Let the process die when what was done is committed, and its answer is on the way."""
    stage.telegram.swallows(call)
    async with asyncio.TaskGroup() as group:
        doing = group.create_task(deed)
        await stage.telegram.swallowed.wait()
        doing.cancel()


@TELEGRAM
async def test_cancelling_between_commit_and_reply_loses_no_stamp_and_no_answer(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    link = stage.code_of(ANA)
    await _dies_before_it_answers(stage, stage.platform.opens(EVA, link), "sendMessage")
    assert await stage.balance(ANA) == 1
    assert "already stamped at 12:00 by Eva" in await stage.again(EVA)
    assert await stage.balance(ANA) == 1
    assert "1 of 4" in stage.newest(ANA).text


@TELEGRAM
async def test_a_reward_that_was_handed_out_as_the_process_died_is_said_to_be_once(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.taps(ANA, "Use: Free coffee")
    code = stage.code_of(ANA)
    await _dies_before_it_answers(stage, stage.platform.opens(EVA, code), "sendMessage")
    assert "Free coffee for Ana ✔ redeemed" in await stage.again(EVA)
    before = stage.platform.mark(EVA)
    stage.later(minutes=6)
    await stage.house.drain()
    assert stage.platform.since(EVA, before) == []


@TELEGRAM
async def test_a_reward_that_was_handed_out_is_told_of_though_nothing_comes_again(stage: Stage) -> None:
    cafe = await stage.cafe(programme=ONE_STAMP)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await _dies_before_it_answers(stage, stage.platform.taps(EVA, "🎁 Redeem"), "sendMessage")
    stage.later(minutes=6)
    await stage.house.drain()
    assert "Free coffee for Ana ✔ redeemed" in stage.last(EVA).text


@TELEGRAM
async def test_a_visit_that_was_taken_back_as_the_process_died_is_said_to_be_once(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await _dies_before_it_answers(stage, stage.platform.taps(EVA, "↩ Undo"), "editMessageText")
    assert await stage.balance(ANA) == 0
    assert "Taken back. Ana: 0 of 4 stamps" in await stage.again(EVA)
    assert await stage.balance(ANA) == 0
    before = stage.platform.mark(EVA)
    stage.later(minutes=6)
    await stage.house.drain()
    assert stage.platform.since(EVA, before) == []


@TELEGRAM
async def test_a_visit_that_was_taken_back_is_told_of_though_nothing_comes_again(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await _dies_before_it_answers(stage, stage.platform.taps(EVA, "↩ Undo"), "editMessageText")
    stage.later(minutes=6)
    await stage.house.drain()
    assert "Taken back" in stage.last(EVA).text


@TELEGRAM
@pytest.mark.parametrize("steps", [0, 3, 10, 30, 100, 300, 1000, 3000])
async def test_cancelling_at_any_moment_books_one_stamp_or_none(stage: Stage, steps: int) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    link = stage.code_of(ANA)
    async with asyncio.TaskGroup() as group:
        scan = group.create_task(stage.platform.opens(EVA, link))
        for _ in range(steps):
            await asyncio.sleep(0)
        scan.cancel()
    if stage.telegram.updates.last:
        await stage.again(EVA)
    await stage.opens(EVA, link)
    assert await stage.balance(ANA) == 1
    assert await stage.rows("SELECT COUNT(*) FROM visits") == [(1,)]
