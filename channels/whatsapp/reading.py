"""WhatsApp's webhooks as pure functions: a batch becomes the messages, reports and news in it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from babel.languages import get_official_languages
from prometheus_client import Counter

from channels.fields import Json, record, records, text
from channels.messages import (
    AccountNews,
    Address,
    Content,
    Edited,
    Event,
    IdChanged,
    Incoming,
    MarketingResumed,
    MarketingStopped,
    Photo,
    Report,
    Start,
    Tap,
    Text,
    Unsupported,
)
from channels.whatsapp.errors import reported
from channels.whatsapp.news import NEWS

_SKIPPED = Counter("stempel_whatsapp_skipped_total", "Parts of WhatsApp's webhooks left out", ["why"])

_START = re.compile(r"\bstempel\s*#\s*([A-Za-z0-9_-]{1,64})(?![A-Za-z0-9_-])", re.IGNORECASE)

_MOVED_FROM = re.compile(r" changed from ([A-Z]{2}\.\w+) to ")

# Nobody expects an answer to these.
_SILENT = ("request_welcome",)

_STAMP_DIGITS = 11  # of seconds since 1970

_State = Literal["sent", "delivered", "read", "failed"]
_STATES: dict[str, _State] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",  # a voice message
    "failed": "failed",
}


@dataclass(frozen=True, slots=True)
class OurNumber:
    """Ours: the id of the phone number, and of the business account that it belongs to."""

    number: str
    business: str


@dataclass(frozen=True, slots=True)
class _Person:
    external_id: str  # business-scoped user id where there is one, else the number
    alias: str
    name: str


def read(payload: object, account: OurNumber) -> list[Event]:
    """Return all that a webhook tells us, in its order; the rest is left out and counted. Never raises."""
    return [
        event
        for entry in records(payload, "entry")
        for change in records(entry, "changes")
        for event in _change(entry, change, account)
    ]


def _change(entry: Json, change: Json, account: OurNumber) -> Iterator[Event]:
    field, value = text(change, "field"), record(change, "value")
    if reader := _OF_PEOPLE.get(field):
        if text(record(value, "metadata"), "phone_number_id") == account.number:
            yield from reader(value, account)
        else:
            _skip("another number")
    elif news := NEWS.get(field):
        event = news(value, account.number) if text(entry, "id") == account.business else None
        dated = replace(event, at=_moment(entry, "time")) if isinstance(event, AccountNews) else event
        yield from [dated] if dated else _skip("no news for us")
    else:
        _skip("unknown field")


def _messages(value: Json, account: OurNumber) -> Iterator[Event]:
    contacts, messages = records(value, "contacts"), records(value, "messages")
    senders = {(text(message, "from_user_id"), text(message, "from")) for message in messages}
    for message in messages:
        yield from _message(message, contacts, account, alone=len(senders - {("", "")}) == 1)
    for status in records(value, "statuses"):
        yield from _status(status, contacts, account)


def _message(message: Json, contacts: list[Json], account: OurNumber, *, alone: bool) -> Iterable[Event]:
    kind, message_id = text(message, "type"), text(message, "id")
    if kind in _SILENT or message.get("group_id"):
        return _skip("nothing to answer")
    user_id = text(message, "from_user_id") or _before(message)
    person = _person(contacts, user_id, text(message, "from"), guess=alone)
    content = _changed(kind, message, account) or _content(kind, message, message_id)
    if content is None or person is None or not message_id:
        return _skip("unreadable message")
    if isinstance(content, IdChanged) and "." in person.external_id and "." not in content.external_id:
        return _skip("another number, the same id")
    sender = Address("whatsapp", account.number, person.external_id)
    key = f"whatsapp:{account.number}:{message_id}"
    # A system message is not the person's own, and a change is no message: they can't be marked as read.
    reference = "" if isinstance(content, IdChanged | Edited) else message_id
    language = _language(person.external_id)
    return [
        Incoming(
            key,
            sender,
            person.name,
            language,
            content,
            reference=reference,
            alias=person.alias,
            may_pass_on="." not in person.external_id,
            message=key,
        )
    ]


def _language(user_id: str) -> str | None:
    """Guess a person's language by the country that their id begins with; WhatsApp does not tell it."""
    spoken = get_official_languages(user_id[:2], de_facto=True) if user_id[2:3] == "." else ()
    return spoken[0] if spoken else None


def _content(kind: str, message: Json, message_id: str) -> Content | None:
    body = record(message, kind)
    match kind:
        case "text":
            return _typed(text(body, "body")) or Text("")  # line breaks alone: somebody wants something
        case "interactive" | "button":
            return _tap(kind, body, text(record(message, "context"), "id") or message_id)
        case "image":
            return _photo(body) or Unsupported(kind)
        case "document":
            # What phones say of a file's type is not to be relied on: its bytes will tell.
            moves = text(body, "mime_type").startswith(("video/", "audio/"))
            return Unsupported(kind) if moves else _photo(body) or Unsupported(kind)
        case "audio" if body.get("voice") is True:
            return Unsupported("voice")
        case "reaction":
            return Unsupported(kind) if text(body, "emoji") else None  # without one it was taken back
        case "system":
            moved_to = text(body, "user_id") or text(body, "wa_id") or text(body, "new_wa_id")
            changed = re.fullmatch(r"(user|customer)_changed_(number|user_id)", text(body, "type"))
            return IdChanged(moved_to, _moment(message)) if changed and moved_to else None
        case _:
            return Unsupported(kind) if kind else None


def _changed(kind: str, message: Json, account: OurNumber) -> Edited | None:
    change = record(message, kind)
    original = text(change, "original_message_id")
    if kind not in ("edit", "revoke") or not original:
        return None
    now_says = text(record(record(change, "message"), "text"), "body")
    return Edited(f"whatsapp:{account.number}:{original}", gone=kind == "revoke", text=now_says)


def _before(message: Json) -> str:
    """Return the id of somebody who moved; where no field has it, the sentence about it does."""
    system = record(message, "system")
    said = _MOVED_FROM.search(text(system, "body"))
    return text(system, "previous_user_id") or (said[1] if said else "")


def _typed(words: str) -> Content | None:
    if start := _START.search(words):
        return Start(start[1])
    return Text(words) if words.strip() else None


def _tap(kind: str, body: Json, message_id: str) -> Content:
    reply = record(body, "button_reply") or record(body, "list_reply")
    data = text(reply, "id") or text(body, "payload")
    other = Unsupported(text(body, "type") or kind)  # a form, or leave to call
    return Tap(data, message_id) if data else _typed(text(body, "text")) or other


def _photo(file: Json) -> Content | None:
    size = text(file, "file_size")
    return Photo(text(file, "id"), int(size) if size.isdecimal() else 0) if text(file, "id") else None


def _status(status: Json, contacts: list[Json], account: OurNumber) -> Iterable[Event]:
    state = _STATES.get(text(status, "status"))
    message_id = text(status, "id")
    person = _person(contacts, text(status, "recipient_user_id"), text(status, "recipient_id"))
    if not state or not message_id or person is None or text(status, "recipient_type") == "group":
        return _skip("unreadable status")
    key = f"whatsapp:{account.number}:{message_id}:{state}:{text(status, 'timestamp')}"
    error = next(iter(records(status, "errors")), {})
    pricing = record(status, "pricing")
    return [
        Report(
            key=key,
            to=Address("whatsapp", account.number, person.external_id),
            message_id=message_id,
            state=state,
            tracker=text(status, "biz_opaque_callback_data"),
            delivery=reported(_code(error), _words(error)) if state == "failed" else None,
            charge=text(pricing, "category") if pricing.get("billable") is True else "",
        )
    ]


def _preferences(value: Json, account: OurNumber) -> Iterator[Event]:
    for preference in records(value, "user_preferences"):
        # Another person's choice must not be taken for theirs: no guess by who else is named.
        person = _person(records(value, "contacts"), *_ids(preference), guess=False)
        choice = text(preference, "value")
        content = MarketingStopped() if choice == "stop" else MarketingResumed()
        if person is None or choice not in ("stop", "resume", "signup"):
            _skip("unreadable preference")
            continue
        at = text(preference, "timestamp")
        yield _told(account, person, f"preference:{person.external_id}:{choice}:{at}", content)


def _moves(value: Json, account: OurNumber) -> Iterator[Event]:
    for move in records(value, "user_id_update"):
        ids = record(move, "user_id")
        before, now = text(ids, "previous"), text(ids, "current")
        if not before or not now:
            _skip("unreadable move")
            continue
        person = _Person(before, text(move, "wa_id"), "")
        yield _told(
            account, person, f"moved:{before}:{now}:{text(move, 'timestamp')}", IdChanged(now, _moment(move))
        )


def _told(account: OurNumber, person: _Person, what: str, content: Content) -> Incoming:
    """Make what WhatsApp, not the person, says."""
    sender = Address("whatsapp", account.number, person.external_id)
    key = f"whatsapp:{account.number}:{what}"
    return Incoming(key, sender, person.name, None, content, alias=person.alias)


def _person(contacts: list[Json], user_id: str, number: str, *, guess: bool = True) -> _Person | None:
    """Say who is meant by one or both ids; number and `wa_id` of a contact may differ, so a lone one is trusted."""
    same = (c for c in contacts if text(c, "user_id") == user_id != "" or text(c, "wa_id") == number != "")
    lone = contacts[0] if guess and len(contacts) == 1 else {}
    contact = next(same, {} if user_id and text(lone, "user_id") else lone)  # two ids are two people
    user_id = user_id or text(contact, "user_id")
    number = text(contact, "wa_id") or number
    if not user_id and not number:
        return None
    name = text(record(contact, "profile"), "name")
    return _Person(user_id or number, number if user_id else "", name)


def _ids(value: Json) -> tuple[str, str]:
    return text(value, "user_id"), text(value, "wa_id")


def _moment(told: Json, name: str = "timestamp") -> datetime | None:
    """Return when something was told; None where that can't be read."""
    stamp = text(told, name)
    seconds = int(stamp) if stamp.isdecimal() and stamp.isascii() and len(stamp) <= _STAMP_DIGITS else 0
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _code(error: Json) -> int:
    code = text(error, "code")
    return int(code) if code.isdecimal() and code.isascii() else -1


def _words(error: Json) -> str:
    return text(record(error, "error_data"), "details") or text(error, "title") or "no reason given"


def _skip(why: str) -> tuple[()]:
    _SKIPPED.labels(why).inc()
    return ()


_OF_PEOPLE: dict[str, Callable[[Json, OurNumber], Iterator[Event]]] = {
    "messages": _messages,
    "user_preferences": _preferences,
    "user_id_update": _moves,
}
