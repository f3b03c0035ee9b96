"""What bots of shops' own cost one process: `python -m benchmarks.many_bots 1000` runs `stempel serve` without and with so many.

Each belongs to a shop of its own and is told to its platform as in life: who it is, where it is called, its menu in every language.
Then they rest, as most do at any moment; what that costs a minute is asked too. At last one is written to.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import psutil

from actions.shop.bots import BotAdded, NewBot, add_bot
from actions.shop.open_shop import NewShop, Opened, open_shop
from app.clock import read_clock
from app.own_bots import WORD
from app.token_keys import TokenKeys
from benchmarks import bots
from benchmarks.crowd import ACCOUNT, run
from benchmarks.databases import address
from benchmarks.platform import Webhook
from benchmarks.telegram import Telegram
from loyalty.actor import Operator
from loyalty.cards.programme import Reward
from storage.engine.database import open_database
from storage.engine.statements import Tx
from tests.programmes import stamp_card

_FIRST = 7_000_000_000
_AT_ONCE = 100
_RESTS_S = 20
_PATIENCE_S = 600
_KEYS = TokenKeys((bots.KEY.encode(),))
_CARD = stamp_card((Reward("coffee", "Free coffee", 10),))


class _Counting(Telegram):
    """Notes which bots have said where they are called and shown their last menu."""

    def __init__(self) -> None:
        super().__init__()
        self.called: dict[str, str] = {}  # by bot, the secret that it asked for
        self.calls = 0

    def _result(self, bot: str, method: str, given: dict[str, str]) -> Any:
        self.calls += 1
        if method == "setWebhook":
            self.called[bot] = given["secret_token"]
        return super()._result(bot, method, given)


def _give(tx: Tx, numbers: range) -> None:
    """Open a shop for each number, with a bot of its own."""
    now = read_clock()
    for number in numbers:
        opened = open_shop(tx, Operator(), NewShop(f"Café {number}", _CARD), now=now)
        assert isinstance(opened, Opened)
        token = f"{_FIRST + number}:{'A' * 35}"
        sealed = _KEYS.seal({"token": token, WORD: f"word-of-{number}"})
        new = NewBot("telegram", str(_FIRST + number), f"cafe{number}_bot", f"hook-{number}", sealed)
        assert isinstance(add_bot(tx, Operator(), opened.shop.id, new, now=now), BotAdded)


async def measure(folder: Path, many: int) -> str:
    """Serve so many bots beside the shared one, and say what they took."""
    database = folder / f"{many}.db"
    async with open_database(address(database)) as db:
        for first in range(0, many, _AT_ONCE):
            await db.write(_give, range(first, min(first + _AT_ONCE, many)))
    async with _Counting() as platform:
        began = perf_counter()
        async with bots.stempel(ACCOUNT, database, platform.url) as bot:
            listens_s = perf_counter() - began
            await _quiet(platform, many)
            all_s, process = perf_counter() - began, psutil.Process(bot.pid)
            started = process.cpu_times()
            await asyncio.sleep(_RESTS_S)
            rested, memory = process.cpu_times(), process.memory_info().rss
            answered = await _asks(platform, bot.webhook, many - 1) if many else 0.0
    used = (rested.user + rested.system - started.user - started.system) / _RESTS_S
    return (
        f"{many:>6} bots: listens after {listens_s:.1f} s, all at work after {all_s:.1f} s "
        f"({started.user + started.system:.1f} s of processor time, {platform.calls} calls), "
        f"{memory / 2**20:.0f} MB, at rest {used:.1%} of a core, one answers in {answered * 1000:.0f} ms"
    )


async def _quiet(platform: _Counting, many: int) -> None:
    """Wait until all bots are called and nothing more is asked for a while."""
    async with asyncio.timeout(_PATIENCE_S):
        before = -1
        while len(platform.called) <= many or before != platform.calls:
            before = platform.calls
            await asyncio.sleep(2)


async def _asks(platform: _Counting, webhook: str, number: int) -> float:
    """Write to a bot, and return how long its answer took."""
    bot = str(_FIRST + number)
    proof = f"X-Telegram-Bot-Api-Secret-Token: {platform.called[bot]}"
    reply = platform.expect(bot, 5_000_000)
    began = perf_counter()
    async with Webhook(f"{webhook}/hook-{number}", lambda _: proof) as there:
        await there.post(platform.opens(bot, 5_000_000, ""))
        await asyncio.wait_for(reply, 20)
    return perf_counter() - began


def main(words: Sequence[str]) -> None:
    """Measure without own bots, and with as many as is asked for."""
    with TemporaryDirectory(prefix="stempel-bots-") as folder:
        for many in (0, *map(int, words or ["100"])):
            print(run(measure(Path(folder), many)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
