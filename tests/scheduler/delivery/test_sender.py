"""The sender over a real outbox: what is lost, doubled, late or given up, and what never is."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from actions.delivery import outbox
from channels.deliveries import NotSent
from storage.engine.database import Database, open_database
from tests.fakes.people import User
from tests.scheduler.mailroom import ACCOUNT, Mailroom, crowd, mailroom, until

ANA, BEN, *_ = PEOPLE = crowd(60)

pytestmark = pytest.mark.engines

_DAY_S = 86_400


def campaign(people: list[User]) -> list[tuple[str, User, str]]:
    return [(f"campaign {person.id}", person, "campaign") for person in people]


@asynccontextmanager
async def hanging(room: Mailroom) -> AsyncIterator[None]:
    """Let the sender die while its calls are under way."""
    room.telegram.accepts_then_hangs(times=100)
    async with asyncio.TaskGroup() as group:
        dying = group.create_task(room.sender.drain())
        await until(lambda: bool(room.arrived()))
        yield
        dying.cancel()
    room.telegram.recovers()


@pytest.mark.slow
async def test_everything_arrives_once_and_evenly(room: Mailroom) -> None:
    await room.posts(*campaign(PEOPLE))
    start = room.hours.now
    assert await room.sender.drain() == 60
    assert set(room.arrived().values()) == {1}
    assert len(room.arrived()) == 60
    assert 59 / 30 <= (room.hours.now - start).total_seconds() <= 60 / 28


@pytest.mark.slow
async def test_receipts_overtake_a_campaign(room: Mailroom) -> None:
    await room.posts(*campaign(PEOPLE[2:]), ("receipt", ANA, "visit"))
    await room.sender.drain()
    assert (
        room.begun.index("receipt") < 4
    )  # of those claimed together, in whatever order the engine names them


async def test_one_chat_hears_one_thing_a_second(room: Mailroom) -> None:
    await room.posts(("one", ANA, "visit"), ("two", ANA, "visit"), ("three", ANA, "campaign"))
    start = room.hours.now
    assert await room.sender.drain() == 3
    assert (room.hours.now - start).total_seconds() >= 2
    assert await room.states() == [("sent", 1)] * 3


@pytest.mark.slow
async def test_a_drain_leaves_nobody_behind_whose_chat_opens_later(room: Mailroom) -> None:
    await room.posts(
        *((f"{word} {person.id}", person, "visit") for word in ("one", "two") for person in PEOPLE[:20])
    )
    assert await room.sender.drain() == 40
    assert await room.states() == [("sent", 1)] * 40


@pytest.mark.parametrize(("kind", "state", "times"), [("visit", "sent", 2), ("campaign", "unknown", 1)])
async def test_a_row_in_a_dead_hand_is_settled_by_its_class_when_the_lease_ends(
    room: Mailroom, kind: str, state: str, times: int
) -> None:
    await room.posts(("it", ANA, kind))
    async with hanging(room):
        pass
    room.later(minutes=1)
    assert await room.sender.drain() == 0
    room.later(minutes=2)
    await room.sender.drain()
    assert [one for one, _ in await room.states()] == [state]
    assert room.arrived() == {"it": times}


@pytest.mark.parametrize(("kind", "state", "times"), [("visit", "sent", 2), ("campaign", "unknown", 1)])
async def test_a_new_process_on_sqlite_waits_for_no_lease(
    sqlite_db: Database, kind: str, state: str, times: int
) -> None:
    async with mailroom(sqlite_db) as room:
        await room.posts(("it", ANA, kind))
        async with hanging(room):
            pass
        await sqlite_db.write(outbox.reclaim, "telegram", ACCOUNT, now=room.hours.now)
        await room.another(sqlite_db).drain()
        assert (await room.states())[0][0] == state
        assert room.arrived()["it"] == times


async def test_marketing_of_uncertain_fate_is_never_sent_again(room: Mailroom) -> None:
    await room.posts(("offer", ANA, "campaign"), ("receipt", BEN, "visit"))
    room.telegram.breaks(times=2)  # 500: it may have arrived
    await room.sender.drain()
    assert await room.states() == [("unknown", 1), ("ready", 1)]
    room.later(minutes=1)
    await room.sender.drain()
    assert await room.states() == [("unknown", 1), ("sent", 2)]


@pytest.mark.slow
async def test_telegram_accepting_and_hanging_doubles_no_marketing(hasty_room: Mailroom) -> None:
    room = hasty_room
    await room.posts(*campaign(PEOPLE[:8]))
    room.telegram.accepts_then_hangs(times=3)
    await room.sender.drain()
    room.later(hours=1)
    assert await room.sender.drain() == 0
    assert set(room.arrived().values()) == {1}
    assert [state for state, _ in await room.states()].count("unknown") == 3


async def test_telegram_down_for_an_hour_loses_nothing(room: Mailroom) -> None:
    await room.posts(*campaign(PEOPLE[:5]), ("receipt", BEN, "visit"), lives=_DAY_S)
    cut_off = room.another(room.db)
    cut_off.deliver = _refused
    for _ in range(4):
        assert await cut_off.drain() == 6
        room.later(minutes=15)
    assert room.arrived() == {}
    await room.sender.drain()
    assert len(room.arrived()) == 6
    assert set(room.arrived().values()) == {1}


async def _refused(_: outbox.OutboxMessage) -> NotSent:
    return NotSent("connection refused")


async def test_ten_minutes_of_429_silence_the_account_but_for_a_few_who_ask_and_cost_no_try(
    room: Mailroom,
) -> None:
    await room.posts(*campaign(PEOPLE[:40]), lives=_DAY_S)
    room.telegram.floods(retry_after_s=600, times=1000)
    await room.sender.drain()
    assert len(room.telegram.calls) <= 1 + 6  # it asked who it is, too
    for seconds in (14, 59, 179):
        room.later(seconds=seconds)
        tried = len(room.telegram.calls)
        assert await room.sender.drain() == 0
        assert len(room.telegram.calls) == tried
        room.later(seconds=1)  # it was a guess that it is the account: a few others ask
        await room.sender.drain()
        assert tried < len(room.telegram.calls) <= tried + 6
    room.telegram.recovers()
    room.later(minutes=10)
    await room.sender.drain()
    assert await room.states() == [("sent", 1)] * 40
    assert set(room.arrived().values()) == {1}


@pytest.mark.parametrize("days", [-1, 1])
async def test_a_clock_set_wrong_delays_and_doubles_nothing(room: Mailroom, days: int) -> None:
    await room.posts(*campaign(PEOPLE[:3]), ("receipt", BEN, "visit"))
    room.telegram.breaks(times=1)
    await room.sender.drain()
    room.later(days=days)
    await room.posts(("new", PEOPLE[9], "visit"))
    await room.sender.drain()
    room.later(minutes=1)
    await room.sender.drain()
    assert {state for state, _ in await room.states()} <= {"sent", "unknown"}
    assert set(room.arrived().values()) == {1}
    assert "new" in room.arrived()


async def test_what_expired_is_never_sent(room: Mailroom) -> None:
    await room.posts(*campaign(PEOPLE[:9]), lives=60)
    await room.posts(("receipt", BEN, "visit"))
    room.later(seconds=61)
    assert await room.sender.drain() == 1
    assert room.arrived() == {"receipt": 1}
    assert [state for state, _ in await room.states()].count("dropped") == 9


async def test_what_grew_stale_is_dropped(room: Mailroom) -> None:
    await room.posts(*campaign([ANA]))

    async def stale(_: outbox.OutboxMessage) -> None: ...

    room.sender.deliver = stale
    await room.sender.drain()
    assert await room.states() == [("dropped", 1)]


async def test_a_block_drops_the_rest_and_marks_the_address(room: Mailroom) -> None:
    await room.posts(("one", ANA, "visit"), ("two", ANA, "campaign"), ("hers", BEN, "campaign"))
    room.telegram.api.chat_of(ANA).blocked = True
    await room.sender.drain()
    assert [state for state, _ in await room.states()] == ["dropped", "dropped", "sent"]
    assert room.arrived() == {"hers": 1}
    marked = await room.db.read(
        lambda tx: tx.exec_driver_sql(
            "SELECT COUNT(*) FROM addresses WHERE unreachable_at IS NOT NULL"
        ).scalar_one()
    )
    assert marked == 1


async def test_what_is_unasked_steps_back_while_somebody_is_answered(sqlite_db: Database) -> None:
    async with mailroom(sqlite_db) as room:
        await room.posts(("offer", ANA, "campaign"))
        async with asyncio.TaskGroup() as group:
            with room.sender.pace.answering():
                draining = group.create_task(room.sender.drain())
                async with asyncio.timeout(10):
                    while await room.states() == [("ready", 0)]:
                        assert not draining.done()
                assert not room.arrived()
            assert await draining == 1


async def test_two_senders_on_one_database_double_nothing(postgres_url: str) -> None:
    async with (
        open_database(postgres_url, migrate=False) as one,
        open_database(postgres_url, migrate=False) as two,
        mailroom(one) as room,
    ):
        other = room.another(two)
        await other.drain()  # connects
        await room.posts(*campaign(PEOPLE), ("receipt", BEN, "visit"))
        async with asyncio.TaskGroup() as group:
            for sender in (room.sender, other):
                group.create_task(sender.drain())
        while any(state == "ready" for state, _ in await room.states()):
            room.later(seconds=1)
            await room.sender.drain()
        assert set(room.arrived().values()) == {1}
        assert len(room.arrived()) == 61


@pytest.mark.parametrize("kind", ["visit", "campaign"])
async def test_what_had_not_left_a_dead_hand_is_sent_after_all(room: Mailroom, kind: str) -> None:
    await room.posts(("it", ANA, kind))
    assert len(await room.db.write(outbox.claim, "telegram", ACCOUNT, most=4, now=room.hours.now)) == 1
    room.later(minutes=3)
    await room.sender.drain()
    assert room.arrived()["it"] == 1
    assert [state for state, _ in await room.states()] == ["sent"]


async def test_who_sleeps_over_a_message_finds_it_taken_and_does_not_send_it(room: Mailroom) -> None:
    await room.posts(("it", ANA, "campaign"))
    [mine] = await room.db.write(outbox.claim, "telegram", ACCOUNT, most=4, now=room.hours.now)
    room.later(minutes=3)
    await room.sender.drain()
    with pytest.raises(outbox.TakenError):
        await room.db.write(outbox.departs, mine, now=room.hours.now)
    assert room.arrived()["it"] == 1


async def test_a_sender_that_is_stopped_settles_what_left_and_keeps_the_rest(room: Mailroom) -> None:
    await room.posts(*campaign(PEOPLE))
    async with asyncio.TaskGroup() as group:
        group.create_task(room.sender.run())
        await until(lambda: len(room.arrived()) >= 5)
        await room.sender.stop()
    states = Counter(state for state, _ in await room.states())
    assert states.keys() <= {"sent", "ready"}
    assert states["sent"] == len(room.arrived())
    assert states["ready"]
    assert set(room.arrived().values()) == {1}


async def test_a_sender_that_must_end_at_once_gives_back_what_did_not_begin_to_leave(room: Mailroom) -> None:
    await room.posts(*campaign(PEOPLE))
    async with hanging(room):
        pass
    states = Counter(state for state, _ in await room.states())
    assert states["ready"] + states["sending"] == 60
    being_claimed = 4  # by a transaction that goes on though nobody waits for it: their lease ends
    assert states["sending"] <= len(room.begun) + being_claimed
