"""People at the till go first, everybody else in turn; and nobody is answered faster than their chat bears."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.queues import CASHIER, CUSTOMER, Allowances, Once, Queue
from channels.messages import Address

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
GAP = timedelta(seconds=1.2)
ANA, BEN = Address("telegram", "700", "1"), Address("telegram", "700", "2")


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


async def _stands_in(queue: Queue, first: Once) -> None:
    async with queue.place(first):
        pass


async def test_a_till_goes_past_a_crowd_that_waits_in_the_order_it_came() -> None:
    queue, goes_on, served = Queue(1), asyncio.Event(), list[str]()

    async def customer(name: str) -> None:
        async with queue.place(_no):
            served.append(name)
            await goes_on.wait()

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(customer(f"customer {number}"))
        while queue.waiting < 4:  # noqa: ASYNC110 - a queue has no event for it
            await asyncio.sleep(0)
        async with queue.place(_yes):
            served.append("till")
        goes_on.set()
    assert served == ["customer 0", "till", *(f"customer {number}" for number in range(1, 5))]


async def test_nobody_is_asked_who_they_are_while_there_is_room() -> None:
    async def asked() -> bool:
        raise AssertionError

    async with Queue(1).place(asked):
        pass


async def test_who_somebody_is_need_be_asked_only_once() -> None:
    asked = list[str]()

    async def ask() -> bool:
        asked.append("who is that?")
        return False

    goes_first, queue = Once(ask), Queue(1)
    async with queue.place(_no), asyncio.TaskGroup() as group:
        waiting = [group.create_task(_stands_in(queue, goes_first)) for _ in range(2)]
        while queue.waiting < len(waiting):  # noqa: ASYNC110
            await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
    assert not await goes_first()
    assert len(asked) == 1


async def test_who_gives_up_waiting_takes_nobodys_place() -> None:
    queue = Queue(1)

    async def waits() -> None:
        async with queue.place(_no):
            raise AssertionError

    async with queue.place(_no), asyncio.TaskGroup() as group:
        waiting = group.create_task(waits())
        while not queue.waiting:  # noqa: ASYNC110
            await asyncio.sleep(0)
        waiting.cancel()
    assert queue.waiting == 0
    async with queue.place(_no):
        pass


def take(allowances: Allowances, person: Address, *, at_once: int = CUSTOMER, at: datetime = NOON) -> float:
    """Ask for one more answer, and return for how many seconds it waits."""
    wait = allowances.take(person, GAP, at_once=at_once, now=at)
    assert wait is not None
    return wait.total_seconds()


def test_some_answers_come_at_once_and_the_next_one_waits() -> None:
    allowances = Allowances()
    assert [take(allowances, ANA) for _ in range(CUSTOMER + 1)] == [0.0] * (CUSTOMER + 1)
    assert take(allowances, ANA) == GAP.total_seconds()
    assert take(allowances, BEN) == 0.0


def test_who_waits_each_time_goes_at_the_chats_own_pace_and_in_the_end_one_answer_stands_for_all() -> None:
    allowances, now, waits = Allowances(), NOON, []
    for _ in range(100):
        wait = allowances.take(ANA, GAP, at_once=CUSTOMER, now=now)
        waits.append(wait)
        now += wait or timedelta(0)
    assert waits[CUSTOMER + 1 : CUSTOMER + 11] == [GAP] * 10
    assert set(waits[CUSTOMER + 11 :]) == {None}
    assert take(allowances, ANA, at=now + 20 * GAP) == 0.0


def test_a_cashier_in_a_rush_is_never_slowed_down() -> None:
    allowances, now = Allowances(), NOON
    for _ in range(600):
        assert take(allowances, ANA, at_once=CASHIER, at=now) == 0.0
        now += timedelta(seconds=1.1)


def test_where_a_platform_asks_for_no_gap_nobody_is_slowed_down() -> None:
    allowances = Allowances()
    assert {allowances.take(ANA, timedelta(0), at_once=CUSTOMER, now=NOON) for _ in range(99)} == {
        timedelta(0)
    }


def test_those_who_said_nothing_lately_are_forgotten() -> None:
    allowances = Allowances()
    for number in range(5000):
        person = Address("telegram", "700", str(number))
        allowances.take(person, GAP, at_once=CUSTOMER, now=NOON + number * GAP)
    assert len(allowances._people) <= 1000
