"""From a message to its answer: read, decide in one transaction, draw, send. The first way through the house."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from weakref import WeakValueDictionary

from actions import carriage, chats
from actions.outbox import Message as OutboxRow
from bot import table
from bot.conversation import Seen, owe_answer, take
from bot.courier import Courier
from bot.posting import Worded, word
from bot.receipts import Message
from bot.scanner import MAX_BYTES, Unreadable, read_codes
from bot.turn import Billing, Links, Platform, Reply
from bot.words import words
from channels.deliveries import Crowded, Delivery, Flooded, NotSent, Sent, WindowClosed
from channels.messages import (
    Address,
    Channel,
    Content,
    Incoming,
    MediaUnavailableError,
    NotAcknowledgedError,
    Outgoing,
    Photo,
    Tap,
)
from loyalty.postage import NO_PRICES, Prices

_LOG = logging.getLogger(__name__)
_TRIES = 3
_PHOTOS_AT_ONCE = 2
_LONGEST_WAIT_S = 30.0
_PAUSE_S = 0.5


class Gate(Protocol):
    """A pause that a platform ordered, kept by all who send there."""

    def pause(self, until: datetime) -> None:
        """Let nothing leave before."""

    def paused_until(self, clock: datetime) -> datetime | None:
        """Return when the pause ends, or None where there is none."""


@dataclass(frozen=True, slots=True)
class Router:
    """Answers every message of every channel; one person's messages one after the other."""

    courier: Courier
    channels: Mapping[str, Channel]
    gates: Mapping[str, Gate]  # by channel
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    public_url: str = ""
    prices: Prices = NO_PRICES
    # A hostile photo may take a quarter of a gigabyte to refuse: few at once.
    _eyes: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PHOTOS_AT_ONCE))
    _lines: WeakValueDictionary[Address, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def handle(self, incoming: Incoming) -> None:
        """Answer one message; raises `NotAcknowledgedError` when storage is down and it must come again."""
        line = self._lines.setdefault(incoming.sender, asyncio.Lock())
        async with line:
            try:
                await self._answer(incoming)
            except chats.StorageError as error:
                _LOG.exception("storage is down")
                raise NotAcknowledgedError from error
            except Exception:  # noqa: BLE001 - the one place where a bug in a conversation ends
                await self._apologise(incoming)

    async def _answer(self, incoming: Incoming) -> None:
        channel = self.channels[incoming.sender.channel]
        if isinstance(incoming.content, Tap):
            await channel.acknowledge(incoming)
        seen = await self._look(channel, incoming.content) if isinstance(incoming.content, Photo) else None
        platform = self.platform(channel.name)
        replies = await self.courier.db.write(take, incoming, platform, seen, now=self.courier.clock())
        for reply in replies:
            if not await self._reply(channel, incoming.sender, reply, incoming.content):
                await self.courier.db.write(owe_answer, incoming, now=self.courier.clock())
                return

    def platform(self, name: str) -> Platform:
        """Return what a conversation on a channel must know of it."""
        channel = self.channels[name]
        shared = len(self.channels) > 1 and self.public_url
        link = (lambda payload: f"{self.public_url}/s/{payload}") if shared else channel.link
        reached = self.channels if shared else {name: channel}
        chats = {other: one.link for other, one in reached.items()}
        links = Links(self.courier.secret, link, tuple(reached), chats)
        return Platform(
            links,
            window=channel.window,
            most_buttons=channel.most_buttons,
            has_menu=channel.has_menu,
            daily_limit=channel.daily_limit,
            billing=self._billing(),
        )

    def _billing(self) -> Billing | None:
        bills = next((channel for channel in self.channels.values() if channel.window), None)
        return Billing(bills.name, bills.account, self.prices) if bills else None

    async def notify(self, row: OutboxRow) -> Delivery | None:
        """Word and send a message from the outbox; None when it grew stale."""
        delivery = await self._notify(row)
        if isinstance(delivery, WindowClosed):  # we had thought otherwise
            await self.courier.db.write(carriage.close_window, row.address_id, now=self.courier.clock())
            delivery = await self._notify(row)
        return delivery

    async def _notify(self, row: OutboxRow) -> Delivery | None:
        worded = await self.courier.db.write(word, row, self.platform, now=self.courier.clock())
        if isinstance(worded, carriage.Full):
            return Crowded(worded.ask_again_after.total_seconds())
        if worded is None:
            return None
        delivery: Delivery | None = None
        for message in worded.messages:
            delivery = await self._unasked(worded, message, tracker=str(row.id))
            if not isinstance(delivery, Sent):
                break
        return delivery

    async def _unasked(self, worded: Worded, message: Message, *, tracker: str) -> Delivery:
        channel, reply, to = self.channels[worded.to.channel], message.reply, worded.to
        if message.by_template and reply.template:
            return await self.courier.send_template(
                channel, to, reply, reply.template, language=worded.language, tracker=tracker
            )
        return await self.courier.send(channel, to, reply, replaces=message.replaces, tracker=tracker)

    async def _look(self, channel: Channel, photo: Photo) -> Seen:
        try:
            content = await channel.download(photo.file, limit=MAX_BYTES)
        except MediaUnavailableError:
            return Seen(why="too_big" if photo.size > MAX_BYTES else "no_image")
        async with self._eyes:
            found = await asyncio.to_thread(read_codes, content)
        return Seen(why=found.why) if isinstance(found, Unreadable) else Seen(codes=found)

    async def _reply(self, channel: Channel, to: Address, reply: Reply, said: Content) -> bool:
        """Try an answer a few times where it surely did not arrive; False when it is owed for later."""
        replaces = _in_place_of(channel, reply, said)
        for _ in range(_TRIES):
            if not await self._may_speak(channel.name):
                return False
            match await self.courier.send(channel, to, reply, replaces=replaces):
                case Sent():
                    return True
                case Flooded(retry_after_s):
                    self._pause(channel.name, retry_after_s)
                case Crowded(retry_after_s):
                    await self.wait(min(retry_after_s, _LONGEST_WAIT_S))
                case NotSent(reason):
                    _LOG.warning("not sent, trying again: %s", reason)
                    await self.wait(_PAUSE_S)
                case other:
                    _LOG.warning("an answer did not arrive: %s", other)
                    return True
        return False

    def _pause(self, channel: str, seconds: float) -> None:
        if gate := self.gates.get(channel):
            gate.pause(self.courier.clock() + timedelta(seconds=seconds))

    async def _may_speak(self, channel: str) -> bool:
        """Sit out a pause that the platform ordered, whoever met it; False where it is longer than a person waits."""
        gate, now = self.gates.get(channel), self.courier.clock()
        until = gate.paused_until(now) if gate else None
        if until is None:
            return True
        left_s = (until - now).total_seconds()
        if left_s > _LONGEST_WAIT_S:
            return False
        await self.wait(left_s)
        return True

    async def _apologise(self, incoming: Incoming) -> None:
        reference = secrets.token_hex(3).upper()
        _LOG.exception("update %s failed, reference %s", incoming.key, reference)
        channel = self.channels[incoming.sender.channel]
        text = words(incoming.language).t(table.SORRY, reference=reference)
        await channel.send(incoming.sender, Outgoing(text))


def _in_place_of(channel: Channel, reply: Reply, said: Content) -> str | None:
    """Return the message that a reply updates: the one whose button was tapped, where that is wanted and can be."""
    wanted = reply.in_place and channel.can_replace
    return said.message_id if wanted and isinstance(said, Tap) else None
