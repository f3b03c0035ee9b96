"""From a message to its answer: read, decide in one transaction, draw, send. The first way through the house."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar
from weakref import WeakValueDictionary

from actions import chats
from actions.outbox import Message as OutboxRow
from bot import table
from bot.conversation import Seen, take
from bot.receipts import word
from bot.rendering import render
from bot.scanner import MAX_BYTES, Unreadable, read_codes
from bot.turn import Links, Reply
from bot.words import words
from channels.messages import (
    Address,
    Channel,
    Delivery,
    Flooded,
    Incoming,
    MediaUnavailableError,
    NotAcknowledgedError,
    NotSent,
    Outgoing,
    Photo,
    Rejected,
    Sent,
    Tap,
)

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")
_TRIES = 3
_PHOTOS_AT_ONCE = 2
_LONGEST_WAIT_S = 30.0
_PAUSE_S = 0.5


class Storage(Protocol):
    """What the conversation needs of a database."""

    async def write(self, fn: Callable[..., _T], /, *args: object, **kwargs: object) -> _T:
        """Run `fn(tx, …)` as one transaction."""
        ...

    async def read(self, fn: Callable[..., _T], /, *args: object, **kwargs: object) -> _T:
        """Run `fn(tx, …)`, which only reads."""
        ...


@dataclass(frozen=True, slots=True)
class Router:
    """Answers every message of every channel; one person's messages one after the other."""

    db: Storage
    secret: bytes
    clock: Callable[[], datetime]
    channels: Mapping[str, Channel]
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
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
        links = self.links(channel.name)
        replies = await self.db.write(take, incoming, links, seen, now=self.clock())
        for reply in replies:
            await self._reply(channel, incoming.sender, reply, incoming.content)

    def links(self, channel: str) -> Links:
        """Return how codes become links on a channel."""
        return Links(self.secret, self.channels[channel].link)

    async def notify(self, row: OutboxRow) -> Delivery | None:
        """Word and send a message from the outbox; None when it grew stale."""
        worded = await self.db.write(word, row.address_id, row.kind, row.data, self.links, now=self.clock())
        if worded is None:
            return None
        channel = self.channels.get(worded.to.channel)
        if channel is None:
            return NotSent("this channel is not set up")
        delivery: Delivery | None = None
        for message in worded.messages:
            delivery = await self.send(channel, worded.to, message.reply, replaces=message.replaces)
            if not isinstance(delivery, Sent):
                break
        return delivery

    async def _look(self, channel: Channel, photo: Photo) -> Seen:
        try:
            content = await channel.download(photo.file, limit=MAX_BYTES)
        except MediaUnavailableError:
            return Seen(why="too_big" if photo.size > MAX_BYTES else "no_image")
        async with self._eyes:
            found = await asyncio.to_thread(read_codes, content)
        return Seen(why=found.why) if isinstance(found, Unreadable) else Seen(codes=found)

    async def send(
        self,
        channel: Channel,
        to: Address,
        reply: Reply,
        *,
        tapped: object = None,
        replaces: str | None = None,
    ) -> Delivery:
        """Draw and send one reply, and remember where it can be found."""
        if reply.in_place and isinstance(tapped, Tap) and channel.can_replace:
            replaces = tapped.message_id
        now = self.clock()
        digest = _digest(reply)
        known = await self.db.read(chats.media_id, channel.name, channel.account, digest) if digest else None
        drawing = partial(render, reply, self.secret, to.external_id, replaces=replaces, now=now)
        delivery = await channel.send(to, await _drawn(reply, partial(drawing, known=known)))
        if known and isinstance(delivery, Rejected):  # the platform has forgotten its copy
            delivery = await channel.send(to, await _drawn(reply, partial(drawing, known=None)))
        if isinstance(delivery, Sent):
            if digest or reply.shows_card:
                await self.db.write(_remember, to, reply, digest, delivery, now=now)
            if reply.menu:
                await channel.set_menu(to, reply.menu)
        return delivery

    async def _reply(self, channel: Channel, to: Address, reply: Reply, tapped: object) -> None:
        """Try an answer a few times where it surely did not arrive: the person is waiting for it."""
        for _ in range(_TRIES):
            match await self.send(channel, to, reply, tapped=tapped):
                case Sent():
                    return
                case Flooded(retry_after_s):
                    await self.wait(min(retry_after_s, _LONGEST_WAIT_S))
                case NotSent(reason):
                    _LOG.warning("not sent, trying again: %s", reason)
                    await self.wait(_PAUSE_S)
                case other:
                    _LOG.warning("an answer did not arrive: %s", other)
                    return

    async def _apologise(self, incoming: Incoming) -> None:
        reference = secrets.token_hex(3).upper()
        _LOG.exception("update %s failed, reference %s", incoming.key, reference)
        channel = self.channels[incoming.sender.channel]
        text = words(incoming.language).t(table.SORRY, reference=reference)
        await channel.send(incoming.sender, Outgoing(text))


async def _drawn(reply: Reply, drawing: Callable[[], Outgoing]) -> Outgoing:
    return await asyncio.to_thread(drawing) if reply.picture or reply.document else drawing()


def _digest(reply: Reply) -> str:
    return hashlib.sha256(repr(reply.picture).encode()).hexdigest() if reply.picture else ""


def _remember(tx: chats.Tx, to: Address, reply: Reply, digest: str, sent: Sent, *, now: datetime) -> None:
    if digest and sent.media_id:
        chats.add_media(tx, to.channel, to.account, digest, sent.media_id, now=now)
    if reply.shows_card:
        where = (to.channel, to.account, to.external_id)
        chats.show_card(tx, *where, reply.shows_card, sent.message_id, now=now)
