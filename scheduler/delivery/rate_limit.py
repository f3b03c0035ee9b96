"""How fast messages may leave an account, as one process knows it: what its answers took, and what is paused.

Unasked messages get their slots where they are claimed, for all processes together. Answers never wait for a slot; each
takes one from those that do. Only what the platform ordered (`scheduler/delivery/pauses.py`) holds for all.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from actions.delivery.sending_state import SendingState
from channels.channel import Speed
from loyalty.delivery.slots import AHEAD, Tempo
from scheduler.delivery.pauses import Pauses

_SET_BACK = timedelta(minutes=1)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Pace:
    """The pace of one account. Its time is the clock's, and goes on through every wait that it orders."""

    speed: Speed
    _latest: datetime = _LONG_AGO
    _answered: datetime = _LONG_AGO
    _pauses: Pauses = field(default_factory=Pauses)
    _answers: int = 0
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self, clock: datetime) -> datetime:
        """Return the clock's time, or the end of the last wait where the clock does not show it yet."""
        self._latest = max(self._latest, clock)
        return self._latest

    def set_back(self, clock: datetime) -> timedelta | None:
        """Tell how far the clock was set back, if it was; what waits goes on waiting as long as it had to."""
        back = self._latest - clock
        if self._latest == _LONG_AGO or back < _SET_BACK:
            return None
        self._latest, self._answered = clock, _LONG_AGO
        self._pauses.set_back(back)
        return back

    @property
    def tempo(self) -> Tempo:
        """Return how far slots lie apart, and messages to one chat."""
        return Tempo(timedelta(seconds=1 / self.speed.per_s), self.speed.gap)

    def give_way(self, clock: datetime) -> None:
        """Leave a slot to an answer."""
        now = self.now(clock)
        self._answered = min(max(self._answered, now) + self.tempo.interval, now + AHEAD)

    def answered(self, clock: datetime) -> timedelta:
        """Return how much of the pace answers have taken since it was last told to those who share it."""
        return max(self._answered - self.now(clock), timedelta(0))

    def told_answers(self) -> None:
        """Note that all who share the pace know what answers have taken of it."""
        self._answered = _LONG_AGO

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

    def refused_later(self, clock: datetime) -> None:
        """Let nothing leave for a while, as something that was taken is refused after all, for our account's sake."""
        self._pauses.refused_later(self.now(clock))

    def close(self, until: datetime) -> None:
        """Let nothing leave before, or until it is reinstated: the platform has closed our account."""
        self._pauses.close(until)

    def reinstated(self) -> None:
        """Let all that waits leave: the platform says that our account may send."""
        self._pauses.reinstated()

    def untold(self) -> dict[str, datetime]:
        """Return the pauses that were ordered here since they were last told to the other processes."""
        return self._pauses.untold()

    def told_pauses(self, ordered: Mapping[str, datetime]) -> None:
        """Note that every process can know of these pauses."""
        self._pauses.told(ordered)

    @property
    def changes(self) -> int:
        """Count the changes that were made here of what is paused."""
        return self._pauses.changes

    def follow(self, state: SendingState, *, changes: int) -> None:
        """Keep to what any process was ordered, unless something was changed here after so many `changes`."""
        self._pauses.follow(state, changes=changes)

    def served(self) -> None:
        """Note that something was taken."""
        self._pauses.served()

    def arrived(self) -> None:
        """Note that something is reported to have arrived."""
        self._pauses.arrived()

    def paused_until(self, clock: datetime, chat: str = "") -> datetime | None:
        """Return when the pause of the account, or of a chat, ends; None where there is none."""
        return self._pauses.until(self.now(clock), chat)

    def wait_until(self, moment: datetime, clock: datetime) -> timedelta:
        """Return how long it is to a moment, and take it as waited for."""
        gap = moment - self.now(clock)
        self._latest = max(self._latest, moment)
        return gap
