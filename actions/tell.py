"""Put a message to people into the outbox, whatever it is about."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.statements import Tx

# Who goes first when much is waiting: an answer to something that happened, then what can wait.
URGENT, SOON, LATER = 10, 20, 30


def tell(  # noqa: PLR0913 - a message has as many sides
    tx: Tx,
    person_ids: Sequence[int],
    kind: str,
    key: str,
    *,
    of_shop: int,
    now: datetime,
    urgency: int = URGENT,
    lives: timedelta | None = None,
    **data: int | str,
) -> None:
    """Put a message to each person into the outbox, in the shop's own chat or where they wrote last; `key` makes it happen once."""
    expires_at = now + lives if lives else None
    for person_id in person_ids:
        message = NewMessage(f"{kind}:{key}:{person_id}", kind, data, urgency, expires_at)
        outbox.add_for(tx, person_id, message, of_shop=of_shop, now=now)
