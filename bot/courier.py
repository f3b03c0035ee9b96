"""The last step of an answer: drawn, sent, and remembered by what it left in the chat."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from actions.delivery.trackers import Tracker
from actions.people import chat_state
from bot.emblems import fetch, logo_on, with_logo
from bot.own_chats import OwnChats
from bot.pictures.specs import ProofPicture
from bot.proofs import with_content
from bot.rendering import numbered, render, render_template
from bot.turn import Filled, Reply
from channels.accounts import key_of
from channels.channel import Channel
from channels.deliveries import Delivery, Rejected, Sent, in_short
from channels.messages import AccountKey, Address, Outgoing

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")
Watch = Callable[[AccountKey, Delivery], None]


class Storage(Protocol):
    """What the conversation needs of a database."""

    async def write(self, fn: Callable[..., _T], /, *args: object, **kwargs: object) -> _T:
        """Run `fn(tx, …)` as one transaction."""
        ...

    async def read(self, fn: Callable[..., _T], /, *args: object, **kwargs: object) -> _T:
        """Run `fn(tx, …)`, which only reads."""
        ...


def unwatched(account: AccountKey, delivery: Delivery) -> None:
    """Let nobody know how a message ended."""


@dataclass(frozen=True, slots=True)
class Courier:
    """Takes replies to people; `watch` is told how each message of an account ended."""

    db: Storage
    secret: bytes
    clock: Callable[[], datetime]
    watch: Watch = unwatched
    own: OwnChats = field(default_factory=OwnChats)

    async def send(
        self, channel: Channel, to: Address, reply: Reply, *, replaces: str | None = None, tracker: Tracker
    ) -> Delivery:
        """Draw and send one reply, and remember where it can be found."""
        now = self.clock()
        digest = _digest(reply)
        known = (
            await self.db.read(chat_state.media_id, channel.name, channel.account, digest) if digest else None
        )
        tracked = str(replace(tracker, pictured=bool(reply.picture or reply.document)))
        drawn = await self._fetched(reply)
        drawing = partial(
            render, drawn, self.secret, self.own.holder(to), replaces=replaces, tracker=tracked, now=now
        )
        message = _fitting(channel, await _drawn(reply, partial(drawing, known=known)))
        delivery = await channel.send(to, message)
        if known and isinstance(delivery, Rejected):  # the platform has forgotten its copy
            afresh = await _drawn(reply, partial(drawing, known=None))
            delivery = await channel.send(to, replace(message, picture=afresh.picture))
        in_words = isinstance(delivery, Rejected) and bool(message.picture or message.document)
        if in_words:
            _LOG.warning("a message leaves without its picture or file: %s", in_short(delivery))
            delivery = await channel.send(to, _in_words(message, reply, tracker))
        self.watch(key_of(channel), delivery)
        if isinstance(delivery, Sent):
            card_id = reply.shows_card if channel.can_replace and not in_words else None
            shown = _Shown(to, digest, card_id)
            if shown.worth_keeping:
                await self.db.write(_remember, shown, delivery, now=now)
            if reply.menu:
                await channel.set_menu(to, reply.menu)
        return delivery

    async def _fetched(self, reply: Reply) -> Reply:
        """Fetch the logo that is to be drawn, or the proof that is to be shown."""
        if isinstance(reply.picture, ProofPicture):
            return await self.db.read(with_content, reply)
        logo = logo_on(reply)
        return with_logo(reply, await self.db.read(fetch, logo)) if logo else reply

    async def send_template(
        self,
        channel: Channel,
        to: Address,
        reply: Reply,
        template: Filled,
        *,
        language: str,
        tracker: Tracker,
    ) -> Delivery:
        """Send a reply in the approved words that stand for it."""
        choices = (choice for row in reply.choices for choice in row)
        message = render_template(
            template, choices, self.secret, self.own.holder(to), language=language, now=self.clock()
        )
        delivery = await channel.send(to, replace(message, tracker=str(tracker)))
        self.watch(key_of(channel), delivery)
        return delivery


def _in_words(message: Outgoing, reply: Reply, tracker: Tracker) -> Outgoing:
    """Say the same without the picture or file that a platform won't have, below what is in the chat."""
    text = "\n\n".join(filter(None, (message.text, reply.otherwise)))
    return replace(message, text=text, picture=None, document=None, replaces=None, tracker=str(tracker))


def _fitting(channel: Channel, message: Outgoing) -> Outgoing:
    """Turn choices into numbered lines where the platform has too few buttons for them."""
    return numbered(message, channel.most_buttons) if channel.most_buttons else message


async def _drawn(reply: Reply, drawing: Callable[[], Outgoing]) -> Outgoing:
    return await asyncio.to_thread(drawing) if reply.picture or reply.document else drawing()


def _digest(reply: Reply) -> str:
    return hashlib.sha256(repr(reply.picture).encode()).hexdigest() if reply.picture else ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a message left behind in a chat."""

    to: Address
    digest: str
    card_id: int | None

    @property
    def worth_keeping(self) -> bool:
        return bool(self.digest or self.card_id)


def _remember(tx: chat_state.Tx, shown: _Shown, sent: Sent, *, now: datetime) -> None:
    to = shown.to
    if shown.digest and sent.media_id:
        chat_state.set_media(tx, to.channel, to.account, shown.digest, sent.media_id, now=now)
    if shown.card_id:
        chat_state.show_card(
            tx, to.channel, to.account, to.external_id, shown.card_id, sent.message_id, now=now
        )
