"""Tills that work without a pause, and bring again what was not acknowledged, as a messenger does.

Each card is scanned once. At busy tills one visit of three is then taken back, and at one of three a reward is handed out, by
the buttons under the answer.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from app.clock import read_clock
from benchmarks import bots
from benchmarks.crowd import ACCOUNT, FIRST_CASHIER, STAMPS, Crowd
from benchmarks.platform import Webhook
from benchmarks.witness import Witness
from loyalty.records import Account
from loyalty.tokens import card_token

_TILLS = 8
_PATIENCE_S = 240
_PAUSE_S = 0.05
_GIVES_UP_S = 20  # on one call, as a messenger does
_LOOKS = 200  # so many pauses is an answer waited for, before a till goes on without it
_ONE_REWARD = range(
    3, 8
)  # stamps on a card before the scan, less one, so that exactly one reward waits after it


@dataclass(slots=True)
class Deeds:
    """What was acknowledged, by account: for each of these a messenger was told 200."""

    scanned: set[int] = field(default_factory=set)
    undone: set[int] = field(default_factory=set)
    redeemed: set[int] = field(default_factory=set)
    brought_again: int = 0
    answers: Counter[int] = field(default_factory=Counter)  # to calls, by status; 0: none


@dataclass(slots=True)
class Tills:
    """Tills before one process or several."""

    crowd: Crowd
    platform: Witness
    webhooks: Callable[[], Sequence[str]]  # of the processes that are there now
    busy: bool = False
    deeds: Deeds = field(default_factory=Deeds)
    _begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))  # how many more may begin
    _taken: asyncio.Condition = field(default_factory=asyncio.Condition)
    _closed: bool = False
    _turn: int = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Let all tills work; in the end each brings what it began to its end."""
        cards = iter(enumerate(self.crowd.cards))
        async with asyncio.TaskGroup() as tills:
            for _ in range(_TILLS):
                tills.create_task(self._work(cards))
            yield
            self._closed = True
            self.begin(_TILLS)

    def begin(self, scans: int) -> None:
        """Let so many more scans begin."""
        for _ in range(scans):
            self._begun.release()

    async def wait_for_more(self, scans: int) -> None:
        """Wait until so many more scans were taken."""
        await self.wait_for(len(self.deeds.scanned) + scans)

    async def wait_for(self, scans: int) -> None:
        """Wait until so many scans were taken in all."""
        async with asyncio.timeout(_PATIENCE_S), self._taken:
            await self._taken.wait_for(lambda: len(self.deeds.scanned) >= scans)

    async def _work(self, cards: Iterator[tuple[int, Account]]) -> None:
        while await self._begun.acquire():
            number, card = next(cards, (0, None))
            if card is None or self._closed:
                return
            cashier = FIRST_CASHIER + number % len(self.crowd.cashiers)
            await self._scan(card, cashier)
            if self.busy:
                await self._go_on(number, card, cashier)

    async def _scan(self, card: Account, cashier: int) -> None:
        code = card_token(bots.KEY.encode(), card.public_id, now=read_clock())
        await self._bring(self.platform.opens(ACCOUNT, cashier, f"c{code}"))
        async with self._taken:
            self.deeds.scanned.add(card.id)
            self._taken.notify_all()

    async def _go_on(self, number: int, card: Account, cashier: int) -> None:
        """Take one visit of three back, and hand out a reward at one of three, where one waits."""
        turn, before = divmod(number, STAMPS - 1)
        if turn % 3 == 1:
            await self._tap(number, cashier, "↩ Undo", self.deeds.undone, card)
        elif turn % 3 == 2 and before in _ONE_REWARD:
            await self._tap(number, cashier, "🎁 Redeem", self.deeds.redeemed, card)

    async def _tap(self, number: int, cashier: int, label: str, done: set[int], card: Account) -> None:
        for _ in range(_LOOKS):
            button = self.platform.button(cashier, f"Ana {number},", label)
            if button:
                await self._bring(self.platform.taps(cashier, button))
                done.add(card.id)
                return
            await asyncio.sleep(_PAUSE_S)

    async def _bring(self, update: Any) -> None:
        """Bring an update to one process after the other until one of them says 200."""
        while not await self._acknowledged(update):
            self.deeds.brought_again += 1
            await asyncio.sleep(_PAUSE_S)

    async def _acknowledged(self, update: Any) -> bool:
        webhooks = self.webhooks()
        if not webhooks:
            return False
        self._turn += 1
        url = webhooks[self._turn % len(webhooks)]
        try:
            async with asyncio.timeout(_GIVES_UP_S), Webhook(url, self.platform.proof) as webhook:
                status = await webhook.deliver(update)
        except (OSError, EOFError, TimeoutError):
            status = 0
        self.deeds.answers[status] += 1
        return status == 200
