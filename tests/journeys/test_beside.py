"""What only reads, reads beside the writer: nobody at a till waits for it, and who asked is answered all the same."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.beside import AnyHandler, beside
from bot.table import COMMANDS
from bot.turn import Choice, Reply, Turn
from storage.engine.errors import StorageError
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import EACH_PLATFORM, MESSENGERS, Where
from tests.journeys.stage import Stage

_PATIENCE_S = 10
on_both_databases = pytest.mark.parametrize("where", [*EACH_PLATFORM, Where("telegram", "postgres")], ids=str)


@pytest.fixture
def answers_stats(monkeypatch: pytest.MonkeyPatch) -> Callable[[AnyHandler], None]:
    """Let another handler answer /stats."""
    return lambda handler: monkeypatch.setitem(COMMANDS, "stats", replace(COMMANDS["stats"], handler=handler))


async def until(true: Callable[[], bool]) -> None:
    """Wait for what a chat will show."""
    async with asyncio.timeout(_PATIENCE_S):
        while not true():  # noqa: ASYNC110 - chats have no event for it
            await asyncio.sleep(0)


@on_both_databases
async def test_a_till_is_answered_while_somebody_is_still_being_read_to(
    stage: Stage, answers_stats: Callable[[AnyHandler], None]
) -> None:
    let_go = threading.Event()

    def held(turn: Turn, _arg: str) -> Reply:
        assert let_go.wait(_PATIENCE_S)
        return Reply(turn.t("How business is"))

    answers_stats(beside(held))
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(stage.platform.says(CLEO, "/stats"))
        await stage.platform.opens(EVA, stage.code_of(ANA))
        await until(lambda: "✔ stamped" in stage.last(EVA).text)
        assert stage.last(CLEO).text != "How business is"
        let_go.set()
        await asking
    await stage.platform.settled()
    assert stage.last(CLEO).text == "How business is"


@on_both_databases
async def test_what_is_read_beside_can_not_write(
    stage: Stage, answers_stats: Callable[[AnyHandler], None], caplog: pytest.LogCaptureFixture
) -> None:
    def writes(turn: Turn, _arg: str) -> Reply:
        turn.tx.exec_driver_sql("UPDATE shops SET name = 'Bakery Sol'")
        return Reply("Renamed")

    answers_stats(beside(writes))
    await stage.cafe()
    assert "something went wrong on our side" in await stage.says(CLEO, "/stats")
    assert "failed, reference" in caplog.text
    assert await stage.rows("SELECT name FROM shops") == [("Café Luna",)]
    stage.later(hours=1)
    before = stage.platform.mark(CLEO)
    await stage.house.drain()
    assert not stage.platform.since(CLEO, before)  # the apology was the answer


@MESSENGERS
async def test_who_was_to_be_read_to_while_storage_is_down_hears_of_it_later(
    stage: Stage, answers_stats: Callable[[AnyHandler], None]
) -> None:
    def down(_turn: Turn, _arg: str) -> Reply:
        raise StorageError("The disk failed.", "Look at it.")

    answers_stats(beside(down))
    await stage.cafe()
    before = stage.platform.mark(CLEO)
    await stage.platform.says(CLEO, "/stats")
    await stage.platform.settled()
    assert not stage.platform.since(CLEO, before)
    stage.later(minutes=6)
    await stage.house.drain()
    [told] = stage.platform.since(CLEO, before)
    assert "please ask me again" in told.text


async def test_what_is_read_beside_shows_choices_that_can_be_typed_and_questions_that_wait(
    stage: Stage, answers_stats: Callable[[AnyHandler], None]
) -> None:
    @beside
    def asks(turn: Turn, _arg: str) -> Reply:
        turn.wait_for("find")
        return Reply("Whom?", ((Choice("Nobody at all", "help"),),))

    answers_stats(asks)
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "/stats")
    assert "Tap a name" in await stage.says(CLEO, "Ana")
    await stage.says(CLEO, "/stats")
    assert "At the till: scan a code" in await stage.says(CLEO, "nobody at all")


async def test_an_answer_that_was_read_and_given_is_owed_no_longer(stage: Stage) -> None:
    await stage.cafe()
    before = stage.platform.mark(CLEO)
    await stage.says(CLEO, "/stats")
    await stage.again(CLEO)
    said = stage.platform.since(CLEO, before)
    assert len(said) == (1 if stage.channel.window else 2)
    assert await stage.rows("SELECT COUNT(*) FROM outbox WHERE kind = 'late'") == [(0,)]
    stage.later(minutes=6)
    await stage.house.drain()
    assert stage.platform.since(CLEO, before) == said
