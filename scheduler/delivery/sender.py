"""Drains the outbox of one account: claim, word, send, settle, each row for itself. The second way through the house.

docs/sender.md says what happens at each point where it may be killed.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from prometheus_client import Histogram

from actions.delivery import outbox
from actions.delivery.outbox import ClaimedShare, OutboxMessage, Share
from actions.delivery.sending_state import order_pauses
from channels.deliveries import AccountBroken, Crowded, Delivery, Sent
from channels.messages import AccountKey
from scheduler.delivery.circuit_breaker import Doubt
from scheduler.delivery.rate_limit import Pace
from scheduler.delivery.retries import Again, Drop, decide
from scheduler.delivery.settle import settle_held

_LOG = logging.getLogger(__name__)
_WAITED = Histogram(
    "stempel_outbox_wait_seconds",
    "From its cause to the arrival of a message of the outbox, quiet hours and pauses included",
    ["channel"],
    buckets=(0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0, 86400.0),
)
_CLAIMED = 4  # at a time: what is more urgent overtakes at the next claim, and a crash leaves few in doubt
_LONGEST_YIELD_S = 0.25


class Storage(Protocol):
    """What the sender needs of a database."""

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)` as one transaction."""


@dataclass(slots=True)
class Sender:
    """Sends what waits; `deliver` words a message and sends it, or returns None when it grew stale."""

    db: Storage
    account: AccountKey
    clock: Callable[[], datetime]
    deliver: Callable[[OutboxMessage], Awaitable[Delivery | None]]
    pace: Pace
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _room: asyncio.Semaphore = field(init=False)
    _opens_at: datetime | None = None  # of what is due and was put off, the last may go then
    _trouble: outbox.StorageError | None = None
    _doubt: Doubt = field(default_factory=Doubt)
    _stopping: bool = False
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Make room for as many as the platform's speed asks for."""
        self._room = asyncio.Semaphore(self.pace.speed.under_way)

    def kick(self) -> None:
        """Say that there may be something to send."""
        self._wake.set()

    def served(self) -> None:
        """Note that something arrived, an answer perhaps: the platform is there, and whoever waited for it goes on."""
        self.pace.served()
        if self._doubt.deep:
            self._doubt = Doubt()
            self.kick()

    async def stop(self) -> None:
        """Claim nothing more, and return when what is on its way is settled; for a sender that runs."""
        self._stopping = True
        self.kick()
        await self._stopped.wait()

    async def run(self) -> None:
        """Take over what a dead process left, then drain at each kick, until it is stopped."""
        self.kick()
        reclaimed = False
        alarms: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as group:
            while not self._stopping:
                await self._wake.wait()
                self._wake.clear()
                with suppress(
                    outbox.StorageError
                ):  # the database tells of its outage; the next kick tries again
                    if not reclaimed:
                        await self.db.write(outbox.reclaim, *self.account, now=self._now())
                        reclaimed = True
                    await self._send_due(group)
                if self._opens_at:
                    alarm = group.create_task(self._kick_at(self._opens_at))
                    alarms.add(alarm)
                    alarm.add_done_callback(alarms.discard)
                    self._opens_at = None
            for alarm in alarms:
                alarm.cancel()
        self._stopped.set()

    async def drain(self) -> int:
        """Send all that is due now, and return how many rows were handled."""
        handled = 0
        while True:
            async with asyncio.TaskGroup() as group:
                handled += await self._send_due(group)
            if self._trouble:
                trouble, self._trouble = self._trouble, None
                raise trouble
            if self._opens_at is None or self.pace.paused_until(self.clock()):
                return handled
            moment, self._opens_at = self._opens_at, None
            await self.wait(self.pace.wait_until(moment, self.clock()).total_seconds())

    async def _kick_at(self, moment: datetime) -> None:
        await self.wait(max((moment - self._now()).total_seconds(), 0))
        self.kick()

    async def _send_due(self, group: asyncio.TaskGroup) -> int:
        """Start sending what is due, each in its turn; what is started ends in the group."""
        back = self.pace.set_back(self.clock())
        if back:
            self._doubt = Doubt()
            await self.db.write(outbox.bring_forward, back, now=self._now())
        await self._tell()
        self._trouble = None
        handled, more = 0, True
        while more and not (self._held() or self._trouble):
            async with self._room:  # none is claimed that would only lie here
                most = 1 if self._doubt.deep else _CLAIMED
                claimed = await self._claimed(most)
            handled += await self._start_all(claimed.messages, group)
            more = bool(claimed.messages) and claimed.more  # what came due since is told by a kick
        return handled

    async def _start_all(self, batch: Sequence[OutboxMessage], group: asyncio.TaskGroup) -> int:
        """Send messages each in its slot; whoever is cancelled gives back what did not begin to leave."""
        left, handled = deque(batch), 0
        try:
            while left:
                handled += await self._start(left[0], group)
                left.popleft()
        except asyncio.CancelledError:
            for message in left:
                await self.db.write(outbox.put_back, message, due_at=self._now())
            raise
        return handled

    async def _claimed(self, most: int) -> ClaimedShare:
        """Take what is due, with its slots, and tell those who share them what answers took."""
        share = Share(most, self.pace.tempo, self.pace.answered(self.clock()))
        claimed: ClaimedShare = await self.db.write(outbox.claim_share, *self.account, share, now=self._now())
        if claimed.messages:
            self.pace.told_answers()
        if claimed.opens_at:
            self._opens_at = max(self._opens_at or claimed.opens_at, claimed.opens_at)
        return claimed

    async def _start(self, message: OutboxMessage, group: asyncio.TaskGroup) -> bool:
        """Send a message in its slot, or put it back where it must not go now."""
        await self._turn(message)
        await self._room.acquire()
        paused_until = self.pace.paused_until(self.clock(), message.external_id)
        if paused_until or self._held():
            self._room.release()
            await self.db.write(outbox.put_back, message, due_at=paused_until or self._now())
            return False
        self._doubt.asks(self._now())
        group.create_task(self._send(message))
        return True

    def _held(self) -> bool:
        """Say whether nothing may leave now: we stop, the platform ordered a pause, or it does not answer."""
        return self._stopping or bool(self.pace.paused_until(self.clock())) or self._doubt.holds(self._now())

    async def _turn(self, message: OutboxMessage) -> None:
        if message.slot_at:
            gap_s = self.pace.wait_until(message.slot_at, self.clock()).total_seconds()
            if gap_s > 0:
                await self.wait(gap_s)
        if self.pace.busy:  # whoever stands at the till comes first, but not for ever
            with suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST_YIELD_S):
                    await self.pace.quiet()

    async def _send(self, message: OutboxMessage) -> None:
        try:
            await self._settle(message, await self._delivered(message))
        except outbox.TakenError:
            _LOG.warning("outbox row %s lay too long: another process has it", message.id)
        except outbox.StorageError as error:  # its lease ends, and its class decides
            self._trouble = error
        finally:
            self._room.release()

    async def _delivered(self, message: OutboxMessage) -> Delivery | Drop:
        try:
            return await self.deliver(message) or Drop("stale")
        except (outbox.StorageError, outbox.TakenError):
            raise
        except Exception:  # noqa: BLE001 - the one place where a bug in a message ends
            _LOG.exception("outbox row %s (%s) can't be sent", message.id, message.kind)
            return Drop("a fault of ours, see the log")

    async def _settle(self, message: OutboxMessage, ended: Delivery | Drop) -> None:
        now = self._now()
        self._doubt.ended(None if isinstance(ended, Drop) else ended, now)
        match ended:
            case Sent():
                self.pace.served()
                _WAITED.labels(self.account.channel).observe(_since(message, now))
            case Crowded(retry_after_s, perhaps_all):
                length = timedelta(seconds=retry_after_s)
                self.pace.pause_chat(message.external_id, length, self.clock(), perhaps_all=perhaps_all)
        decision = (
            ended if isinstance(ended, Drop) else decide(ended, message.attempts, once=message.at_most_once)
        )
        if isinstance(ended, AccountBroken) and isinstance(decision, Again):
            decision = replace(decision, after=self.pace.refused(self.clock()) - now)
        elif isinstance(decision, Again) and decision.whole_account:
            self.pace.pause(now + decision.after)
        await self.db.write(settle_held, message, decision, now=now)
        await self._tell()

    async def _tell(self) -> None:
        """Let the other processes know what the platform ordered in this one."""
        ordered = self.pace.untold()
        if ordered:
            await self.db.write(order_pauses, *self.account, ordered)
            self.pace.told_pauses(ordered)

    def _now(self) -> datetime:
        return self.pace.now(self.clock())


def _since(message: OutboxMessage, now: datetime) -> float:
    return max((now - message.created_at).total_seconds(), 0) if message.created_at else 0.0
