"""A WhatsApp of one's own: strict as the real one, and people on it who do what they are told."""

from urllib.parse import parse_qs, urlsplit

from tests.fakes.people import Seen, User
from tests.fakes.whatsapp_media import mime_type_of
from tests.fakes.whatsapp_people import Choice, Contact
from tests.fakes.whatsapp_platform import Platform
from tests.fakes.whatsapp_wire import Status, file, tap, text

PREFILLED = "Stempel #"  # what a link of ours puts into a chat, before its payload


class FakeWhatsApp(Platform):
    """The platform with one business number. People's verbs return when the webhook took what they did."""

    name = "whatsapp"

    # What people do.

    async def says(self, person: User, words: str) -> None:
        """Send a text."""
        await self._does(person, text(words))

    async def opens(self, person: User, link: str) -> None:
        """Open a link (or its payload) and send the line that it puts into the chat."""
        if self.contact(person).blocked:
            await self.unblocks(person)
        await self.says(person, self._line_of(link))

    async def edits(self, person: User, words: str) -> None:
        """Change the text that was sent last."""
        original = self.contact(person).wrote
        await self.sends(person, "edit", original_message_id=original, message={"text": {"body": words}})

    async def takes_away(self, person: User) -> None:
        """Delete the message that was sent last."""
        await self.sends(person, "revoke", original_message_id=self.contact(person).wrote)

    async def taps(self, person: User, label: str) -> None:
        """Tap the newest thing with this label, shortened or not; a link opens, a number is typed."""
        found = self.contact(person).find(label)
        if not found:
            raise AssertionError(f"{person.first_name} sees no {label!r}: {self.chat(person)[-3:]}")
        shown, choice = found
        if choice.kind == "url":
            await self.opens(person, choice.data)
        else:
            await self._chooses(person, choice, shown.id)

    async def taps_data(self, person: User, data: str, *, message_id: str = "") -> None:
        """Tap what carries `data`, on a message that may be long gone."""
        found = self.contact(person).find_data(data, message_id)
        kind = "word" if data.isdecimal() else "button"
        choice = found[1] if found else Choice(kind, "?", data)
        await self._chooses(person, choice, message_id or "wamid.gone")

    async def sends_photo(self, person: User, content: bytes) -> None:
        """Send a picture."""
        kept = self.api.media.keep(content, mime_type_of(content))
        await self._does(person, file("image", kept.id, content, kept.mime_type))

    async def sends_file(self, person: User, content: bytes, *, filename: str = "code.png") -> None:
        """Send a file as a document; it may claim to be a picture and not be one."""
        kept = self.api.media.keep(content, mime_type_of(content, filename))
        await self._does(person, file("document", kept.id, content, kept.mime_type, filename))

    async def sends(self, person: User, kind: str, **content: object) -> None:
        """Send any other kind of message (sticker, audio, location, …)."""
        await self._does(person, {"type": kind, kind: content})

    async def blocks(self, person: User) -> None:
        """Block the business, of which it is told only by failing messages."""
        self.contact(person).blocked = True

    async def unblocks(self, person: User) -> None:
        """Let the business write again, of which it is not told at all."""
        self.contact(person).blocked = False

    def hides_number(self, person: User) -> None:
        """Take a username: webhooks name only her business-scoped id from now on."""
        self.contact(person).hides_number = True

    async def changes_number(self, person: User, wa_id: str, *, names_ids: bool = True) -> None:
        """Move to another number, and so to another id; older webhooks name the numbers only."""
        contact = self.contact(person)
        before = contact.wa_id, contact.user_id
        contact.renumber(wa_id)
        message = {"id": self.api.next_id(), "timestamp": str(self._timestamp())}
        await self.webhooks.add(self._line.changed_number(before, contact, message, names_ids=names_ids))

    async def stops_marketing(self, person: User) -> None:
        """Tell WhatsApp to let no more marketing through."""
        await self._prefers(person, "stop")

    async def resumes_marketing(self, person: User) -> None:
        """Let marketing through again."""
        await self._prefers(person, "resume")

    def has_enough_marketing(self, person: User, *, enough: bool = True) -> None:
        """Reach the platform's cap: marketing to her fails (131049)."""
        self.contact(person).capped = enough

    def fails_later(self, person: User, code: int, *, times: int = 1) -> None:
        """Accept the next messages to her, and report that they failed."""
        self.contact(person).fails_with += [code] * times

    def reads(self, person: User) -> None:
        """Read all that is in her chat, of which the next report tells."""
        contact = self.contact(person)
        self.api.statuses += [Status(contact, shown.id, "read", shown.tracker) for shown in contact.log]

    # What people see.

    def contact(self, person: User) -> Contact:
        """Return what the platform knows about her; `user_id` is her address, the plain fields may be set."""
        return self.api.contact(person)

    def gives_up_soon(self) -> None:
        """Try a webhook only once."""
        self.webhooks.patience = 1

    def external_id(self, person: User) -> str:
        """Return what the bot knows a person by."""
        return self.contact(person).user_id

    def chat(self, person: User) -> list[Seen]:
        """Return the bot's messages in her chat."""
        return [shown.seen() for shown in self.contact(person).log]

    sent_to = chat  # nothing that was sent ever changes

    def mark(self, person: User) -> int:
        """Remember this moment, for `since`."""
        return len(self.contact(person).log)

    def since(self, person: User, mark: int) -> list[Seen]:
        """Return what arrived since `mark`, the latest last."""
        return self.chat(person)[mark:]

    def data_under(self, person: User, label: str) -> str:
        """Return what the newest thing with this label carries."""
        found = self.contact(person).find(label)
        assert found, f"{person.first_name} sees no {label!r}"
        return found[1].data

    def menu(self, person: User) -> list[tuple[str, str]]:  # noqa: ARG002
        """Return nothing: WhatsApp has no menu of commands."""
        return []

    def _line_of(self, link: str) -> str:
        parts = urlsplit(link)
        query = parse_qs(parts.query)
        if parts.netloc == "wa.me":
            assert parts.path.strip("/") == self.business.number, f"{link} leads to somebody else."
            return query.get("text", ["Hi"])[0]
        _, slash_s, payload = parts.path.rpartition("/s/")
        if "start" in query or slash_s:
            payload = query.get("start", [payload])[0]
        else:
            assert not parts.scheme, f"{link} does not lead to WhatsApp."
            payload = link
        return PREFILLED + payload if payload else "Hi"

    async def _chooses(self, person: User, choice: Choice, message_id: str) -> None:
        if choice.kind == "word":
            await self.says(person, choice.data)
        else:
            await self._does(person, tap(choice, message_id, self.business.number))

    async def _does(self, person: User, content: dict[str, object]) -> None:
        contact = self.contact(person)
        assert not contact.blocked, f"{person.first_name} has blocked the business"
        await self._from_person(contact, content)

    async def _prefers(self, person: User, value: str) -> None:
        contact = self.contact(person)
        contact.stopped_marketing = value == "stop"
        await self.webhooks.add(self._line.preference(contact, value, self._timestamp()))
