"""People on the demo page: what they do goes through the page's own HTTP routes, as from a browser."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.applications import Starlette

from channels.browser.channel import Browser
from channels.browser.chats import Bubble
from tests.fakes.people import Seen, User
from tests.journeys.hours import NOON
from web.demo import Guide, Handle, Phone, routes


class NotTakenError(AssertionError):
    """The page's server did not take what a phone posted."""


class FakeBrowser:
    """Phones on the demo page, one for each person; their verbs are those of `FakeTelegram`."""

    name = "browser"

    def __init__(self, browser: Browser, handle: Handle) -> None:
        self._browser = browser
        self._handle = handle
        self._phones: dict[User, httpx.AsyncClient] = {}
        self._nonces = count(1)
        self._last: tuple[User, dict[str, Any]] | None = None

    async def close(self) -> None:
        """Put the phones away."""
        for phone in self._phones.values():
            await phone.aclose()

    # What people do.

    async def says(self, person: User, text: str) -> None:
        """Send a text or a command."""
        await self._say(person, text=text)

    async def opens(self, person: User, link: str) -> None:
        """Open a deep link (or its payload)."""
        payload = parse_qs(urlsplit(link).query).get("start", [""])[0] if "://" in link else link
        await self._say(person, start=payload)

    async def taps(self, person: User, label: str) -> None:
        """Tap the newest button with this label; a button that is a link opens it."""
        for message in reversed(self._browser.messages(_chat(person))):
            for button in (button for row in message.buttons for button in row if button.label == label):
                if button.url:
                    await self.opens(person, button.url)
                else:
                    await self.taps_data(person, button.data, message_id=message.id)
                return
        raise AssertionError(f"{person.first_name} sees no button {label!r}: {self.chat(person)[-3:]}")

    async def taps_data(self, person: User, data: str, *, message_id: str = "gone") -> None:
        """Tap a button that carries `data`, on a message that may be long gone."""
        await self._say(person, tap={"data": data, "message_id": message_id})

    async def sends_photo(self, person: User, content: bytes) -> None:
        """Send a picture."""
        await self._post(person, {"nonce": self._nonce(), "photo": content})

    async def sends_file(self, person: User, content: bytes) -> None:
        """Send a file that claims to be a picture."""
        await self.sends_photo(person, content)

    async def redelivers_last(self) -> None:
        """Post the last thing again, as after a lost answer."""
        assert self._last
        await self._post(*self._last)

    async def settled(self) -> None:
        """Do nothing: a post is answered after it was handled."""

    # What people see.

    def gives_up_soon(self) -> None:
        """Post only once, as ever."""

    def external_id(self, person: User) -> str:
        """Return what the bot knows a person by."""
        return _chat(person)

    def chat(self, person: User) -> list[Seen]:
        """Return the bot's messages as they stand in her chat now."""
        return [self._seen(shown) for shown in self._from_bot(person)]

    def mark(self, person: User) -> int:
        """Remember this moment, for `since`."""
        return max((shown.version for shown in self._browser.messages(_chat(person))), default=0)

    def since(self, person: User, mark: int) -> list[Seen]:
        """Return what arrived or changed since `mark`, the latest last."""
        changed = [shown for shown in self._from_bot(person) if shown.version > mark]
        return [self._seen(shown) for shown in sorted(changed, key=lambda shown: shown.version)]

    def data_under(self, person: User, label: str) -> str:
        """Return what the newest button with this label carries."""
        shown = (button for message in self._from_bot(person) for row in message.buttons for button in row)
        return [button.data for button in shown if button.label == label][-1]

    def menu(self, person: User) -> list[tuple[str, str]]:
        """Return the commands that her phone offers."""
        return list(self._browser.menu(_chat(person)))

    def _from_bot(self, person: User) -> list[Bubble]:
        return [shown for shown in self._browser.messages(_chat(person)) if shown.author == "bot"]

    def _seen(self, shown: Bubble) -> Seen:
        labels = tuple(button.label for row in shown.buttons for button in row)
        document = self._file(shown.document.media_id) if shown.document else None
        return Seen(shown.id, shown.text, labels, self._file(shown.picture), document)

    def _file(self, media_id: str | None) -> bytes | None:
        file = self._browser.file(media_id) if media_id else None
        return file.content if file else None

    async def _say(self, person: User, **posted: object) -> None:
        await self._post(person, {"nonce": self._nonce(), **posted})

    def _nonce(self) -> str:
        return f"nonce-{next(self._nonces):06}"

    async def _post(self, person: User, posted: Mapping[str, Any]) -> None:
        self._last = person, dict(posted)
        phone = self._phone(person)
        if "photo" in posted:
            query = {"chat": _chat(person), "nonce": posted["nonce"]}
            picture = {"Content-Type": "image/png"}
            answer = await phone.post("/demo/photo", params=query, content=posted["photo"], headers=picture)
        else:
            answer = await phone.post("/demo/say", json={"chat": _chat(person), **posted})
        if answer.status_code != 204:
            raise NotTakenError(f"{answer.status_code} {answer.text}")

    def _phone(self, person: User) -> httpx.AsyncClient:
        if person not in self._phones:
            name = f"{person.first_name} {person.last_name}".strip()
            phone = Phone(_chat(person), "", name, language=person.language_code or "en")
            page = Starlette(routes=routes(self._browser, self._handle, Guide((phone,), "Café Luna"), Days()))
            self._phones[person] = httpx.AsyncClient(
                transport=httpx.ASGITransport(page), base_url="http://demo"
            )
        return self._phones[person]


class Days:
    """Time that only the page's buttons move."""

    def __init__(self) -> None:
        self.today = NOON
        self.begun_anew = 0
        self.gives = ""

    def now(self) -> datetime:
        return self.today

    async def tomorrow(self) -> None:
        self.today += timedelta(days=1)

    async def choose(self, switch: str) -> str:
        self.gives = switch
        return "The points card stays."

    def restart(self) -> None:
        self.begun_anew += 1


def _chat(person: User) -> str:
    return str(person.id)
