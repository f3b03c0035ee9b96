"""An answer that gets through: tried again where that can double nothing, owed through the outbox where it could.

Nobody who asked is met with silence, and one chat's trouble is that chat's alone.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from actions.delivery.trackers import Tracker
from actions.people import identify
from bot.conversation import keep_promise, owe_answer
from bot.courier import Courier
from bot.queues import CASHIER, CUSTOMER, Allowances, Once, Queue
from bot.turn import Reply
from channels.channel import Channel
from channels.deliveries import (
    AccountBroken,
    Crowded,
    Delivery,
    Flooded,
    NotSent,
    Rejected,
    Sent,
    Uncertain,
    Unreachable,
    in_short,
)
from channels.messages import AccountKey, Address, Incoming, Tap
from loyalty.tokens import digest

_LOG = logging.getLogger(__name__)
_TRIES = 3
_CUSTOMERS_AT_ONCE = 8  # the connections that are left are for the tills, and for the outbox
_LONGEST_WAIT_S = 30.0
_PAUSE_S = 0.5


class Gate(Protocol):
    """What holds back all that leaves from one account, answers and the outbox alike."""

    def pause(self, until: datetime) -> None:
        """Let nothing leave before."""

    def pause_chat(self, chat: str, length: timedelta, clock: datetime, *, perhaps_all: bool) -> None:
        """Let nothing leave for a chat for so long; `perhaps_all`: the platform may have meant all of them."""

    def refused(self, clock: datetime) -> datetime:
        """Let nothing leave for a while, as our account is refused; return until when."""

    def paused_until(self, clock: datetime, chat: str = "") -> datetime | None:
        """Return when the pause of a chat ends, or None where there is none."""

    def answering(self) -> AbstractContextManager[None]:
        """Let what is unasked step back while somebody is being answered."""

    def give_way(self, clock: datetime) -> None:
        """Leave a slot to an answer."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Gives people their answers; each account has a gate of its own, and connections of its own."""

    courier: Courier
    gates: Mapping[AccountKey, Gate]
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    _queues: defaultdict[AccountKey, Queue] = field(
        default_factory=lambda: defaultdict(lambda: Queue(_CUSTOMERS_AT_ONCE))
    )
    _allowances: Allowances = field(default_factory=Allowances)

    async def give(
        self, channel: Channel, incoming: Incoming, replies: Sequence[Reply], at_the_till: Once
    ) -> None:
        """Send the replies to what somebody said, in order; the first that can't be now is owed for all that follow."""
        may_speak = not replies or await self._slowed_down(channel, incoming.sender, at_the_till)
        for reply in replies:
            replaces = _in_place_of(channel, reply, incoming)
            if not (may_speak and await self._arrives(channel, incoming, reply, replaces, at_the_till)):
                now = self.courier.clock()
                await self.courier.db.write(owe_answer, incoming, reply, replaces=replaces, now=now)
                return
        if replies and (incoming.told_early or replies[0].promised):
            await self.courier.db.write(keep_promise, incoming)

    def crowded(self, account: AccountKey) -> bool:
        """Say whether more people wait for an answer there than a platform should wait for."""
        return self._queues[account].waiting >= _CUSTOMERS_AT_ONCE

    def at_the_till(self, who: Address) -> Once:
        """Ask, where it matters, whether somebody works in a shop: they go first, and may ask for more."""
        where = (who.channel, who.account, who.external_id)
        return Once(partial(self.courier.db.read, identify.works_somewhere, *where))

    async def _slowed_down(self, channel: Channel, to: Address, at_the_till: Once) -> bool:
        """Let whoever asks too much wait; False where so much waits already that one answer must do for all."""
        gap, now = channel.speed.gap, self.courier.clock()
        at_once = CUSTOMER
        if self._allowances.exceeded(to, gap, at_once=CUSTOMER, now=now) and await at_the_till():
            at_once = CASHIER
        wait = self._allowances.take(to, gap, at_once=at_once, now=now)
        if wait:
            await self.wait(wait.total_seconds())
        return wait is not None

    async def _arrives(
        self, channel: Channel, incoming: Incoming, reply: Reply, replaces: str | None, at_the_till: Once
    ) -> bool:
        """Try a few times where that helps and doubles nothing; False when the answer is still owed."""
        for _ in range(_TRIES):
            if not await self._may_speak(incoming.sender):
                break
            delivery = await self._sent(channel, incoming, reply, replaces, at_the_till)
            match delivery:
                case Sent() | Unreachable():
                    return True
                case NotSent():
                    await self.wait(_PAUSE_S)
                case Uncertain() if replaces:  # an edit says the same however often it arrives
                    pass
                case Rejected() if replaces:
                    replaces = None
                case Crowded() | Flooded():
                    pass
                case _:
                    _LOG.warning("an answer is owed: %s", in_short(delivery))
                    break
        return False

    async def _sent(
        self, channel: Channel, incoming: Incoming, reply: Reply, replaces: str | None, at_the_till: Once
    ) -> Delivery:
        to, tracker = incoming.sender, Tracker(key=digest(incoming.key), about=reply.subject)
        gate = self.gates[to.ours]
        async with self._queues[to.ours].place(at_the_till):
            with gate.answering():
                delivery = await self.courier.send(channel, to, reply, replaces=replaces, tracker=tracker)
        now = self.courier.clock()
        gate.give_way(now)
        match delivery:
            case Flooded(retry_after_s):
                gate.pause(now + timedelta(seconds=retry_after_s))
            case AccountBroken():
                gate.refused(now)
            case Crowded(retry_after_s, perhaps_all):
                length = timedelta(seconds=retry_after_s)
                gate.pause_chat(to.external_id, length, now, perhaps_all=perhaps_all)
        return delivery

    async def _may_speak(self, to: Address) -> bool:
        """Sit out a pause that the platform ordered, whoever met it; False where it is longer than a person waits."""
        now = self.courier.clock()
        until = self.gates[to.ours].paused_until(now, to.external_id)
        if until is None:
            return True
        left_s = (until - now).total_seconds()
        if left_s > _LONGEST_WAIT_S:
            return False
        await self.wait(left_s)
        return True


def _in_place_of(channel: Channel, reply: Reply, incoming: Incoming) -> str | None:
    """Return the message that a reply updates: the one whose button was tapped, where that is wanted and can be."""
    said = incoming.content
    wanted = reply.in_place and channel.can_replace
    return said.message_id if wanted and isinstance(said, Tap) else None
