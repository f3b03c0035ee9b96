"""What Meta writes into a webhook, field by field."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tests.fakes.whatsapp_errors import GraphError, Json
from tests.fakes.whatsapp_people import Choice, Contact


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: the webhook field it is told in, and what is told."""

    field: str
    value: Json


@dataclass(frozen=True, slots=True)
class Line:
    """The business's number, as every webhook about messages names it."""

    phone_number_id: str
    display_phone_number: str

    def about(self, contact: Contact | None = None) -> Json:
        """Begin a value; a contact goes into it unless the platform leaves it out."""
        metadata = {
            "display_phone_number": self.display_phone_number,
            "phone_number_id": self.phone_number_id,
        }
        value: Json = {"messaging_product": "whatsapp", "metadata": metadata}
        return value | ({"contacts": [_as_contact(contact)]} if contact else {})

    def message(self, contact: Contact, message: Json) -> Event:
        """Tell that a person wrote."""
        who = {"from_user_id": contact.user_id}
        who |= {} if contact.hides_number else {"from": contact.wa_id}
        return Event("messages", self.about(contact) | {"messages": [who | message]})

    def changed_number(
        self, before: tuple[str, str], after: Contact, message: Json, *, names_ids: bool
    ) -> Event:
        """Tell that a person has another number and so another id; such a message names no contact."""
        was, now = (before[0], after.wa_id) if not after.hides_number else (before[1], after.user_id)
        system: Json = {"body": f"User {after.name or ''} changed from {was} to {now}"}
        if after.hides_number:
            system |= {"type": "user_changed_user_id"}
        else:
            system |= {"type": "user_changed_number", "wa_id": after.wa_id}
            message = {"from": before[0], **message}
        if names_ids or after.hides_number:
            system |= {"user_id": after.user_id, "previous_user_id": before[1]}
        return Event(
            "messages", self.about() | {"messages": [message | {"type": "system", "system": system}]}
        )

    def preference(self, contact: Contact, value: str, timestamp: int) -> Event:
        """Tell that a person stopped or resumed marketing."""
        told: Json = {"user_id": contact.user_id} | ({} if contact.hides_number else {"wa_id": contact.wa_id})
        told |= {"detail": f"User requested to {value} marketing messages", "category": "marketing_messages"}
        told |= {"value": value, "timestamp": timestamp}
        return Event("user_preferences", self.about(contact) | {"user_preferences": [told]})


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a message that was accepted."""

    contact: Contact
    message_id: str
    state: str  # "sent", "delivered", "read" or "failed"
    tracker: str = ""
    charge: str = "service"  # the category it is billed in
    billable: bool = False
    error: GraphError | None = None

    def as_event(self, line: Line, timestamp: int) -> Event:
        """Tell it."""
        known = self.contact
        told: Json = {"id": self.message_id, "status": self.state, "timestamp": str(timestamp)}
        told |= {} if known.hides_number else {"recipient_id": known.wa_id}
        told |= {"recipient_user_id": known.user_id}
        if self.tracker:
            told |= {"biz_opaque_callback_data": self.tracker}
        if self.error:
            told |= {"errors": [self.error.as_report()]}
        elif self.state != "read":
            kind = "regular" if self.billable else "free_customer_service"
            pricing = {
                "billable": self.billable,
                "pricing_model": "PMP",
                "category": self.charge,
                "type": kind,
            }
            told |= {"pricing": pricing}
        return Event("messages", line.about(known) | {"statuses": [told]})


def text(words: str) -> Json:
    """Write a typed message."""
    return {"type": "text", "text": {"body": words}}


def file(kind: str, media_id: str, content: bytes, mime_type: str, filename: str = "") -> Json:
    """Write a picture or a document."""
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    told = {"mime_type": mime_type, "sha256": digest, "id": media_id}
    return {"type": kind, kind: told | ({"filename": filename} if filename else {})}


def tap(choice: Choice, under: str, business: str) -> Json:
    """Write a tap on a button, a list's row or a template's quick reply."""
    context = {"from": business, "id": under}
    if choice.kind == "quick_reply":
        return {
            "context": context,
            "type": "button",
            "button": {"payload": choice.data, "text": choice.title},
        }
    kind = "list_reply" if choice.kind == "row" else "button_reply"
    reply = {"id": choice.data, "title": choice.title}
    reply |= {"description": choice.description} if choice.description else {}
    return {"context": context, "type": "interactive", "interactive": {"type": kind, kind: reply}}


def envelope(account: str, events: Sequence[Event], timestamp: int, *, shape: str = "changes") -> Json:
    """Put events into one body: a change or an entry each, or like with like in one value."""
    told = _joined(events) if shape == "values" else list(events)
    changes = [{"value": event.value, "field": event.field} for event in told]
    groups = [[change] for change in changes] if shape == "entries" else [changes]
    entries: list[Json] = [{"id": account, "changes": group} for group in groups]
    if events[0].field not in ("messages", "user_preferences"):
        entries = [{"time": timestamp, **entry} for entry in entries]
    return {"object": "whatsapp_business_account", "entry": entries}


def _joined(events: Sequence[Event]) -> list[Event]:
    joined: list[Event] = []
    for event in events:
        last = joined[-1] if joined else None
        if last is None or last.field != event.field or "metadata" not in event.value:
            joined.append(Event(event.field, dict(event.value)))
            continue
        for name, value in event.value.items():
            if isinstance(value, list):
                there = last.value.get(name, [])
                last.value[name] = there + [one for one in value if one not in there]
    return joined


def _as_contact(contact: Contact) -> Json:
    known: Json = {"profile": {} if contact.name is None else {"name": contact.name}}
    known |= {} if contact.hides_number else {"wa_id": contact.wa_id}
    return known | {"user_id": contact.user_id}
