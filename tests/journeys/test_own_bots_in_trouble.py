"""Shops' own bots where something goes wrong, or many are at work: a bad token stops its own bot only."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

import pytest

from actions.shop import bots
from actions.shop.bots import BotAdded, KeptBot, NewBot
from actions.shop.open_shop import NewShop, Opened, open_shop
from app.bot_office import bot_commands
from app.house import build
from app.leading import Leading
from app.own_bots import WORD, OwnBots
from app.token_keys import TokenKeys
from channels.messages import AccountKey
from channels.setup import OwnBot, RefusedAccountError
from channels.telegram.channel import Telegram
from channels.telegram.setup import Setup as TelegramSetup
from loyalty.actor import Operator
from storage.engine.errors import StorageError
from storage.engine.statements import Tx
from tests.journeys.own import BOTH_ENGINES, NEW_TOKEN, Own, hears, joins, two_shops, until
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.platforms import SECRET
from tests.journeys.stage import FOUR_STAMPS


@pytest.mark.slow
@BOTH_ENGINES
async def test_a_bot_whose_token_was_revoked_stops_alone_and_its_owner_is_told_how_it_goes_on(
    own: Own, caplog: pytest.LogCaptureFixture
) -> None:
    luna, sol = await two_shops(own)
    await own.given(luna, own.luna)
    await own.given(sol, own.sol)
    for stage, shop, person in ((own.luna, luna.shop, ANA), (own.sol, sol.shop, BEN)):
        await joins(stage, shop, person)
    await own.shared.opens(ANA, "home")
    own.luna.telegram.takes_another_token(NEW_TOKEN)
    await own.shared.platform.says(EVA, own.luna.short_code(ANA))
    await own.house.drain()
    await own.rests(own.luna)
    await hears(own.shared, CLEO, "does not let @luna_bot in any more")
    assert "luna_bot of shop 1" in caplog.text
    assert f"stempel bot add --shop {luna.shop.id} --channel telegram" in caplog.text
    assert "TELEGRAM_BOT_TOKEN" not in caplog.text
    assert "1 of 4" in await own.sol.opens(TOM, own.sol.code_of(BEN))

    await own.shared.taps(CLEO, "Send the token")
    assert "has its new token" in await own.shared.says(CLEO, NEW_TOKEN)
    await own.answers(own.luna)
    assert "1 of 4 stamps" in await own.luna.says(ANA, "/card")


@pytest.mark.slow
async def test_a_bot_is_refused_while_storage_is_down_and_that_is_noted_as_soon_as_it_is_back(
    own: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    luna, sol = await two_shops(own)
    await own.given(luna, own.luna)
    await own.given(sol, own.sol)
    await joins(own.luna, luna.shop, ANA)
    await joins(own.sol, sol.shop, BEN)
    fails, note = [StorageError("The disk failed.", "Look at it.")], bots.note_refused

    def fails_once(tx: Tx, bot: KeptBot, why: str, *, now: datetime) -> bool:
        if fails:
            raise fails.pop()
        return note(tx, bot, why, now=now)

    monkeypatch.setattr(bots, "note_refused", fails_once)
    own.luna.telegram.takes_another_token(NEW_TOKEN)
    await own.shared.platform.says(EVA, own.luna.short_code(ANA))
    await own.house.drain()
    await hears(own.shared, CLEO, "does not let @luna_bot in any more")
    assert not fails
    assert "1 of 4" in await own.sol.opens(TOM, own.sol.code_of(BEN))


@pytest.mark.slow
@BOTH_ENGINES
async def test_a_bot_that_one_process_was_given_comes_and_goes_in_every_other(own: Own) -> None:
    luna, _ = await two_shops(own)
    other = build(own.house.db, [own.shared.channel], secret=SECRET, clock=own.shared.hours.read)
    beside = OwnBots(
        Leading(other), own.settings.named_platforms, TokenKeys((SECRET,)), own.shared.hours.wait
    )
    wrong = OwnBots(
        Leading(build(own.house.db, [own.shared.channel], secret=SECRET, clock=own.shared.hours.read)),
        own.settings.named_platforms,
        TokenKeys((b"another key",)),
        own.shared.hours.wait,
    )
    ours = AccountKey("telegram", str(own.luna.telegram.api.me["id"]))
    async with asyncio.TaskGroup() as group:
        processes = [group.create_task(one.run()) for one in (beside, wrong)]
        await own.given(luna, own.luna)
        beside.look()
        wrong.look()
        await until(lambda: ours in other.senders)
        await until(lambda: wrong.house.router.own.shops == {ours: luna.shop.id})
        assert other.router.own.chats(luna.shop.id)["telegram"]("x") == "https://t.me/luna_bot?start=x"
        office = bot_commands(own.house.db, own.settings, own.bots.look)
        await office["bot remove"](shop_id=luna.shop.id, channel="telegram")
        beside.look()
        await until(lambda: ours not in other.senders)
        assert ours not in wrong.house.senders
        for process in processes:
            process.cancel()


class _Late(Telegram):
    """A bot that its platform lets wait, and then in no more; `door` counts who waits at it."""

    def __init__(self, token: str, door: list[str], queue: list[int]) -> None:
        super().__init__(token)
        self._door, self._queue = door, queue

    async def start(self) -> None:
        self._door.append(self.account)
        self._queue.append(len(self._door))
        for _ in range(3):
            await asyncio.sleep(0)
        self._door.remove(self.account)
        raise RefusedAccountError("nobody's")


def _give_bots(tx: Tx, numbers: range, *, now: datetime) -> None:
    """Open a shop with a bot of its own for each number."""
    for number in numbers:
        opened = open_shop(tx, Operator(), NewShop(f"Café {number}", FOUR_STAMPS), now=now)
        assert isinstance(opened, Opened)
        sealed = TokenKeys((SECRET,)).seal({"token": f"{number}:{'A' * 35}", WORD: "word"})
        new = NewBot("telegram", str(number), f"cafe{number}_bot", f"hook-{number}", sealed)
        assert isinstance(bots.add_bot(tx, Operator(), opened.shop.id, new, now=now), BotAdded)


@pytest.mark.slow
async def test_of_very_many_bots_a_few_begin_at_once_so_that_none_waits_too_long_for_its_platform(
    own: Own,
) -> None:
    door, queue = list[str](), list[int]()

    class Slow(TelegramSetup):
        def own_bot(self, opens: Mapping[str, str], /, *, hook: str, word: str) -> OwnBot:  # noqa: ARG002
            return OwnBot(_Late(opens["token"], door, queue))

    await own.house.db.write(_give_bots, range(7_000_001, 7_000_051), now=own.shared.hours.now)
    house = build(own.house.db, [own.shared.channel], secret=SECRET, clock=own.shared.hours.read)
    many = OwnBots(Leading(house), {"telegram": Slow()}, TokenKeys((SECRET,)), own.shared.hours.wait)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(many.run())
        await until(lambda: len(queue) == 50)
        running.cancel()
    assert max(queue) == 20
