"""The Graph API's operations over one number's people, messages, files and templates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.fakes.people import User
from tests.fakes.whatsapp_errors import GraphError, Json, check_fields
from tests.fakes.whatsapp_media import Media
from tests.fakes.whatsapp_people import Contact, Shown, contact_of
from tests.fakes.whatsapp_rules import check_mark, check_media, check_message, choices_of, words_of
from tests.fakes.whatsapp_templates import Filled, Template, Templates
from tests.fakes.whatsapp_wire import Status

_PHONE_FIELDS = "id display_phone_number verified_name quality_rating"
_PAGE = 25


@dataclass(frozen=True, slots=True)
class Business:
    """The number that everybody writes to, and the account that it belongs to."""

    phone_number_id: str = "106540352242922"
    account_id: str = "102290129340398"
    number: str = "31201234567"
    display_phone_number: str = "+31 20 123 4567"
    verified_name: str = "Stempel"


class GraphApi:
    """One number as the platform knows it; every method named like an operation carries it out or refuses."""

    def __init__(self, business: Business, now: Callable[[], datetime]) -> None:
        self.business = business
        self.url = ""  # set by whoever serves it
        self.contacts: dict[int, Contact] = {}  # by the person's id
        self.media = Media(now)
        self.templates = Templates()
        self.heard: set[str] = set()  # ids of messages that people sent
        self.read: list[str] = []  # those that the business marked as read
        self.statuses: list[Status] = []  # not told yet
        self.tier = "TIER_2K"
        self.closed_window_refuses = False  # at once, where the platform accepts and reports a failure
        self.subscription: Json | None = None
        self._now = now
        self.last_message = 0

    def contact(self, person: User) -> Contact:
        """Return what the platform knows about somebody."""
        return self.contacts.setdefault(person.id, contact_of(person))

    def next_id(self) -> str:
        """Return the id of one more message."""
        self.last_message += 1
        return f"wamid.HBgLMzE2{self.last_message:08}"

    def send(self, given: Json) -> Json:
        """Accept a message; what stops it afterwards is told by a status."""
        kind = check_message(given)
        filled = self.templates.fill(given["template"]) if kind == "template" else None
        shown = self._shown(given, kind, filled)
        contact = self._recipient(given)
        stopped = self._stops(contact, filled)
        if stopped == 131047 and self.closed_window_refuses:
            raise GraphError(stopped, "More than 24 hours have passed since the customer last replied.")
        if not stopped:
            contact.log.append(shown)
        self._note(contact, shown, filled, stopped)
        message = {"id": shown.id} | ({"message_status": "accepted"} if filled else {})
        return {"messaging_product": "whatsapp", "contacts": [_echo(given)], "messages": [message]}

    def mark_read(self, given: Json) -> Json:
        """Show a person two blue ticks."""
        if (message_id := check_mark(given)) not in self.heard:
            raise GraphError(131009, f"Message {message_id} is not one that this number got.")
        self.read.append(message_id)
        return {"success": True}

    def upload(self, given: Json) -> Json:
        """Keep a file."""
        return self.media.upload(given)

    def find_media(self, given: Json, media_id: str) -> Json:
        """Say where a file is."""
        check_fields(given, "media", "", "phone_number_id")
        return self.media.describe(media_id, self.url)

    def delete_media(self, _given: Json, media_id: str) -> Json:
        """Forget a file."""
        del self.media.files[self.media.find(media_id).id]
        return {"success": True}

    def download(self, given: Json) -> bytes:
        """Hand out a file."""
        return self.media.fetch(given)

    def find_number(self, given: Json) -> Json:
        """Describe the number."""
        about: Json = {
            "id": self.business.phone_number_id,
            "display_phone_number": self.business.display_phone_number,
            "verified_name": self.business.verified_name,
            "quality_rating": "GREEN",
            "messaging_limit_tier": self.tier,
            "throughput": {"level": "STANDARD"},
            "code_verification_status": "VERIFIED",
            "name_status": "APPROVED",
            "status": "CONNECTED",
        }
        fields = given.get("fields", _PHONE_FIELDS.replace(" ", ",")).split(",")
        if unknown := set(fields) - set(about):
            raise GraphError(100, f"Tried accessing nonexisting field ({min(unknown)})")
        return {name: about[name] for name in {"id": None, **dict.fromkeys(fields)}}

    def create_template(self, given: Json) -> Json:
        """Take in a template for review."""
        created = self.templates.create(given)
        return {"id": created.id, "status": created.status, "category": created.category}

    def list_templates(self, given: Json) -> Json:
        """List templates, a page at a time."""
        check_fields(given, "query", "", "fields summary limit after before name language status category")
        asked: Json = {
            name: given[name] for name in ("name", "language", "status", "category") if name in given
        }
        found = [one for one in self.templates.all.values() if _fits(one, asked)]
        start, size = int(given.get("after", 0)), int(given.get("limit", _PAGE))
        end = min(start + size, len(found))
        answer: Json = {"data": [one.as_json(given.get("fields", "")) for one in found[start:end]]}
        if "summary" in given:
            counted = {"total_count": len(found), "message_template_count": len(found)}
            limits = {"message_template_limit": 250, "are_translations_complete": False}
            answer["summary"] = counted | limits
        if answer["data"]:
            answer["paging"] = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(found):
            path = f"{self.business.account_id}/message_templates?after={end}&limit={size}"
            answer["paging"]["next"] = f"{self.url}/v26.0/{path}"
        return answer

    def delete_template(self, given: Json) -> Json:
        """Forget a template."""
        self.templates.delete(check_fields(given, "query", "name", "hsm_id")["name"])
        return {"success": True}

    def find_template(self, given: Json, template_id: str) -> Json:
        """Show one template."""
        return self._template(template_id).as_json(given.get("fields", ""))

    def edit_template(self, given: Json, template_id: str) -> Json:
        """Change one template."""
        self.templates.edit(self._template(template_id), given)
        return {"success": True}

    def subscribe(self, given: Json) -> Json:
        """Note that webhooks about this account are wanted."""
        self.subscription = check_fields(given, "subscription", "", "override_callback_uri verify_token")
        return {"success": True}

    def list_subscriptions(self, _given: Json) -> Json:
        """Say who wants webhooks."""
        app = {"link": "https://www.facebook.com/games/?app_id=1", "name": "Stempel", "id": "1"}
        return {"data": [] if self.subscription is None else [{"whatsapp_business_api_data": app}]}

    def _template(self, template_id: str) -> Template:
        if template_id not in self.templates.all:
            raise GraphError(100, f"Object with ID '{template_id}' does not exist", subcode=33)
        return self.templates.all[template_id]

    def _recipient(self, given: Json) -> Contact:
        number, user_id = str(given.get("to", "")).removeprefix("+"), given.get("recipient", "")
        for contact in self.contacts.values():
            if number == contact.wa_id or user_id == contact.user_id:
                return contact
        return Contact(User(0, ""), number, user_id, None, hides_number=not number, blocked=True)

    def _shown(self, given: Json, kind: str, filled: Filled | None) -> Shown:
        message_id, content = self.next_id(), given[kind]
        tracker = given.get("biz_opaque_callback_data", "")
        if filled:
            picture = self._file(filled.picture, "image") if filled.picture else None
            return Shown(message_id, filled.text, filled.choices, picture, tracker=tracker)
        if kind == "text":
            return Shown(message_id, content["body"], tracker=tracker)
        if kind == "interactive":
            header = content.get("header", {})
            picture = self._file(header.get("image"), "image")
            document = self._file(header.get("document"), "document")
            return Shown(message_id, words_of(content), choices_of(content), picture, document, tracker)
        caption, file = content.get("caption", ""), self._file(content, kind)
        if kind == "image":
            return Shown(message_id, caption, picture=file, tracker=tracker)
        return Shown(message_id, caption, document=file, tracker=tracker)

    def _file(self, given: Any, kind: str) -> bytes | None:
        return self.media.content_for(check_media(given, kind), kind) if given else None

    def _stops(self, contact: Contact, filled: Filled | None) -> int:
        if contact.fails_with:
            return contact.fails_with.pop(0)
        if contact.blocked:
            return 131026
        if not filled:
            return 0 if contact.window_is_open(self._now()) else 131047
        if filled.template.category != "MARKETING":
            return 0
        if contact.stopped_marketing:
            return 131050
        return 131049 if contact.capped or contact.wa_id.startswith("1") else 0

    def _note(self, contact: Contact, shown: Shown, filled: Filled | None, stopped: int) -> None:
        if stopped:
            failed = Status(contact, shown.id, "failed", shown.tracker, error=GraphError(stopped))
            self.statuses.append(failed)
            return
        charge = filled.template.category.lower() if filled else "service"
        free = charge == "service" or (charge == "utility" and contact.window_is_open(self._now()))
        for state in ("sent", "delivered"):
            self.statuses.append(Status(contact, shown.id, state, shown.tracker, charge, not free))


def _echo(given: Json) -> Json:
    if "to" in given:
        return {"input": given["to"], "wa_id": given["to"].removeprefix("+")}
    return {"input": given["recipient"], "user_id": given["recipient"]}


def _fits(template: Template, asked: Json) -> bool:
    return all(getattr(template, name) == value for name, value in asked.items())
