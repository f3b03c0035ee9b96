"""The bots of shops' own, kept in step with their table: each lives by itself, and what ends one ends no other.

Whoever adds, renews or removes one writes a row; every process that serves looks every few seconds whether any row
changed, by one number, and starts and stops what is to be. A bot that its platform refuses is stopped and noted, and
begins anew when its row gets another token.
"""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from actions.shop import bots
from actions.shop.bots import KeptBot, NewBot, ToTell
from app.house import House
from app.leading import Leading
from app.token_keys import TokenKeys, WrongKeyError
from bot.own_chats import Link
from channels.introductions import NotIntroduced, Secrets, introduce
from channels.messages import AccountKey
from channels.setup import OwnBot, PlatformSetup, RefusedAccountError, SetupError
from channels.webhooks import Webhook
from scheduler.delivery.sender import Sender
from storage.engine.errors import StorageError
from web.metrics import forget_account, show_account

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S = 5.0
_GOODBYE_S = 3.0
_PAUSE_S = 10.0  # before what went wrong is tried again
_BEGIN_AT_ONCE = 20  # of a thousand at once most would wait for their platform longer than a call may take
WORD = "word"  # what a platform shows when it calls: it is sealed with what opens the bot


@dataclass(frozen=True, slots=True)
class _Life:
    """A bot that is at work here, as of one version of its row."""

    bot: KeptBot
    task: asyncio.Task[None]


async def _nothing_more(_bot: KeptBot) -> None:
    """Leave it at that."""


@dataclass(slots=True)
class OwnBots:
    """Runs what the table names; `webhooks` are the addresses, by path, where platforms call its bots now."""

    leading: Leading
    platforms: Mapping[str, PlatformSetup]
    keys: TokenKeys
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    begin: Callable[[KeptBot], Coroutine[Any, Any, None]] = (
        _nothing_more  # what is to be done once a bot is at work
    )
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    _lives: dict[int, _Life] = field(default_factory=dict)
    _beginning: defaultdict[str, asyncio.Semaphore] = field(  # by channel: one that is down holds up no other
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(_BEGIN_AT_ONCE))
    )
    _known: int = -1
    _look: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def house(self) -> House:
        """Return the house whose bots these are."""
        return self.leading.house

    def __post_init__(self) -> None:
        """Let an owner give us a bot in chat."""
        self.house.router.own.introduce = self._introduced

    async def _introduced(self, found: Secrets) -> NewBot | NotIntroduced:
        return await introduced(self.platforms[found.channel], self.keys, found.opens)

    def look(self) -> None:
        """Look at once: a row was changed here."""
        self._look.set()

    async def run(self) -> None:
        """Keep in step with the table, for ever."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._look.clear()
                with suppress(StorageError):  # the database tells of its outage
                    await self._follow(group)
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY_S):
                        await self._look.wait()

    async def _follow(self, group: asyncio.TaskGroup) -> None:
        """Stop what is no more as it was, and start what is not at work yet."""
        state = await self.house.db.read(bots.bots_state)
        if state == self._known:
            return
        kept = {bot.id: bot for bot in await self.house.db.read(bots.all_bots)}
        tell_links(self.house, self.platforms, kept.values())
        for life in list(self._lives.values()):
            if kept.get(life.bot.id) != life.bot:
                await self._end(life)
        for bot in kept.values():
            if bot.refused:
                show_account(_ours(bot), up=False)
            elif bot.id not in self._lives:
                self._lives[bot.id] = _Life(bot, group.create_task(self._live(bot)))
        self._known = state

    async def _end(self, life: _Life) -> None:
        del self._lives[life.bot.id]
        sender = self.house.senders.get(_ours(life.bot))
        if sender:  # what is on its way arrives, or would be sent twice
            with suppress(TimeoutError):
                async with asyncio.timeout(_GOODBYE_S):
                    await sender.stop()
        life.task.cancel()
        await asyncio.wait([life.task])
        forget_account(_ours(life.bot))

    async def _live(self, bot: KeptBot) -> None:
        """Let one bot be at work until it is stopped, or its platform refuses it and that is noted."""
        refused: str | None = None
        while True:
            try:
                if refused is not None:
                    await self._note(bot, refused)
                    return
                await self._work(bot)
            except WrongKeyError as error:
                _LOG.error("the %s bot %s of shop %s is not opened: %s", *_named(bot), error)
                show_account(_ours(bot), up=False)
                return
            except RefusedAccountError as error:
                refused = str(error)
                _show_refused(bot, refused)
                continue
            except (SetupError, StorageError) as error:
                _LOG.warning("the %s bot %s of shop %s rests a little: %s", *_named(bot), error)
                show_account(_ours(bot), up=False)
            except Exception:  # noqa: BLE001 - a bug in one shop's bot must not silence the others
                _LOG.exception("the %s bot %s of shop %s failed", *_named(bot))
            await self.wait(_PAUSE_S)

    async def _work(self, bot: KeptBot) -> None:
        """Start a bot, hear and speak for it; raises what ends that."""
        own = open_own(self.platforms, self.keys, bot)
        async with self._beginning[own.account.name]:
            await own.account.start()
        try:
            async with self._opened(own) as sender, asyncio.TaskGroup() as group:
                group.create_task(sender.run())
                group.create_task(self.begin(bot))
                group.create_task(self._ask_in_doubt(bot, self.house.doubts[sender.account]))
                if own.poll:
                    group.create_task(self.leading.hear(sender.account, own.poll))
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None  # the first ended the others
        finally:
            await own.account.stop()

    @asynccontextmanager
    async def _opened(self, own: OwnBot) -> AsyncIterator[Sender]:
        sender = self.house.open(own.account)
        if own.webhook:
            self.webhooks[own.webhook.path] = own.webhook
        try:
            async with self._beginning[own.account.name]:
                await own.announce()
                await self.house.show_menu(sender.account)
            show_account(sender.account, up=True)
            yield sender
        finally:
            self.house.close(sender.account)
            if own.webhook:
                del self.webhooks[own.webhook.path]

    async def _ask_in_doubt(self, bot: KeptBot, doubted: asyncio.Event) -> None:
        """Ask its platform who a bot is whenever something was refused; raises where it is the bot itself.

        Whatever else there is against it ends by itself, and what waits goes on as it does at a shared account.
        """
        while True:
            await doubted.wait()
            doubted.clear()
            try:
                asking = open_own(self.platforms, self.keys, bot).account
                await asking.start()
                await asking.stop()
            except RefusedAccountError:
                raise
            except SetupError as error:
                _LOG.warning("the %s bot %s of shop %s may be refused: %s", *_named(bot), error)
            await self.wait(_PAUSE_S)

    async def _note(self, bot: KeptBot, refused: str) -> None:
        await self.house.db.write(bots.note_refused, bot, refused, now=self.house.clock())
        self.look()


def tell_links(house: House, platforms: Mapping[str, PlatformSetup], kept: Collection[KeptBot]) -> None:
    """Let links lead to shops' own chats, also to one that rests: what is printed must stay true."""
    links: dict[int, dict[str, Link]] = {}
    for bot in kept:
        link = partial(platforms[bot.channel].own_link, bot.name)
        links.setdefault(bot.shop_id, {})[bot.channel] = link
    house.router.own.know({_ours(bot): bot.shop_id for bot in kept}, links)


@asynccontextmanager
async def speaking_for_all(
    house: House, platforms: Mapping[str, PlatformSetup], keys: TokenKeys
) -> AsyncIterator[None]:
    """Speak for every bot of shops' own that lets us in, and hear none of them: what one is refused stops no other."""
    kept = await house.db.read(bots.all_bots)
    tell_links(house, platforms, kept)
    async with AsyncExitStack() as opened:
        for bot in kept:
            if bot.refused:
                continue
            try:
                account = open_own(platforms, keys, bot).account
                await account.start()
            except SetupError as error:
                _LOG.error("the %s bot %s of shop %s is passed over: %s", *_named(bot), error)
                continue
            opened.push_async_callback(account.stop)
            house.open(account)
        yield


async def introduced(
    platform: PlatformSetup, keys: TokenKeys, opens: Mapping[str, str]
) -> NewBot | NotIntroduced:
    """Ask a platform whose account it is that `opens` opens, and seal that."""
    hook, word = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
    who = await introduce(platform, opens, hook=hook, word=word)
    if isinstance(who, NotIntroduced):
        return who
    sealed = keys.seal({**opens, WORD: word})
    told = ToTell(who.called_at, word) if who.called_at else None
    return NewBot(who.channel, who.account, who.handle, hook, sealed, told)


def open_own(platforms: Mapping[str, PlatformSetup], keys: TokenKeys, bot: KeptBot) -> OwnBot:
    """Make the account of a bot, not started yet, or raise `WrongKeyError`."""
    opens = keys.read(bot.sealed)
    return platforms[bot.channel].own_bot(opens, hook=bot.hook, word=opens[WORD])


def how_it_is_renewed(bot: KeptBot) -> str:
    """Say what starts a bot again that its platform refuses."""
    command = f"stempel bot add --shop {bot.shop_id} --channel {bot.channel}"
    return f"It rests until an owner of the shop sends a new token in chat (/bot), or you run `{command}`."


def _show_refused(bot: KeptBot, why: str) -> None:
    _LOG.error("%s refuses the bot %s of shop %s: %s %s", *_named(bot), why, how_it_is_renewed(bot))
    show_account(_ours(bot), up=False)


def _ours(bot: KeptBot) -> AccountKey:
    return AccountKey(bot.channel, bot.account)


def _named(bot: KeptBot) -> tuple[str, str, int]:
    return bot.channel, bot.name, bot.shop_id
