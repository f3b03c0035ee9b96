"""Two and four real `stempel serve` on one PostgreSQL: one pace, one clock, and nothing twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.people.identify import Caller, recognise
from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from app.clock import read_clock
from channels.telegram.channel import Telegram
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from storage.engine.database import open_database
from storage.engine.statements import Tx
from tests.actions.customers import only
from tests.actions.places import join, open_cafe, stamps
from tests.busy_cafe import busy_cafe, messages, scan_until, stamped
from tests.fakes.people import User
from tests.fakes.telegram import TOKEN
from tests.fleet import CountingTelegram, Fleet, fleet
from tests.kinds import BROADCAST
from tests.scheduler.mailroom import crowd

pytestmark = pytest.mark.slow

_ACCOUNT = TOKEN.partition(":")[0]
_PATIENCE_S = 150  # a row in a dead hand comes back after two minutes


@pytest.fixture
async def telegram() -> AsyncIterator[CountingTelegram]:
    async with CountingTelegram() as fake:
        yield fake


def _owe_receipts(tx: Tx, people: list[User], cafes: int) -> None:
    """Stamp everybody once in each of so many cafés, before anybody serves."""
    now = read_clock()
    for number in range(cafes):
        cafe = open_cafe(tx, stamps(10), now=now)
        only(tx, cafe.shop.id, BROADCAST)  # by day a welcome would come, too
        for person in people:
            caller = Caller("telegram", _ACCOUNT, str(person.id), name=person.first_name, language="en")
            card_id = join(tx, cafe.shop, recognise(tx, caller, now=now).person.id, now=now)
            scan = Scan(ActingPerson(cafe.eva), card_id, Claim(spent_minor=None, shown_at=None, again=None))
            assert isinstance(scan_card(tx, scan, key=f"{number} {card_id}", now=now), Booked)


async def _arrive(telegram: CountingTelegram, messages: int) -> None:
    """Wait until so many messages have arrived."""
    async with asyncio.timeout(_PATIENCE_S):
        while len(telegram.arrivals()) < messages:  # noqa: ASYNC110 - the processes have no event for us
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("size", [2, 4])
async def test_however_many_send_an_account_keeps_its_pace_and_a_chat_its_gap(
    postgres_url: str, telegram: CountingTelegram, tmp_path: Path, size: int
) -> None:
    people, cafes = crowd(30), 4
    async with open_database(postgres_url, migrate=False) as db:
        await db.write(_owe_receipts, people, cafes)
    for person in people:
        telegram.api.chat_of(person).started = True
    async with fleet(postgres_url, telegram, tmp_path, size=size):
        await _arrive(telegram, 120)
        await asyncio.sleep(1)
    assert telegram.refused == 0
    assert Counter(map(len, telegram.at.values())) == {cafes: len(people)}
    assert telegram.shortest_gap_s() >= 0.8  # of 1.2, on a busy machine
    arrived = telegram.arrivals()
    assert 119 / (arrived[-1] - arrived[0]) <= Telegram.speed.per_s * 1.1


async def _rolls(crew: Fleet) -> None:
    """Grow from one process to four, put a new one in the place of each, and shrink to one again."""
    for _ in range(3):
        await crew.grows()
    for old in list(crew.servers):
        await crew.grows()
        await crew.shrinks(old)
    for server in crew.servers[1:]:
        await crew.shrinks(server)


async def _settled(url: str, offers: int) -> list[tuple[str, str, str]]:
    """Wait until so many offers were made and nothing is on its way any more, and return every message."""
    async with asyncio.timeout(_PATIENCE_S), open_database(url, migrate=False) as db:
        while True:
            found = await db.read(messages)
            made = sum(kind == "campaign" for _, kind, _ in found)
            if made == offers and not {"ready", "sending"} & {state for _, _, state in found}:
                return found
            await asyncio.sleep(0.2)


async def test_processes_come_and_go_under_load_and_no_scan_or_offer_is_lost_or_doubled(
    postgres_url: str, tmp_path: Path
) -> None:
    async with CountingTelegram(most_a_second=1000) as telegram:
        cafe = await busy_cafe(postgres_url, telegram, customers=400, cashiers=4)
        over = asyncio.Event()
        async with fleet(postgres_url, telegram, tmp_path, size=1) as crew:
            scanning = asyncio.ensure_future(scan_until(over, telegram, cafe))
            await _rolls(crew)
            over.set()
            scanned = await scanning
            sent = await _settled(postgres_url, len(cafe.customers))
        async with open_database(postgres_url, migrate=False) as db:
            entries = await db.read(stamped)
        assert len(scanned) > 20
        assert Counter(entries) == Counter((card, 1) for card in scanned)
        answers = [seen.text for cashier in cafe.cashiers for seen in telegram.sent_to(cashier)]
        for card in scanned:
            name = cafe.customers[card].first_name
            assert any(f"{name}, 1 of 10" in text for text in answers), name
        offers = Counter({chat: 0 for chat, kind, _ in sent if kind == "campaign"})
        for customer in cafe.customers.values():
            offers[str(customer.id)] = sum("Soup" in seen.text for seen in telegram.sent_to(customer))
        for chat, kind, state in sent:
            if kind == "campaign":
                assert offers[chat] == 1 or (state == "unknown" and offers[chat] == 0), (chat, state)


def _let_leases_end(tx: Tx) -> None:
    """Let minutes have passed, as it seems to those who are awake."""
    tx.exec_driver_sql("UPDATE leases SET until = 0")
    tx.exec_driver_sql("UPDATE outbox SET lease_until = 0 WHERE state = 'sending'")


async def test_a_process_that_slept_for_minutes_does_nothing_twice(postgres_url: str, tmp_path: Path) -> None:
    async with CountingTelegram() as telegram:
        cafe = await busy_cafe(postgres_url, telegram, customers=150, cashiers=1)
        async with (
            fleet(postgres_url, telegram, tmp_path, size=2) as crew,
            open_database(postgres_url, migrate=False) as db,
        ):
            await _arrive(telegram, 40)
            sleeper = crew.servers.pop(0)
            sleeper.freezes()
            await db.write(_let_leases_end)
            sent = await _settled(postgres_url, len(cafe.customers))
            sleeper.thaws()
            await asyncio.sleep(3)
            # One that was on its way as the process froze was in doubt, until it could say that it had arrived.
            doubt = {before: (*before[:2], "sent") for before in sent if before[2] == "unknown"}
            now = await db.read(messages)
            assert all(one in {before, doubt.get(before)} for one, before in zip(now, sent, strict=True))
            crew.servers.append(sleeper)
        states = {chat: state for chat, kind, state in sent if kind == "campaign"}
        offers = {
            str(customer.id): sum("Soup" in seen.text for seen in telegram.sent_to(customer))
            for customer in cafe.customers.values()
        }
        assert states.keys() == offers.keys()
        for chat, times in offers.items():
            assert times == 1 or (times == 0 and states[chat] == "unknown"), (chat, states[chat])


async def test_an_update_that_two_processes_get_at_once_counts_once_and_is_answered(
    postgres_url: str, tmp_path: Path
) -> None:
    async with CountingTelegram() as telegram:
        cafe = await busy_cafe(postgres_url, telegram, customers=9, cashiers=1)
        [cashier] = cafe.cashiers
        async with (
            fleet(postgres_url, telegram, tmp_path, size=2),
            open_database(postgres_url, migrate=False) as db,
        ):
            for card, customer in cafe.customers.items():
                before = len(telegram.sent_to(cashier))
                await telegram.opens_twice(cashier, cafe.code(card))
                said = [seen.text for seen in telegram.sent_to(cashier)[before:]]
                assert 1 <= len(said) <= 2
                assert all(customer.first_name in text for text in said)
            assert Counter(await db.read(stamped)) == Counter((card, 1) for card in cafe.customers)


@pytest.mark.parametrize("answering", [False, True], ids=["between two redeliveries", "while it answers one"])
async def test_a_process_that_dies_over_what_is_brought_again_and_again_leaves_it_counted_once(
    postgres_url: str, tmp_path: Path, *, answering: bool
) -> None:
    async with CountingTelegram() as telegram:
        cafe = await busy_cafe(postgres_url, telegram, customers=1, cashiers=1)
        [cashier], [(card, customer)] = cafe.cashiers, cafe.customers.items()
        async with (
            fleet(postgres_url, telegram, tmp_path, size=2) as crew,
            open_database(postgres_url, migrate=False) as db,
        ):
            other = crew.servers.pop()
            [victim] = crew.servers
            await telegram.opens(cashier, cafe.code(card))
            await _settled(postgres_url, 1)  # who dies has nothing else in hand
            if answering:
                telegram.accepts_then_hangs(methods=("send",))
            again = asyncio.ensure_future(telegram.redelivers_last())
            await _hears(telegram, cashier, 2)
            if not answering:
                await again
            crew.servers[:] = [other]
            await victim.dies()
            await again
            for _ in range(3):
                await telegram.redelivers_last()
            crew.servers.remove(other)
            await crew.grows()
            for _ in range(3):
                await telegram.redelivers_last()
            crew.servers.append(other)
            said = _answers(telegram, cashier)
            assert all(f"{customer.first_name}, 1 of 10" in text for text in said)
            assert len(said) == 3 * 2  # each process answers, and says it once more
            assert await db.read(stamped) == [(card, 1)]
            await _settled(postgres_url, 1)
        assert sum("1 of 10" in seen.text for seen in telegram.sent_to(customer)) == 1


def _answers(telegram: CountingTelegram, cashier: User) -> list[str]:
    """Return what a cashier was answered: that a broadcast is coming is told beside, at any moment."""
    return [seen.text for seen in telegram.sent_to(cashier) if "📣" not in seen.text]


async def _hears(telegram: CountingTelegram, cashier: User, answers: int) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while len(_answers(telegram, cashier)) < answers:  # noqa: ASYNC110 - the processes have no event for us
            await asyncio.sleep(0.01)
