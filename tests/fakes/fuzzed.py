"""What a platform might bring: updates and webhooks of every kind, and the same broken in ways that nobody foresaw."""

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fakes.people import User
from tests.fakes.telegram_api import as_chat, as_user
from tests.fakes.telegram_rules import Json
from tests.fakes.whatsapp_people import contact_of
from tests.fakes.whatsapp_wire import Event, Line, envelope

TEXTS = (
    "/card", "/start", "hello", "STOP", "12,50", "/find Ana", "card", "25 march", "", " ", "\0", "a\0b", "\ud800", "💥" * 40,
    "\u202etxet", "Z\u0351\u036b\u0343" * 30, "x" * 5_000, "/" * 70, "/find " + "%_'\";--", "ﷺ" * 200, "1" * 400, "\u200f\u200e\u2066", "<b>", "{name}",
    "/birthday 31 2", "9" * 30 + ",5", "/start " + "i" * 64, "/link ÅÅÅ-ÅÅÅ", "\n" * 300, "ＣＡＲＤ", "İ" * 9, "1|card||0|AAAAAAAA",
)  # fmt: skip
_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**63 - 1, -(2**63) - 1, 10**40, 1.5, -0.0, 1e308, float("nan"),
    float("inf"), "", "0", "null", "\0", "\ud800\udc00", "\udfff", [], {}, [[]], [None], {"": {}}, {"id": {}},
)  # fmt: skip
_DEEP = 30
_LONG = 60_000


@dataclass(frozen=True, slots=True)
class Brought:
    """A body for a platform's webhook, and whether it was left as its platform writes it."""

    platform: str  # "telegram" or "whatsapp"
    body: bytes
    whole: bool


@dataclass(frozen=True, slots=True)
class Fuzz:
    """Makes bodies, by dice that fall the same way each time."""

    dice: Random
    people: Sequence[User]
    line: Line
    account: str

    def __call__(self) -> Brought:
        """Make one."""
        platform = self.dice.choice(["telegram", "whatsapp"])
        sample = self._update() if platform == "telegram" else self._webhook()
        if self.dice.random() < 0.3:
            return Brought(platform, _dumped(sample), whole=True)
        for _ in range(self.dice.randint(1, 4)):
            sample = self._broken(sample)
        body = _dumped(sample)
        if self.dice.random() < 0.1:
            body = self._torn(body)
        return Brought(platform, body, whole=False)

    # What platforms write.

    def _update(self) -> Json:
        person = self.dice.choice(self.people)
        kind = self.dice.choice([*_UPDATES])
        return {"update_id": self.dice.randrange(10**6, 10**9), kind: _UPDATES[kind](self, person)}

    def _webhook(self) -> Json:
        events = [self._event() for _ in range(self.dice.choice([1, 1, 1, 2, 5]))]
        shape = self.dice.choice(["values", "changes", "entries"])
        return envelope(self.account, events, self._moment(), shape=shape)

    def _event(self) -> Event:
        contact = contact_of(self.dice.choice(self.people))
        match self.dice.randrange(10):
            case 0 | 1:
                return self._status(contact.wa_id, contact.user_id)
            case 2:
                value = self.dice.choice(["stop", "resume"])
                return self.line.preference(contact, value, self._moment())
            case 3:
                field, news = self.dice.choice(_NEWS)
                return Event(field, dict(news))
            case _:
                kind = self.dice.choice([*_MESSAGES])
                message = {"id": self._name(), "timestamp": str(self._moment()), "type": kind}
                return self.line.message(contact, message | _MESSAGES[kind](self))

    def _status(self, number: str, user_id: str) -> Event:
        told: Json = {
            "id": self._name(),
            "status": self.dice.choice(
                ["sent", "delivered", "read", "failed", "played", "deleted", "warning"]
            ),
            "timestamp": str(self._moment()),
            "recipient_id": number,
            "recipient_user_id": user_id,
            "biz_opaque_callback_data": self.dice.choice(["o1", "o999999", "o-1", "x", "", "o" + "9" * 30]),
            "pricing": {"billable": True, "pricing_model": "PMP", "category": "marketing", "type": "regular"},
            "errors": [{"code": self.dice.choice([131026, 131047, 131049, 0, -5]), "title": "?"}],
        }
        return Event("messages", self.line.about() | {"statuses": [told]})

    # How they break.

    def _broken(self, whole: Any) -> Any:
        """Change one thing somewhere in what was made."""
        sample = deepcopy(whole)
        places = [*_places(sample)]
        if not places:
            return self.dice.choice(_ODD)
        holder, key = self.dice.choice(places)
        match self.dice.randrange(9):
            case 0 | 1:
                del holder[key]
            case 2 | 3 | 4:
                holder[key] = self.dice.choice(_ODD)
            case 5:
                holder[key] = self.dice.choice(TEXTS)
            case 6:
                holder[key] = (
                    [holder[key], deepcopy(holder[key])] if self.dice.random() < 0.5 else {"x": holder[key]}
                )
            case 7:
                holder[key] = self._deep(holder[key])
            case _:
                holder[key] = self.dice.choice("xé\0💥") * self.dice.randint(1, _LONG // 4)
        return sample

    def _deep(self, inner: Any) -> Any:
        for _ in range(self.dice.randint(2, _DEEP)):
            inner = [inner] if self.dice.random() < 0.5 else {"a": inner}
        return inner

    def _torn(self, body: bytes) -> bytes:
        at = self.dice.randrange(len(body) + 1)
        torn = (
            body[:at],
            body[:at] + bytes([self.dice.randrange(256)]) + body[at:],
            b"\xef\xbb\xbf" + body,
            body + body,
            b"",
            b"[" * 100_000,
            b'{"a":' * 5_000,
            b"1" * 5_000,
        )
        return self.dice.choice(torn)

    def text(self) -> str:
        """Choose what somebody types."""
        return self.dice.choice(TEXTS)

    def number(self) -> int:
        """Choose a number that names something."""
        return self.dice.choice([1, 2, 77, 2**31, 2**52, self.dice.randrange(10**6)])

    def _name(self) -> str:
        return self.dice.choice(["wamid.1", f"wamid.{self.dice.randrange(10**6)}", "wamid." + "x" * 300])

    def _moment(self) -> int:
        return self.dice.choice([0, 1_767_225_600, 1_773_313_200, 4_102_444_800, 2**31 - 1])


def _places(thing: Any) -> list[tuple[Any, Any]]:
    """Return each thing that holds another, and by which name."""
    names: Sequence[Any] = (
        [*thing] if isinstance(thing, dict) else range(len(thing)) if isinstance(thing, list) else ()
    )
    return [(thing, name) for name in names] + [place for name in names for place in _places(thing[name])]


def _dumped(sample: Any) -> bytes:
    return json.dumps(sample).encode()


def _message(make: Callable[[Fuzz], Json]) -> Callable[[Fuzz, User], Json]:
    """Make a message of somebody, with what `make` puts in."""

    def made(fuzz: Fuzz, person: User) -> Json:
        about = {
            "message_id": fuzz.number(),
            "date": 1_773_313_200,
            "from": as_user(person),
            "chat": as_chat(person),
        }
        return about | make(fuzz)

    return made


def _said(fuzz: Fuzz) -> Json:
    held = fuzz.dice.choice([*_HELD])
    return {"text": fuzz.text()} if fuzz.dice.random() < 0.5 else {held: deepcopy(_HELD[held])}


def _tapped(fuzz: Fuzz, person: User) -> Json:
    message = _message(lambda _: {"text": "?"})(fuzz, person)
    query = {"id": str(fuzz.number()), "from": as_user(person), "chat_instance": "1", "message": message}
    return query | {"data": fuzz.text()}


def _member(fuzz: Fuzz, person: User) -> Json:
    was, now = (
        {"user": as_user(person), "status": fuzz.dice.choice(["member", "kicked", "left"])} for _ in "ab"
    )
    about: Json = {"chat": as_chat(person), "from": as_user(person), "date": 1_773_313_200}
    return about | {"old_chat_member": was, "new_chat_member": now}


def _other(_fuzz: Fuzz, person: User) -> Json:
    return {
        "id": "1",
        "from": as_user(person),
        "user": as_user(person),
        "chat": as_chat(person),
        "query": "x",
        "date": 1,
    }


_FILE = {
    "file_id": "f1",
    "file_unique_id": "u1",
    "file_size": 100,
    "width": 9,
    "height": 9,
    "mime_type": "image/png",
}
_HELD: dict[str, Any] = {
    "photo": [_FILE, _FILE], "document": _FILE, "sticker": _FILE, "voice": _FILE, "video": _FILE, "animation": _FILE,
    "location": {"latitude": 1.0, "longitude": 2.0}, "contact": {"phone_number": "1", "first_name": "x"},
    "dice": {"emoji": "🎲", "value": 3}, "poll": {"id": "1", "question": "?", "options": []},
    "new_chat_members": [{"id": 1, "is_bot": True, "first_name": "x"}], "left_chat_member": {"id": 1, "is_bot": False},
    "successful_payment": {"currency": "XTR", "total_amount": 1}, "web_app_data": {"data": "x", "button_text": "y"},
    "checklist": {"title": "x", "tasks": []}, "forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1},
    "not_yet_invented": {"x": 1},
}  # fmt: skip
_UPDATES: dict[str, Callable[[Fuzz, User], Json]] = {
    "message": _message(_said), "edited_message": _message(_said), "channel_post": _message(_said),
    "edited_channel_post": _message(_said), "business_message": _message(_said), "callback_query": _tapped,
    "my_chat_member": _member, "chat_member": _member,
    **dict.fromkeys(
        ("inline_query", "chosen_inline_result", "shipping_query", "pre_checkout_query", "poll", "poll_answer",
         "chat_join_request", "chat_boost", "removed_chat_boost", "message_reaction", "message_reaction_count",
         "business_connection", "deleted_business_messages", "purchased_paid_media", "not_yet_invented"), _other,
    ),
}  # fmt: skip
_MEDIA = {"mime_type": "image/jpeg", "sha256": "x", "id": "1037543000001", "caption": "x"}
_MESSAGES: dict[str, Callable[[Fuzz], Json]] = {
    "text": lambda fuzz: {"text": {"body": fuzz.text()}},
    "button": lambda fuzz: {"button": {"payload": fuzz.text(), "text": "x"}, "context": {"id": "wamid.1"}},
    "interactive": lambda fuzz: {
        "interactive": {
            "type": (kind := fuzz.dice.choice(["button_reply", "list_reply", "nfm_reply"])),
            kind: {"id": fuzz.text(), "title": "x", "response_json": "{}"},
        }
    },
    "edit": lambda fuzz: {"edit": {"original_message_id": "wamid.1", "message": {"text": {"body": fuzz.text()}}}},
    "revoke": lambda _: {"revoke": {"original_message_id": "wamid.1"}},
    "system": lambda fuzz: {
        "system": {
            "type": fuzz.dice.choice(["user_changed_number", "user_changed_user_id", "customer_identity_changed"]),
            "body": "User x changed from 1 to 2", "wa_id": str(fuzz.number()), "user_id": "NL.1", "previous_user_id": "NL.2",
        }
    },
    **{
        kind: lambda _, kind=kind, held=held: {kind: dict(held)}  # type: ignore[misc]
        for kind, held in {
            "image": _MEDIA, "document": _MEDIA | {"filename": "../../etc/passwd"}, "audio": _MEDIA, "sticker": _MEDIA,
            "location": {"latitude": 1, "longitude": 2}, "contacts": {}, "order": {"catalog_id": "1"},
            "reaction": {"message_id": "wamid.1", "emoji": "👍"}, "unsupported": {}, "request_welcome": {}, "not_yet_invented": {"x": 1},
        }.items()
    },
}  # fmt: skip
_NEWS: tuple[tuple[str, Json], ...] = (
    ("message_template_status_update", {"event": "APPROVED", "message_template_id": 1, "message_template_name": "x",
                                        "message_template_language": "en", "reason": "NONE"}),
    ("message_template_category_update", {"message_template_id": 1, "message_template_name": "birthday",
                                          "message_template_language": "en", "new_category": "MARKETING"}),
    ("message_template_quality_update", {"new_quality_score": "RED"}),
    ("phone_number_quality_update", {"display_phone_number": "31201234567", "event": "UPGRADE", "current_limit": "TIER_10K"}),
    ("account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": "x", "expiration": 1}]}),
    ("account_alerts", {"alert_severity": "x"}), ("security", {"event": "PIN_CHANGED"}), ("not_yet_invented", {"x": 1}),
)  # fmt: skip
