"""Silence that a platform ordered, in one chat or in a whole account: in rows, so that every process keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, select, type_coerce, update

from storage.engine.statements import Statement, Tx, insert
from storage.tables import Time, pauses
from storage.tables.columns import Big

WHOLE_ACCOUNT = ""  # in the place of a chat


@dataclass(frozen=True, slots=True)
class Pause:
    """Until when nothing leaves for a chat of an account, or, where it is `WHOLE_ACCOUNT`, for any."""

    channel: str
    account: str
    chat: str
    until: datetime


_NEW = insert(pauses).values({column.name: bindparam(column.name, type_=column.type) for column in pauses.c})
_ORDER = Statement(  # no shorter pause shortens a longer one
    _NEW.on_conflict_do_update(
        index_elements=["channel", "account", "chat"],
        set_={
            "until": case((pauses.c.until > _NEW.excluded.until, pauses.c.until), else_=_NEW.excluded.until)
        },
    )
)
_AT = bindparam("at", type_=Time())
_OVER = Statement(delete(pauses).where(pauses.c.until <= _AT))
_IN_FORCE = Statement(select(*pauses.c).where(pauses.c.until > _AT), into=Pause)
_END = Statement(
    delete(pauses).where(
        pauses.c.channel == bindparam("of_channel"),
        pauses.c.account == bindparam("of_account"),
        pauses.c.chat == bindparam("of_chat"),
    )
)
_SET_BACK = Statement(
    update(pauses)
    .where(pauses.c.until > bindparam("latest", type_=Time()))
    .values(until=type_coerce(pauses.c.until, Big) - bindparam("back_us", type_=Big))
)


def order(tx: Tx, ordered: Iterable[Pause]) -> None:
    """Let every process keep these pauses."""
    for one in ordered:
        _ORDER.run(tx, channel=one.channel, account=one.account, chat=one.chat, until=one.until)


def in_force(tx: Tx, *, now: datetime) -> list[Pause]:
    """Return every pause that holds."""
    return _IN_FORCE.all(tx, at=now)


def end(tx: Tx, channel: str, account: str, chat: str = WHOLE_ACCOUNT) -> None:
    """End the pause of a chat or of a whole account: the one is forgotten, or the other may send."""
    _END.run(tx, of_channel=channel, of_account=account, of_chat=chat)


def forget_over(tx: Tx, *, now: datetime) -> None:
    """Forget every pause that is over."""
    _OVER.run(tx, at=now)


def set_back(tx: Tx, back: timedelta, *, now: datetime) -> None:
    """Keep the length of every pause though the clock was set back so far."""
    _SET_BACK.run(tx, latest=now + back, back_us=back // timedelta(microseconds=1))
