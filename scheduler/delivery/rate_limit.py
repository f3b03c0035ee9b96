"""How fast unasked messages may leave: a slot each for the account (GCRA), and a gap between two in one chat.

Each channel says its own figures. Answers never wait for a slot; each takes one from those that do. Only what the
platform ordered (`scheduler/delivery/pauses.py`) holds for all.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from channels.messages import Speed
from scheduler.delivery.pauses import Pauses

_MOST_AHEAD = timedelta(seconds=1)  # however many answers are given, something unasked leaves every second
_SET_BACK = timedelta(minutes=1)
_CHATS_KEPT = 1000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Pace:
    """The pace of one account. Its time is the clock's, and goes on through every wait that it orders."""

    speed: Speed
    _latest: datetime = _LONG_AGO
    _free_at: datetime = _LONG_AGO
    _chats: dict[str, datetime] = field(default_factory=dict)
    _pauses: Pauses = field(default_factory=Pauses)
    _answers: int = 0
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self, clock: datetime) -> datetime:
        """Return the clock's time, or the end of the last wait where the clock does not show it yet."""
        self._latest = max(self._latest, clock)
        return self._latest

    def was_set_back(self, clock: datetime) -> bool:
        """Tell whether the clock was set back; what waits goes on waiting as long as it had to."""
        back = self._latest - clock
        if self._latest == _LONG_AGO or back < _SET_BACK:
            return False
        self._latest, self._free_at = clock, clock
        self._pauses.set_back(back)
        self._chats.clear()
        return True

    def take_slot(self, clock: datetime) -> timedelta:
        """Book the next slot of the account, and return how long to wait for it."""
        now = self.now(clock)
        slot = max(self._free_at, now)
        # Half a slot may be made up for: a timer that is always late must not slow everything down.
        self._free_at = max(self._free_at, now - self._interval / 2) + self._interval
        self._latest = slot
        return slot - now

    def give_way(self, clock: datetime) -> None:
        """Leave a slot to an answer."""
        now = self.now(clock)
        self._free_at = min(max(self._free_at, now) + self._interval, now + _MOST_AHEAD)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Let what is unasked step back while somebody is being answered."""
        self._answers += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._answers -= 1
            if not self._answers:
                self._quiet.set()

    @property
    def busy(self) -> bool:
        """Say whether somebody is being answered."""
        return self._answers > 0

    async def quiet(self) -> None:
        """Return when the last of those who are being answered was."""
        await self._quiet.wait()

    def opens_at(self, chat: str, clock: datetime) -> datetime | None:
        """Return when a chat may be written to again, or None where it may at once."""
        at = self._chats.get(chat, _LONG_AGO) + self.speed.gap
        return at if at > self.now(clock) else None

    def wrote(self, chat: str, clock: datetime) -> None:
        """Note that a message leaves for a chat."""
        now = self.now(clock)
        if len(self._chats) >= _CHATS_KEPT:
            self._chats = {this: at for this, at in self._chats.items() if at + self.speed.gap > now}
        self._chats[chat] = now

    def pause(self, until: datetime) -> None:
        """Let nothing leave before."""
        self._pauses.order(until)

    def pause_chat(self, chat: str, length: timedelta, clock: datetime, *, perhaps_all: bool) -> None:
        """Let nothing leave for a chat for so long; `perhaps_all`: the platform may have meant the account."""
        now = self.now(clock)
        self._pauses.order_in(chat, now + length, now=now, perhaps_all=perhaps_all)

    def refused(self, clock: datetime) -> datetime:
        """Let nothing leave for a while, as our account is refused; return until when."""
        return self._pauses.refused(self.now(clock))

    def close(self, until: datetime) -> None:
        """Let nothing leave before, or until `open`: the platform has closed our account."""
        self._pauses.close(until)

    def open(self) -> None:
        """Let all that waits leave: an account that was closed is open again."""
        self._pauses.open()

    def reinstated(self) -> None:
        """Let all that waits leave: the platform says that our account may send."""
        self._pauses.reinstated()

    def served(self) -> None:
        """Note that something arrived."""
        self._pauses.served()

    def paused_until(self, clock: datetime, chat: str = "") -> datetime | None:
        """Return when the pause of the account, or of a chat, ends; None where there is none."""
        return self._pauses.until(self.now(clock), chat)

    def wait_until(self, moment: datetime, clock: datetime) -> timedelta:
        """Return how long it is to a moment, and take it as waited for."""
        gap = moment - self.now(clock)
        self._latest = max(self._latest, moment)
        return gap

    @property
    def _interval(self) -> timedelta:
        return timedelta(seconds=1 / self.speed.per_s)
