"""What is remembered about chats: updates seen, the open step, the picture on show, uploaded media."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, select

from storage.engine.statements import Statement, Tx, insert
from storage.tables import conversations, media, updates, views


@dataclass(frozen=True, slots=True)
class View:
    """The message in a chat that shows a card."""

    message_id: str
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """Which step waits for an answer ("" for none), what it knows (JSON), since when, and what was shown."""

    step: str
    data: str
    at: datetime
    shown: str  # the newest message's choices, as whoever showed them wrote them
    earlier: str  # those of the message before


_UPDATE = Statement(select(updates.c.key).where(updates.c.key == bindparam("key")))
_UPDATE_OF = Statement(select(updates.c.key).where(updates.c.message == bindparam("message")))
_FORGET_UPDATE = Statement(delete(updates).where(updates.c.key == bindparam("key")))
# A conversation as `Conversation` wants it, for every query that gives one.
REMEMBERED = tuple(conversations.c[name] for name in ("step", "data", "at", "shown", "earlier"))
_CONVERSATION = Statement(
    select(*REMEMBERED).where(conversations.c.address_id == bindparam("address_id")), into=Conversation
)
_DROP_CONVERSATION = Statement(
    delete(conversations).where(conversations.c.address_id == bindparam("address_id"))
)
_DROP_VIEWS = Statement(delete(views).where(views.c.address_id == bindparam("address_id")))
_VIEW = Statement(
    select(views.c.message_id, views.c.shown_at).where(
        views.c.address_id == bindparam("address_id"), views.c.card_id == bindparam("card_id")
    ),
    into=View,
)
_MEDIA = Statement(
    select(media.c.media_id).where(
        media.c.channel == bindparam("channel"),
        media.c.account == bindparam("account"),
        media.c.digest == bindparam("digest"),
    )
)
_FORGET_MEDIA = Statement(delete(media).where(media.c.at < bindparam("before")))


def _put(table: Table, *, of: tuple[str, ...], facts: tuple[str, ...]) -> Statement[Any]:
    """Return what writes a row, or writes its facts anew where it is there: two who send at once both succeed."""
    row = insert(table).values({name: bindparam(name, type_=table.c[name].type) for name in (*of, *facts)})
    return Statement(
        row.on_conflict_do_update(
            index_elements=[table.c[name] for name in of], set_={name: row.excluded[name] for name in facts}
        )
    )


_NEW_UPDATE = insert(updates).values(
    {name: bindparam(name, type_=updates.c[name].type) for name in ("key", "at", "message")}
)
_NOTE = Statement(_NEW_UPDATE)
_RECORD = Statement(_NEW_UPDATE.on_conflict_do_nothing())
_NEW = insert(conversations).values(
    {
        name: bindparam(name, type_=conversations.c[name].type)
        for name in ("address_id", "step", "data", "at", "shown")
    }
)
# What was shown moves back by one with each message, without a look at it.
_SHOW = {"shown": _NEW.excluded.shown, "earlier": conversations.c.shown}
_SET_SHOWN = Statement(_NEW.on_conflict_do_update(index_elements=[conversations.c.address_id], set_=_SHOW))
_ASK = {name: _NEW.excluded[name] for name in ("step", "data", "at")}
_SET_CONVERSATION = Statement(
    _NEW.on_conflict_do_update(index_elements=[conversations.c.address_id], set_=_SHOW | _ASK)
)
_PUT_VIEW = _put(views, of=("address_id", "card_id"), facts=("message_id", "shown_at"))
_PUT_MEDIA = _put(media, of=("channel", "account", "digest"), facts=("media_id", "at"))


def record(tx: Tx, key: str, *, now: datetime) -> bool:
    """Remember that an update has its effect in this transaction; False when it had it before."""
    return _RECORD.run(tx, key=key, at=now, message=None) == 1


def is_recorded(tx: Tx, key: str) -> bool:
    """Say whether an update had its effect."""
    return _UPDATE.one(tx, key=key) is not None


def note(tx: Tx, key: str, *, message: str | None, now: datetime) -> None:
    """Record an update that was seen not to be: brought twice at once, one of both fails and runs again, and sees it then."""
    _NOTE.later(tx, key=key, at=now, message=message)


def forget_update(tx: Tx, key: str) -> None:
    """Drop the key of one update."""
    _FORGET_UPDATE.run(tx, key=key)


def update_of(tx: Tx, message: str) -> str | None:
    """Return the key of the update that brought a message."""
    found = _UPDATE_OF.value(tx, message=message)
    return None if found is None else str(found)


def conversation(tx: Tx, address_id: int) -> Conversation | None:
    """Return what is remembered of a conversation."""
    return _CONVERSATION.one(tx, address_id=address_id)


def set_step(
    tx: Tx, address_id: int, step: str | None, data: dict[str, Any], *, shown: str = "", now: datetime
) -> None:
    """Wait for an answer in a chat, or for nothing, beneath a message that shows these choices."""
    _SET_CONVERSATION.later(
        tx, address_id=address_id, step=step or "", data=json.dumps(data), at=now, shown=shown
    )


def set_shown(tx: Tx, address_id: int, shown: str, *, now: datetime) -> None:
    """Remember the choices of the newest message in a chat; what waits for an answer goes on waiting."""
    _SET_SHOWN.later(tx, address_id=address_id, step="", data="{}", at=now, shown=shown)


def view(tx: Tx, address_id: int, card_id: int) -> View | None:
    """Return the message that shows a card in a chat."""
    return _VIEW.one(tx, address_id=address_id, card_id=card_id)


def set_view(tx: Tx, address_id: int, card_id: int, message_id: str, *, now: datetime) -> None:
    """Remember which message shows a card in a chat."""
    _PUT_VIEW.later(tx, address_id=address_id, card_id=card_id, message_id=message_id, shown_at=now)


def forget_chat(tx: Tx, address_id: int) -> None:
    """Drop all that is remembered about one chat."""
    _DROP_CONVERSATION.run(tx, address_id=address_id)
    _DROP_VIEWS.run(tx, address_id=address_id)


def media_id(tx: Tx, channel: str, account: str, digest: str) -> str | None:
    """Return the id under which a platform holds a picture."""
    found = _MEDIA.value(tx, channel=channel, account=account, digest=digest)
    return None if found is None else str(found)


def set_media(tx: Tx, channel: str, account: str, digest: str, media_id: str, *, now: datetime) -> None:
    """Remember the id under which a platform holds a picture now."""
    _PUT_MEDIA.later(tx, channel=channel, account=account, digest=digest, media_id=media_id, at=now)


def forget_media(tx: Tx, *, before: datetime) -> int:
    """Drop pictures that nobody will ask for again."""
    return _FORGET_MEDIA.run(tx, before=before)
