"""Meta's Graph API with pywa as transport; imported only where WhatsApp is set up."""

import mimetypes
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

import httpx
from pywa_async.client import WhatsApp
from pywa_async.errors import WhatsAppError

from channels.channel import MediaLateError, MediaUnavailableError
from channels.deliveries import NotSent, Uncertain
from channels.fields import Json, records, text
from channels.messages import Media
from channels.whatsapp.errors import GraphError, answered, unanswered
from channels.whatsapp.limits import read_limit
from channels.whatsapp.session import authorities, base_url
from channels.whatsapp.wire import WireMessage, recipient

_CONNECTIONS = 20  # 16 carry 60 messages a second at a quarter of a second each, the others are for answers
_POOL_TIMEOUT_S = 10.0
_UPLOAD_TIMEOUT_S = 20.0
_TIER_NAMES = (
    "whatsapp_business_manager_messaging_limit",
    "messaging_limit_tier",
)  # today's, and an older one
_UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)  # what pywa raises at an answer it does not expect


class Graph:
    """One phone number on the Graph API; every failure is a `GraphError`."""

    def __init__(
        self,
        phone_number_id: str,
        access_token: str,
        *,
        api_url: str,
        connect_timeout_s: float,
        answer_timeout_s: float,
    ) -> None:
        """Speak for a phone number; nothing is asked yet."""
        self._number = phone_number_id
        self._session = httpx.AsyncClient(
            verify=authorities(),
            timeout=httpx.Timeout(
                answer_timeout_s,
                connect=connect_timeout_s,
                write=_UPLOAD_TIMEOUT_S,
                pool=_POOL_TIMEOUT_S,
            ),
            limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
        )
        client = WhatsApp(phone_id=phone_number_id, token=access_token, session=self._session)
        self._api = client.api
        self._session.base_url = base_url(api_url)  # pywa's constructor sets Meta's own

    async def close(self) -> None:
        """Close every connection."""
        await self._session.aclose()

    async def display_number(self) -> str:
        """Return the phone number as people see it: digits, with the country's in front."""
        return "".join(filter(str.isdecimal, await self._about("display_phone_number")))

    async def daily_limit(self, *, at_a_loss: int | None) -> int | None:
        """Return how many people we may begin to write to in a day, None for any number; never raises."""
        tier = ""
        for name in _TIER_NAMES:
            with suppress(GraphError):
                tier = tier or await self._about(name)
        return read_limit(tier, at_a_loss=at_a_loss)

    async def send(self, to: str, part: WireMessage, tracker: str) -> str:
        """Send one message and return its id."""
        who = recipient(to)
        answer = await self._answered(
            self._api.send_message(
                sender=self._number,
                to=who.get("to"),
                recipient=who.get("recipient"),
                recipient_type="individual",
                typ=part.kind,
                msg=part.body,
                biz_opaque_callback_data=tracker or None,
            )
        )
        message_id = next((text(message, "id") for message in records(answer, "messages")), "")
        if not message_id:
            raise GraphError(Uncertain("the answer names no message"))
        return message_id

    async def upload(self, media: Media) -> str:
        """Upload a picture or document and return its id, good for 30 days; no message left whatever happens."""
        try:
            asked = self._api.upload_media(
                self._number, media.opened(), _mime_type(media.filename), media.filename
            )
            media_id = text(await self._answered(asked), "id")
        except GraphError as error:
            if isinstance(error.delivery, Uncertain):
                raise GraphError(NotSent("the upload failed")) from None
            raise
        if not media_id:
            raise GraphError(NotSent("the answer to the upload names no file"))
        return media_id

    async def show_typing(self, message_id: str) -> None:
        """Mark a message as read, and show that an answer is coming."""
        await self._answered(self._api.set_indicator(self._number, message_id, "text"))

    async def download(self, media_id: str, *, limit: int) -> bytes:
        """Fetch a file of at most `limit` bytes, or raise `MediaUnavailableError`."""
        found = await self._answered(self._api.get_media_url(media_id))
        try:
            async with self._api.stream_media_bytes(text(found, "url")) as response:
                response.raise_for_status()
                return await _at_most(limit, response)
        except httpx.TransportError as error:
            raise MediaLateError(type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise MediaUnavailableError(type(error).__name__) from None

    async def _answered(self, asked: Awaitable[Any]) -> Json:
        """Return an answer; a session that was closed, as a shop's number rests, sends nothing."""
        try:
            answer = await asked
        except WhatsAppError as error:
            status = error.status_code or 0
            raise GraphError(answered(error.code, error.details or error.message, status=status)) from None
        except httpx.HTTPError as error:
            raise GraphError(unanswered(error)) from None
        except _UNREADABLE as error:
            raise GraphError(Uncertain(f"unreadable answer ({type(error).__name__})")) from None
        except RuntimeError:
            if not self._session.is_closed:
                raise
            raise GraphError(NotSent("our account is at rest here")) from None
        return answer if isinstance(answer, dict) else {}

    async def _about(self, field: str) -> str:
        return text(
            await self._answered(self._api.get_business_phone_number(self._number, fields=(field,))), field
        )


async def _at_most(limit: int, response: httpx.Response) -> bytes:
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > limit:
            raise MediaUnavailableError(f"The file has more than the {limit} bytes that are allowed.")
    return bytes(content)


def _mime_type(filename: str) -> str:
    """Name the type of a file in a way that WhatsApp takes: it knows no JSON, CSV or calendar."""
    found = mimetypes.guess_type(filename)[0] or ""
    return found if found.startswith("image/") or found == "application/pdf" else "text/plain"
