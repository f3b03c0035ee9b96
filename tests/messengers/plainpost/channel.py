"""The Plainpost channel: posts letters over HTTP, and reads those that are brought."""

import base64
from collections.abc import Sequence
from datetime import timedelta

import httpx

from channels.channel import NO_MONEY, MediaUnavailableError, Speed
from channels.deliveries import Delivery, NotSent, Uncertain
from channels.messages import Address, Incoming, Media, Outgoing
from channels.setup import SetupError
from tests.messengers.plainpost.errors import delivery_of
from tests.messengers.plainpost.reading import to_incoming


class Plainpost:
    """One mailbox. `start` comes first: before it, the mailbox does not know its own name."""

    name = "plainpost"
    can_replace = False
    has_menu = False
    most_buttons: int | None = None
    window: timedelta | None = None
    money = NO_MONEY
    daily_limit: int | None = None
    speed = Speed(per_s=10, gap=timedelta(seconds=1))

    def __init__(self, key: str, *, api_url: str) -> None:
        """Speak for a mailbox."""
        self.account = ""
        headers = {"X-Plainpost-Key": key}
        self._http = httpx.AsyncClient(base_url=api_url, headers=headers, trust_env=False)

    async def start(self) -> None:
        """Learn the mailbox's name."""
        answer = await self._http.get("/me")
        if answer.status_code != 200:
            await self.stop()
            raise SetupError("Plainpost does not know this PLAINPOST_KEY.")
        self.account = answer.json()["mailbox"]

    async def stop(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    def link(self, payload: str) -> str:
        """Return the link that opens our chat."""
        return f"https://plainpost.example/{self.account}?start={payload}"

    def read(self, letter: object) -> list[Incoming]:
        """Read what was brought; nothing where there is nobody to answer."""
        incoming = to_incoming(letter, account=self.account)
        return [incoming] if incoming else []

    async def send(self, to: Address, message: Outgoing) -> Delivery:
        """Deliver one letter."""
        letter = {
            "to": to.external_id,
            "text": message.text,
            "buttons": [
                {"label": one.label, "data": one.data, "url": one.url}
                for row in message.buttons
                for one in row
            ],
            "picture": _encoded(message.picture),
            "document": _encoded(message.document),
        }
        try:
            return delivery_of(await self._http.post("/letters", json=letter))
        except httpx.ConnectError as error:
            return NotSent(type(error).__name__)
        except httpx.HTTPError as error:
            return Uncertain(type(error).__name__)

    async def download(self, file: str, *, limit: int) -> bytes:
        """Fetch a photo of at most `limit` bytes."""
        answer = await self._http.get(f"/files/{file}")
        if answer.status_code != 200 or len(answer.content) > limit:
            raise MediaUnavailableError(str(answer.status_code))
        return answer.content

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing: a tap shows no spinner."""

    async def settle(self, incoming: Incoming, refusal: str) -> None: ...

    async def take_away(self, _incoming: Incoming) -> bool:
        return False

    async def set_menu(
        self, to: Address | None, commands: Sequence[tuple[str, str]], *, language: str | None = None
    ) -> None:
        """Do nothing: there is no menu."""

    async def refresh(self) -> None:
        """Do nothing: there is no limit of people."""


def _encoded(media: Media | None) -> str | None:
    return base64.b64encode(media.whole()).decode() if media else None
