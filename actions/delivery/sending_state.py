"""How our accounts stand, in whichever process that was learned: closed, paused, or with nothing to send."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storage.delivery import claims, closed_accounts, pauses
from storage.delivery.pauses import WHOLE_ACCOUNT, Pause
from storage.engine.statements import Tx

__all__ = ["WHOLE_ACCOUNT", "SendingState", "forget_pauses", "order_pauses", "sending_states"]


@dataclass(slots=True)
class SendingState:
    """Until when an account is closed, until when its chats are silent, and whether nothing waits there."""

    closed_until: datetime | None = None
    pauses: dict[str, datetime] = field(default_factory=dict)  # by chat, or `WHOLE_ACCOUNT`
    idle: bool = False


def sending_states(tx: Tx, *, now: datetime) -> Mapping[tuple[str, str], SendingState]:
    """Return how each account stands; of one that is not named nothing is known."""
    found: dict[tuple[str, str], SendingState] = defaultdict(SendingState)
    for pause in pauses.in_force(tx, now=now):
        found[pause.channel, pause.account].pauses[pause.chat] = pause.until
    for channel, account, until in closed_accounts.in_force(tx, now=now):
        found[channel, account].closed_until = until
    for channel, account in claims.idle(tx, now=now):
        found[channel, account].idle = True
    return found


def order_pauses(tx: Tx, channel: str, account: str, ordered: Mapping[str, datetime]) -> None:
    """Let all processes keep the silence that a platform ordered one of them, by chat, or of the `WHOLE_ACCOUNT`."""
    pauses.order(tx, [Pause(channel, account, chat, until) for chat, until in sorted(ordered.items())])


def forget_pauses(tx: Tx, *, now: datetime) -> None:
    """Forget the pauses that are over."""
    pauses.forget_over(tx, now=now)
