"""How much waits in the outbox of an account, and since when."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from loyalty.values import dataclass
from storage.delivery.outbox import WAITING
from storage.engine.statements import Statement, Tx
from storage.tables import Time, outbox

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due and not settled, counted up to `MOST_COUNTED`, and since when the oldest of it is."""

    due: int
    since: datetime | None


_WAITING = (  # along the index on waiting rows, and no further than so many of them, however many there are
    select(outbox.c.due_at)
    .where(outbox.c.channel == bindparam("channel"), outbox.c.account == bindparam("account"), WAITING)
    .order_by(outbox.c.urgency, outbox.c.due_at)
    .limit(MOST_COUNTED)
    .subquery()
)
_BACKLOG = Statement(
    select(func.count(), func.min(_WAITING.c.due_at)).where(
        _WAITING.c.due_at <= bindparam("now", type_=Time())
    ),
    into=Backlog,
)


def of_account(tx: Tx, channel: str, account: str, *, now: datetime) -> Backlog:
    """Return the backlog of an account."""
    found = _BACKLOG.one(tx, channel=channel, account=account, now=now)
    return found or Backlog(0, None)
