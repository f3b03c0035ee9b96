"""What is remembered about chats: updates seen, the open step, the picture on show, uploaded media."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from storage.statements import Statement, Tx, insert
from storage.tables import conversations, media, numbered, updates, views


@dataclass(frozen=True, slots=True)
class View:
    """The message in a chat that shows a card."""

    message_id: str
    shown_at: datetime


_UPDATE_OF = Statement(select(updates.c.key).where(updates.c.message == bindparam("message")))
_FORGET_SEEN = Statement(delete(updates).where(updates.c.at < bindparam("before")))
_STEP = Statement(
    select(conversations.c.step, conversations.c.data, conversations.c.at).where(
        conversations.c.address_id == bindparam("address_id")
    )
)
_DROP_STEP = Statement(delete(conversations).where(conversations.c.address_id == bindparam("address_id")))
_DROP_VIEWS = Statement(delete(views).where(views.c.address_id == bindparam("address_id")))
_VIEW = Statement(
    select(views.c.message_id, views.c.shown_at).where(
        views.c.address_id == bindparam("address_id"), views.c.card_id == bindparam("card_id")
    ),
    into=View,
)
_SET_VIEW = Statement(
    update(views)
    .where(views.c.address_id == bindparam("address"), views.c.card_id == bindparam("card"))
    .values(message_id=bindparam("message"), shown_at=bindparam("at"))
)
_MEDIA = Statement(
    select(media.c.media_id).where(
        media.c.channel == bindparam("channel"),
        media.c.account == bindparam("account"),
        media.c.digest == bindparam("digest"),
    )
)
_FORGET_MEDIA = Statement(delete(media).where(media.c.at < bindparam("before")))


def _insert(table: Any, *names: str) -> Statement[Any]:
    return Statement(
        table.insert().values({name: bindparam(name, type_=table.c[name].type) for name in names})
    )


_NUMBERED = Statement(select(numbered.c.choices).where(numbered.c.address_id == bindparam("address_id")))
_DROP_NUMBERED = Statement(delete(numbered).where(numbered.c.address_id == bindparam("address_id")))
_ADD_NUMBERED = _insert(numbered, "address_id", "choices", "at")
_NOTE = Statement(
    insert(updates)
    .values({name: bindparam(name, type_=updates.c[name].type) for name in ("key", "at", "message")})
    .on_conflict_do_nothing()
)
_ADD_STEP = _insert(conversations, "address_id", "step", "data", "at")
_ADD_VIEW = _insert(views, "address_id", "card_id", "message_id", "shown_at")
_ADD_MEDIA = _insert(media, "channel", "account", "digest", "media_id", "at")


def note(tx: Tx, key: str, *, message: str | None, now: datetime) -> bool:
    """Remember that an update has its effect in this transaction, and the message it brought; False when it had it before."""
    return _NOTE.run(tx, key=key, at=now, message=message) == 1


def update_of(tx: Tx, message: str) -> str | None:
    """Return the key of the update that brought a message."""
    found = _UPDATE_OF.value(tx, message=message)
    return None if found is None else str(found)


def forget_seen(tx: Tx, *, before: datetime) -> int:
    """Drop keys so old that no platform will deliver them again."""
    return _FORGET_SEEN.run(tx, before=before)


def step(tx: Tx, address_id: int) -> tuple[str, dict[str, Any], datetime] | None:
    """Return the step that waits for an answer in a chat, what it knows, and since when."""
    row = _STEP.one(tx, address_id=address_id)
    return None if row is None else (row[0], json.loads(row[1]), row[2])


def set_step(tx: Tx, address_id: int, step: str | None, data: dict[str, Any], *, now: datetime) -> None:
    """Wait for an answer in a chat, or for nothing."""
    _DROP_STEP.run(tx, address_id=address_id)
    if step:
        _ADD_STEP.run(tx, address_id=address_id, step=step, data=json.dumps(data), at=now)


def take_numbered(tx: Tx, address_id: int) -> list[str]:
    """Return what the numbers in the newest message of a chat stand for, once."""
    found = _NUMBERED.value(tx, address_id=address_id)
    if found is None:
        return []
    _DROP_NUMBERED.run(tx, address_id=address_id)
    choices: list[str] = json.loads(found)
    return choices


def set_numbered(tx: Tx, address_id: int, choices: Sequence[str], *, now: datetime) -> None:
    """Remember what the numbers in a message stand for."""
    _DROP_NUMBERED.run(tx, address_id=address_id)
    _ADD_NUMBERED.run(tx, address_id=address_id, choices=json.dumps(choices), at=now)


def view(tx: Tx, address_id: int, card_id: int) -> View | None:
    """Return the message that shows a card in a chat."""
    return _VIEW.one(tx, address_id=address_id, card_id=card_id)


def set_view(tx: Tx, address_id: int, card_id: int, message_id: str, *, now: datetime) -> None:
    """Remember which message shows a card in a chat."""
    if not _SET_VIEW.run(tx, address=address_id, card=card_id, message=message_id, at=now):
        _ADD_VIEW.run(tx, address_id=address_id, card_id=card_id, message_id=message_id, shown_at=now)


def forget_chat(tx: Tx, address_id: int) -> None:
    """Drop all that is remembered about one chat."""
    _DROP_STEP.run(tx, address_id=address_id)
    _DROP_NUMBERED.run(tx, address_id=address_id)
    _DROP_VIEWS.run(tx, address_id=address_id)


def media_id(tx: Tx, channel: str, account: str, digest: str) -> str | None:
    """Return the id under which a platform holds a picture."""
    found = _MEDIA.value(tx, channel=channel, account=account, digest=digest)
    return None if found is None else str(found)


def add_media(tx: Tx, channel: str, account: str, digest: str, media_id: str, *, now: datetime) -> None:
    """Remember that a platform holds a picture."""
    if _MEDIA.one(tx, channel=channel, account=account, digest=digest) is None:
        _ADD_MEDIA.run(tx, channel=channel, account=account, digest=digest, media_id=media_id, at=now)


def forget_media(tx: Tx, *, before: datetime) -> int:
    """Drop pictures that nobody will ask for again."""
    return _FORGET_MEDIA.run(tx, before=before)
