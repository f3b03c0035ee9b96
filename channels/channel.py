"""What every channel is: one platform, spoken fluently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from channels.deliveries import Delivery
from channels.messages import Address, Incoming, Outgoing


class MediaUnavailableError(Exception):
    """A photo could not be fetched: too large, gone, or the platform did not answer."""


class MediaLateError(MediaUnavailableError):
    """A photo could not be fetched, as the platform did not answer: asked again it may."""


class NotAcknowledgedError(Exception):
    """An update could not be kept (storage is down): the platform must deliver it again."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast messages may leave an account: so many a second in all, and a gap between two to one person.

    So many may be `under_way`: fewer than the channel has connections, the others are for answers when it is slow.
    """

    per_s: float
    gap: timedelta
    under_way: int = 6


NO_MONEY: Mapping[str, int] = {}  # what a channel takes where nobody can pay


class Channel(Protocol):
    """One platform, spoken fluently."""

    name: str
    account: str
    can_replace: bool  # whether a message already in the chat can be updated
    has_menu: bool  # whether `set_menu` shows anything
    most_buttons: int | None  # under one message; None: as many as one likes
    window: timedelta | None  # how long after a person's last word we may write freely; None: always
    speed: Speed
    money: Mapping[
        str, int
    ]  # in which invoices can be paid here, with the platform's decimals; empty: in none
    daily_limit: int | None  # people in a day who can be written to outside of their window; None: any number

    def link(self, payload: str) -> str:
        """Return the deep link that brings `payload` (1 to 64 of `A-Za-z0-9_-`) back as a `Start`."""
        ...

    async def send(self, to: Address, message: Outgoing) -> Delivery:
        """Deliver one message; whatever the platform answers comes back as a value."""
        ...

    async def download(self, file: str, *, limit: int) -> bytes:
        """Fetch a photo of at most `limit` bytes, or raise `MediaUnavailableError`; where asking again may help, `MediaLateError`."""
        ...

    async def acknowledge(self, incoming: Incoming) -> None:
        """Show the person at once that a tap arrived; never raises for a platform's refusal."""
        ...

    async def settle(self, incoming: Incoming, refusal: str) -> None:
        """Let a person who is about to pay do so, or say why not; never raises for a platform's refusal."""
        ...

    async def take_away(self, incoming: Incoming) -> bool:
        """Take a person's message out of the chat; False where the platform does not let us."""
        ...

    async def set_menu(
        self, to: Address | None, commands: Sequence[tuple[str, str]], *, language: str | None = None
    ) -> None:
        """Show `commands` (word, description) as the menu of one person, or of everybody in `language`."""
        ...

    async def refresh(self) -> None:
        """Learn again what the platform may have changed, `daily_limit`; never raises, what is known stays."""
        ...
