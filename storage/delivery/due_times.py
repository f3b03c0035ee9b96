"""When what waits in the outbox is due, put right: after a clock was set back, or a platform opened again."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, update

from storage.delivery.outbox import WAITING
from storage.engine.statements import Statement, Tx
from storage.tables import outbox

_BRING_FORWARD = Statement(
    update(outbox)
    .where(
        WAITING,
        outbox.c.due_at > bindparam("latest"),
        # What the platform reported to have failed goes again when that allows, and not sooner.
        or_(outbox.c.reached.is_(None), outbox.c.reached != "failed"),
    )
    .values(due_at=bindparam("due"))
)
_HASTEN = Statement(
    update(outbox)
    .where(
        outbox.c.channel == bindparam("of_channel"),
        outbox.c.account == bindparam("of_account"),
        outbox.c.state == "ready",
        outbox.c.at_most_once == 0,  # marketing has its own pauses
        outbox.c.due_at > bindparam("at"),
    )
    .values(due_at=bindparam("at"))
)
_SHORTEN = Statement(
    update(outbox)
    .where(WAITING, outbox.c.lease_until > bindparam("latest"))
    .values(lease_until=bindparam("until"))
)


def bring_forward(tx: Tx, *, now: datetime, due_within: timedelta, lease: timedelta) -> None:
    """Correct what a clock that was set back since has put too far away."""
    _BRING_FORWARD.run(tx, latest=now + due_within, due=now)
    _SHORTEN.run(tx, latest=now + lease, until=now + lease)


def hasten(tx: Tx, channel: str, account: str, *, now: datetime) -> None:
    """Make due at once what waits for an account, but for marketing."""
    _HASTEN.run(tx, of_channel=channel, of_account=account, at=now)
