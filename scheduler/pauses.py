"""What a platform ordered: silence in one chat, or in all of them. Answers and the outbox keep it together.

Where a platform does not say which of its limits was hit, its refusal holds for that chat alone: one stranger who
floods must silence no till. Only when several chats in a row are refused within seconds, and none is served between
them, is it about the account; then the shortest of their pauses is asked of all, for each chat keeps its own.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

_SEVERAL = 3
_WITHIN = timedelta(seconds=5)
_CHATS_KEPT = 1000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Pauses:
    """Until when nothing may leave, in all or into one chat. A shorter pause never shortens a longer one."""

    _account: datetime = _LONG_AGO
    _chats: dict[str, datetime] = field(default_factory=dict)
    _refused: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)  # by chat: when, until when

    def order(self, until: datetime) -> None:
        """Let nothing leave before."""
        self._account = max(self._account, until)

    def order_in(self, chat: str, until: datetime, *, now: datetime, perhaps_all: bool) -> None:
        """Let nothing leave for a chat before; `perhaps_all`: the platform may have meant the whole account."""
        if len(self._chats) >= _CHATS_KEPT:
            self._chats = {this: end for this, end in self._chats.items() if end > now}
        self._chats[chat] = max(self._chats.get(chat, _LONG_AGO), until)
        if not perhaps_all:
            return
        self._refused = {this: one for this, one in self._refused.items() if now - one[0] <= _WITHIN}
        self._refused[chat] = now, until
        if len(self._refused) >= _SEVERAL:
            self.order(min(end for _, end in self._refused.values()))

    def served(self) -> None:
        """Note that something arrived: what was refused before it was refused for its own chat's sake."""
        self._refused.clear()

    def until(self, now: datetime, chat: str = "") -> datetime | None:
        """Return when a chat (or the account, where none is named) may be written to again; None: at once."""
        end = max(self._account, self._chats.get(chat, _LONG_AGO))
        return end if end > now else None

    def set_back(self, back: timedelta) -> None:
        """Keep the length of every pause though the clock was set back so far."""
        self._account = max(self._account - back, _LONG_AGO)
        self._chats = {chat: max(end - back, _LONG_AGO) for chat, end in self._chats.items()}
        self._refused.clear()
