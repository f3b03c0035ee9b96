"""Two and four real `stempel serve` on one PostgreSQL: one pace, one clock, and nothing twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.people.identify import Caller, recognise
from actions.till.scan import Booked, Scan, scan_card
from app.clock import read_clock
from channels.telegram.channel import Telegram
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from storage.engine.database import open_database
from storage.engine.statements import Tx
from tests.actions.places import join, open_cafe, stamps
from tests.fakes.people import User
from tests.fakes.telegram import TOKEN
from tests.fleet import CountingTelegram, fleet
from tests.scheduler.mailroom import crowd

pytestmark = pytest.mark.slow

_ACCOUNT = TOKEN.partition(":")[0]
_PATIENCE_S = 60


@pytest.fixture
async def telegram() -> AsyncIterator[CountingTelegram]:
    async with CountingTelegram() as fake:
        yield fake


def _owe_receipts(tx: Tx, people: list[User], cafes: int) -> None:
    """Stamp everybody once in each of so many cafés, before anybody serves."""
    now = read_clock()
    for number in range(cafes):
        cafe = open_cafe(tx, stamps(10), now=now)
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
    assert telegram.shortest_gap_s() >= 1
    arrived = telegram.arrivals()
    assert 119 / (arrived[-1] - arrived[0]) <= Telegram.speed.per_s * 1.1
