"""From a message to its answer: read, decide in one transaction, draw, send. The first way through the house."""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from actions import allowances
from actions.allowances import TooOften
from actions.delivery import messaging_window
from actions.delivery.outbox import OutboxMessage
from actions.delivery.trackers import Tracker
from actions.people import chat_state, identify
from actions.shop.bots import NewBot
from bot import payments, table
from bot.answers import Answers
from bot.beside import Unanswered, read
from bot.conversation import finish, picture_asked, take
from bot.courier import Courier
from bot.figures import FAULTS, count_scans
from bot.own_chats import OwnChats
from bot.photos import Seen, see
from bot.platform import Billing, Links, Platform
from bot.posting import Worded, word
from bot.queues import Once, Queue
from bot.receipts import Receipt
from bot.repeats import Repeats
from bot.scanner import MAX_BYTES
from bot.turn import Entrusted, Reply
from channels.accounts import first_of_each, key_of
from channels.channel import Channel, MediaLateError, MediaUnavailableError, NotAcknowledgedError
from channels.deliveries import Delivery, Held, Sent, WindowClosed
from channels.introductions import NotIntroduced, Secrets, secrets_in
from channels.messages import AccountKey, Address, Checkout, Incoming, Photo, Tap, Text, nobody_waits
from loyalty.allowances import BOT_TOKENS, PHOTOS, PHOTOS_AT_WORK, Allowance
from loyalty.delivery.message_costs import NO_PRICES, Prices
from loyalty.tokens import digest
from words.language import words

_LOG = logging.getLogger(__name__)
_PHOTOS_AT_ONCE = 2
_FETCHES = 3  # of one photo, where its platform does not answer
_FETCH_AGAIN_S = 0.5
_CUSTOMERS_AT_ONCE = 8  # so many transactions may lie before a till's
_READ_AT_ONCE = 2  # beside the writer: of SQLite's readers one stays free for what is looked up at the till


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class _Line:
    """Two turns that one person's messages take one after the other: to have their effect, and to be answered."""

    hearing: asyncio.Lock = field(default_factory=asyncio.Lock)
    speaking: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True)
class Router:
    """Answers every message to every account; one person's messages one after the other."""

    answers: Answers
    channels: Mapping[AccountKey, Channel]
    shared: Sequence[Channel]  # those that serve every shop
    public_url: str = ""
    prices: Prices = NO_PRICES
    # A hostile photo may take a quarter of a gigabyte to refuse: few at once.
    _eyes: Queue = field(default_factory=lambda: Queue(_PHOTOS_AT_ONCE))
    _hearing: Queue = field(default_factory=lambda: Queue(_CUSTOMERS_AT_ONCE))
    _reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_READ_AT_ONCE))
    _repeats: Repeats = field(default_factory=Repeats)
    _lines: WeakValueDictionary[Address, "_Line"] = field(default_factory=WeakValueDictionary)

    async def handle(self, incoming: Incoming) -> None:
        """Answer one message; raises `NotAcknowledgedError` when storage is down and it must come again."""
        if isinstance(incoming.content, Checkout):
            await self._settle(incoming, incoming.content)
            return
        async with asyncio.TaskGroup() as beside:
            if isinstance(incoming.content, Tap):
                beside.create_task(self.channels[incoming.sender.ours].acknowledge(incoming))
            trouble = await self._answer_in_line(incoming)
        if trouble:
            raise NotAcknowledgedError from trouble

    async def _settle(self, incoming: Incoming, checkout: Checkout) -> None:
        """Let somebody pay, or say why not: at once, as a platform waits for it, and beside whatever else they said."""
        channel = self.channels[incoming.sender.ours]
        decimals = channel.money.get(checkout.currency)
        try:
            refusal = await self.courier.db.write(
                payments.check, incoming, checkout, decimals, now=self.courier.clock()
            )
        except chat_state.StorageError as trouble:
            raise NotAcknowledgedError from trouble
        await channel.settle(incoming, refusal)

    async def _answer_in_line(self, incoming: Incoming) -> chat_state.StorageError | None:
        """Answer when everything that the same person said before is answered; the trouble storage has is returned."""
        line = self._lines.setdefault(incoming.sender, _Line())
        at_the_till = self.answers.at_the_till(incoming.sender)
        in_time = self._told_in_time(incoming)
        try:
            async with line.hearing:
                if self._repeats.often(incoming.key):
                    return None
                replies = await self._take(in_time, at_the_till)
                self._repeats.heard(incoming.key)
                count_scans(replies if isinstance(replies, list) else ())
                if isinstance(replies, Unanswered):
                    incoming.kept()  # it is promised: no platform waits for what may take long
                    replies = await self._read_beside(replies)
            in_time.kept()
            async with line.speaking:  # in the order in which they were heard: locks are fair
                channel = self.channels[incoming.sender.ours]
                await self.answers.give(channel, in_time, replies, at_the_till)
            _LOG.debug("update %s answered in %d messages", digest(incoming.key), len(replies))
        except chat_state.StorageError as error:
            self._repeats.forget(incoming.key)
            return error
        except Exception:  # noqa: BLE001 - the one place where a bug in a conversation ends
            await self._apologise(incoming)
        return None

    def _told_in_time(self, incoming: Incoming) -> Incoming:
        """Have the platform told at the commit where it bills what it brings again, or where a crowd waits.

        It costs a promise in the outbox; elsewhere the platform is told when the answer was given.
        """
        ours = incoming.sender.ours
        early = self.channels[ours].window or self.answers.crowded(ours)
        return incoming if early else replace(incoming, kept=nobody_waits)

    async def _take(self, incoming: Incoming, at_the_till: Once) -> list[Reply] | Unanswered:
        ours, content = incoming.sender.ours, incoming.content
        platform = self.platform(ours)
        seen: Seen | Entrusted | None = None
        if isinstance(content, Photo):
            seen = await self._look(incoming.sender, content, at_the_till)
        elif isinstance(content, Text) and (found := secrets_in(content.text)):
            seen = await self._entrusted(incoming, found, at_the_till)
            incoming = replace(incoming, content=Text("…"))  # nothing that is stored holds it
        async with self._hearing.place(at_the_till):
            with self.answers.gates[ours].answering():
                return await self.courier.db.write(take, incoming, platform, seen, now=self.courier.clock())

    async def _entrusted(self, incoming: Incoming, found: Secrets, at_the_till: Once) -> Entrusted:
        """Take what opens an account out of the chat, and where staff sent it learn whose it is."""
        gone = await self.channels[incoming.sender.ours].take_away(incoming)
        bot = await self._whose(incoming.sender, found) if await at_the_till() else None
        return Entrusted(bot, taken_away=gone)

    async def _whose(self, sender: Address, found: Secrets) -> NewBot | NotIntroduced | TooOften | None:
        """Ask the platform whose account it is, if not very many came from there just now."""
        if not self.own.introduce:
            return None
        return await self._often(sender, BOT_TOKENS) or await self.own.introduce(found)

    async def _often(self, sender: Address, allowance: Allowance) -> TooOften | None:
        """Use what an address is allowed once, or say until when nothing is left of it."""
        where = digest(f"{sender.channel}:{sender.account}:{sender.external_id}")
        return await self.courier.db.write(allowances.take, allowance, where, now=self.courier.clock())

    async def _read_beside(self, unanswered: Unanswered) -> list[Reply]:
        """Read an answer while the writer goes on, and remember what it shows."""
        async with self._reading:
            answered = await self.courier.db.read(read, unanswered)
        return await self.courier.db.write(finish, answered)

    @property
    def courier(self) -> Courier:
        """The last step of everything that leaves."""
        return self.answers.courier

    def platform(self, account: AccountKey) -> Platform:
        """Return what a conversation with one of our accounts must know of it."""
        channel = self.channels[account]
        return Platform(
            self._links(channel),
            window=channel.window,
            most_buttons=channel.most_buttons,
            has_menu=channel.has_menu,
            money=channel.money,
            daily_limit=channel.daily_limit,
            billing=self._billing(),
            only_shop=self.own.shops.get(account),
            shared=tuple(one.account for one in self.shared if one.name == channel.name),
        )

    @property
    def own(self) -> OwnChats:
        """The chats that belong to one shop alone."""
        return self.courier.own

    def _links(self, channel: Channel) -> Links:
        """Lead to any messenger where there are several and one address for all, else to the account that is spoken to."""
        ours, secret = key_of(channel), self.courier.secret
        first = first_of_each(self.shared)
        if ours in self.own.shops:
            chats, shared = {channel.name: channel.link}, first.get(channel.name)
            return Links(
                secret, channel.link, (channel.name,), chats, own=self._links_of_shop,
                place=self.own.place(ours), shared=shared.link if shared else None,
            )  # fmt: skip
        several = len(first) > 1 and self.public_url
        link = (lambda payload: f"{self.public_url}/s/{payload}") if several else channel.link
        reached = first if several else {channel.name: channel}
        chats = {name: one.link for name, one in reached.items()}
        others = tuple(other.name for other in self.shared if key_of(other) != ours)
        return Links(secret, link, tuple(reached), chats, others, self._links_of_shop)

    def _links_of_shop(self, shop_id: int) -> Links | None:
        """Lead to a shop's own chats, and on other messengers to the shared ones; None where it has none of its own."""
        own = self.own.chats(shop_id)
        if not own:
            return None
        shared = {name: one.link for name, one in first_of_each(self.shared).items()}
        chats = {**shared, **own}
        several = len(chats) > 1 and self.public_url
        link = (
            (lambda payload: f"{self.public_url}/s/{payload}?shop={shop_id}")
            if several
            else next(iter(own.values()))
        )
        reached = tuple(chats if several else own)
        return Links(self.courier.secret, link, reached, chats, own_on=frozenset(own))

    def _billing(self) -> Billing | None:
        bills = next((channel for channel in self.channels.values() if channel.window), None)
        return Billing(bills.name, bills.account, self.prices) if bills else None

    async def notify(self, row: OutboxMessage) -> Delivery | None:
        """Word and send a message from the outbox; None when it grew stale."""
        delivery = await self._notify(row)
        if isinstance(delivery, WindowClosed):  # we had thought otherwise
            await self.courier.db.write(
                messaging_window.close_window, row.address_id, now=self.courier.clock()
            )
            delivery = await self._notify(row)
        return delivery

    async def _notify(self, row: OutboxMessage) -> Delivery | None:
        worded = await self.courier.db.write(word, row, self.platform, now=self.courier.clock())
        if isinstance(worded, messaging_window.Full):
            return Held(worded.ask_again_after.total_seconds())
        if worded is None:
            return None
        delivery: Delivery | None = None
        for message in worded.messages:
            delivery = await self._unasked(worded, message, tracker=Tracker(row.id))
            if not isinstance(delivery, Sent):
                break
        return delivery

    async def _unasked(self, worded: Worded, message: Receipt, *, tracker: Tracker) -> Delivery:
        channel, reply, to = self.channels[worded.to.ours], message.reply, worded.to
        if message.by_template and reply.template:
            return await self.courier.send_template(
                channel, to, reply, reply.template, language=worded.language, tracker=tracker
            )
        return await self.courier.send(channel, to, reply, replaces=message.replaces, tracker=tracker)

    async def _look(self, sender: Address, photo: Photo, at_the_till: Once) -> Seen:
        """See what is on a photo, if not very many came from there just now: each takes a while to read."""
        channel = self.channels[sender.ours]
        often = await self._often(sender, PHOTOS_AT_WORK if await at_the_till() else PHOTOS)
        if often:
            return Seen(until=often.until)
        asked = await self.courier.db.read(picture_asked, sender, now=self.courier.clock())
        try:
            content = await self._fetched(channel, photo)
        except MediaUnavailableError:
            why = "too_big" if photo.size > MAX_BYTES else "no_image"
            return Seen(why=why, asked=asked, unfit=why)
        async with self._eyes.place(at_the_till):
            return await asyncio.to_thread(see, content, asked)

    async def _fetched(self, channel: Channel, photo: Photo) -> bytes:
        """Fetch a photo, asked for again where the platform did not answer."""
        for _ in range(_FETCHES - 1):
            with suppress(MediaLateError):
                return await channel.download(photo.file, limit=MAX_BYTES)
            await self.answers.wait(_FETCH_AGAIN_S)
        return await channel.download(photo.file, limit=MAX_BYTES)

    async def _apologise(self, incoming: Incoming) -> None:
        reference = secrets.token_hex(3).upper()
        FAULTS.inc()
        _LOG.exception("update %s failed, reference %s", digest(incoming.key), reference)
        sender, spoken = incoming.sender, incoming.language
        where = (sender.channel, sender.account, sender.external_id)
        with suppress(chat_state.StorageError):  # it may be what broke
            spoken = await self.courier.db.read(identify.language_at, *where) or spoken
        sorry = Reply(words(spoken).t(table.SORRY, reference=reference), promised=True)
        with suppress(chat_state.StorageError):
            await self.answers.give(
                self.channels[sender.ours], incoming, [sorry], self.answers.at_the_till(sender)
            )
