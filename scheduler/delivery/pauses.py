"""What a platform ordered: silence in one chat, or in all of them. Answers and the outbox keep it together.

Where a platform does not say which of its limits was hit, its refusal holds for that chat alone: one stranger who
floods must silence no till. Only when several chats in a row are refused within seconds, and none is served between
them, is it taken to be about the account. That is a guess: three who flood are no account either. So all are silent for
the shortest of their pauses, but at first for seconds only, and longer each time that it turns out so; each chat keeps its own.

What is ordered in one process is told to the others by rows, and kept by all of them.

Where it refuses our account, one refusal may pass at once and many in a row will not: each pause is longer than the one
before. Where it takes what it then reports as refused for our account's sake, nothing is known by what it takes: until
something is reported to have arrived, the pauses go on growing. Where it says that the account is closed, nothing asks until it says otherwise, or for as long as we were told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from actions.delivery.sending_state import WHOLE_ACCOUNT, SendingState

_SEVERAL = 3
_WITHIN = timedelta(seconds=5)
_REFUSED_S = (5, 15, 60, 180, 300)  # after the first refusal in a row, the second, …
# At most, after the first guess in a row that it is the account, the second, …
_GUESSED_S = (15, 60, 180, 300)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Pauses:
    """Until when nothing may leave, in all or into one chat. A shorter pause never shortens a longer one."""

    changes: int = 0  # that were made here
    _closed: datetime = _LONG_AGO
    _refusals: int = 0
    _guesses: int = 0
    _takes_in_vain: bool = False  # whether what it took was reported as refused
    _kept: dict[str, datetime] = field(default_factory=dict)  # by chat, or of the `WHOLE_ACCOUNT`
    _untold: dict[str, datetime] = field(default_factory=dict)  # those of which no other process can know
    _refused: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)  # by chat: when, until when

    def order(self, until: datetime, chat: str = WHOLE_ACCOUNT) -> None:
        """Let nothing leave before."""
        self.changes += 1
        for pauses in (self._kept, self._untold):
            pauses[chat] = max(pauses.get(chat, _LONG_AGO), until)

    def untold(self) -> dict[str, datetime]:
        """Return what was ordered here since it was last told to the other processes."""
        return dict(self._untold)

    def told(self, ordered: Mapping[str, datetime]) -> None:
        """Note that every process can know of these."""
        self._untold = {chat: end for chat, end in self._untold.items() if ordered.get(chat) != end}

    def follow(self, state: SendingState, *, changes: int) -> None:
        """Keep to what stands in rows, unless something was ordered here after so many `changes`."""
        if changes != self.changes:
            return
        if state.closed_until is None and self._closed > _LONG_AGO:
            self.arrived()
        self._closed = state.closed_until or _LONG_AGO
        self._kept = state.pauses | self._untold

    def refused(self, now: datetime) -> datetime:
        """Let nothing leave for a while, as our account is refused, and return until when; longer each time in a row."""
        if self._until(WHOLE_ACCOUNT) <= now:  # what was under way meanwhile met the same refusal
            pause_s = _REFUSED_S[min(self._refusals, len(_REFUSED_S) - 1)]
            self._refusals += 1
            self.order(now + timedelta(seconds=pause_s))
        return self._until(WHOLE_ACCOUNT)

    def refused_later(self, now: datetime) -> None:
        """Let nothing leave for a while, as something that was taken is refused after all, for our account's sake."""
        self._takes_in_vain = True
        self.refused(now)

    def close(self, until: datetime) -> None:
        """Let nothing leave before, or until it is reinstated: our account is closed."""
        self.changes += 1
        self._closed = until

    def reinstated(self) -> None:
        """End every pause of the account, also of one whose closing we only met: the platform says that it is open."""
        self.changes += 1
        self._closed = _LONG_AGO
        self.arrived()
        for pauses in (self._kept, self._untold):
            pauses.pop(WHOLE_ACCOUNT, None)

    def order_in(self, chat: str, until: datetime, *, now: datetime, perhaps_all: bool) -> None:
        """Let nothing leave for a chat before; `perhaps_all`: the platform may have meant the whole account."""
        self.order(until, chat)
        if not perhaps_all:
            return
        self._refused = {this: one for this, one in self._refused.items() if now - one[0] <= _WITHIN}
        self._refused[chat] = now, until
        known = self._until(WHOLE_ACCOUNT) > now  # what was under way meanwhile adds nothing
        if len(self._refused) >= _SEVERAL and not known:
            most = timedelta(seconds=_GUESSED_S[min(self._guesses, len(_GUESSED_S) - 1)])
            self._guesses += 1
            self.order(min(now + most, *(end for _, end in self._refused.values())))

    def served(self) -> None:
        """Note that something was taken: what was refused before it was refused for its own chat's sake."""
        self._refused.clear()
        self._guesses = 0
        if not self._takes_in_vain:
            self._refusals = 0

    def arrived(self) -> None:
        """Note that something is reported to have arrived: our account is not refused, or no more."""
        self._refusals = 0
        self._takes_in_vain = False

    def until(self, now: datetime, chat: str = WHOLE_ACCOUNT) -> datetime | None:
        """Return when a chat (or the account, where none is named) may be written to again; None: at once."""
        end = max(self._closed, self._until(WHOLE_ACCOUNT), self._until(chat))
        return end if end > now else None

    def set_back(self, back: timedelta) -> None:
        """Keep the length of every pause though the clock was set back so far."""
        self.changes += 1
        self._closed = max(self._closed - back, _LONG_AGO)
        for pauses in (self._kept, self._untold):
            pauses.update({chat: max(end - back, _LONG_AGO) for chat, end in pauses.items()})
        self._refused.clear()

    def _until(self, chat: str) -> datetime:
        return self._kept.get(chat, _LONG_AGO)
