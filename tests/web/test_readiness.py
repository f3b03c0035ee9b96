"""`/readyz` says whether something can be stored; it asks once a second, whoever asks it how often."""

import asyncio

import pytest

from actions.people.chat_state import StorageError
from web.readiness import Readiness


async def test_a_database_is_asked_once_for_all_that_ask_at_once() -> None:
    asked = 0

    async def store() -> None:
        nonlocal asked
        asked += 1

    ready = Readiness(store)
    assert await asyncio.gather(*(ready.trouble() for _ in range(20))) == [""] * 20
    assert await ready.trouble() == ""
    assert asked == 1


async def test_a_database_that_does_not_answer_is_not_waited_for_and_asked_but_once() -> None:
    answers, asked = asyncio.Event(), 0

    async def store() -> None:
        nonlocal asked
        asked += 1
        await answers.wait()

    ready = Readiness(store)
    ready.inquiry.patience_s = 0.01
    assert [await ready.trouble() for _ in range(3)] == [
        "Nothing was stored within 0.01 seconds: the database is busy, or does not answer."
    ] * 3
    answers.set()
    await asyncio.sleep(0)
    assert await ready.trouble() == ""
    assert asked == 1


async def test_what_storage_refuses_is_said_with_what_to_do() -> None:
    async def store() -> None:
        raise StorageError("The disk is full: nothing more can be stored.", "Free some space.")

    assert "Free some space." in await Readiness(store).trouble()


async def test_a_fault_of_ours_is_not_taken_for_readiness() -> None:
    async def store() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Readiness(store).trouble()
