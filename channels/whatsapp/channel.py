"""The WhatsApp channel: sends, uploads and downloads over Meta's Cloud API, and reads what its webhook brings."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from channels.channel import NO_MONEY, MediaLateError, MediaUnavailableError, Speed
from channels.deliveries import Crowded, Delivery, NotSent, Rejected, Sent, Uncertain, in_short
from channels.messages import AccountNews, Address, Event, Incoming, Media, Outgoing
from channels.whatsapp.errors import GraphError, WhatsAppMissingError, WhatsAppRefusedError, startup_error_of
from channels.whatsapp.limits import read_limit
from channels.whatsapp.reading import OurNumber, read
from channels.whatsapp.wire import MOST_ROWS, media_of, parts, refusal

if TYPE_CHECKING:
    from channels.whatsapp.graph import Graph

_LOG = logging.getLogger(__name__)
_LOWEST_LIMIT = 250  # that everybody begins with: developers.facebook.com/docs/whatsapp, "Messaging limits"
_LONGEST_BACKOFF = 6  # 4^6 seconds are more than an hour


class WhatsApp:
    """One phone number on WhatsApp. `start` comes first: before it, the channel does not know the number itself."""

    name = "whatsapp"
    can_replace = False
    has_menu = False
    most_buttons: int | None = MOST_ROWS
    money = NO_MONEY
    window: timedelta | None = timedelta(hours=24)
    # 80 a second, in and out together, and one in 6 seconds to one person: developers.facebook.com/docs/whatsapp,
    # "Throughput" and "Pair rate limits". What comes in needs its share.
    speed = Speed(per_s=60, gap=timedelta(seconds=6), under_way=16)

    def __init__(
        self,
        phone_number_id: str,
        business_account_id: str,
        access_token: str,
        *,
        api_url: str = "https://graph.facebook.com",
        connect_timeout_s: float = 5.0,
        answer_timeout_s: float = 10.0,
    ) -> None:
        """Speak for a phone number; raises `WhatsAppMissingError` where pywa is not installed."""
        self.account = phone_number_id.strip()
        self.business_account_id = business_account_id.strip()
        self.number = ""
        self.daily_limit: int | None = _LOWEST_LIMIT
        self._crowds: dict[str, int] = {}  # how often in a row somebody got too much
        self._graph = _graph()(
            self.account,
            access_token.strip(),
            api_url=api_url,
            connect_timeout_s=connect_timeout_s,
            answer_timeout_s=answer_timeout_s,
        )

    async def start(self) -> None:
        """Learn our phone number and its limit, or raise `WhatsAppRefusedError` or `WhatsAppUnreachableError`."""
        try:
            self.number = await self._graph.display_number()
            await self.refresh()
        except GraphError as error:
            await self.stop()
            raise startup_error_of(error.delivery) from None
        except asyncio.CancelledError:  # who is called off leaves no connection open
            await self.stop()
            raise
        if not self.number:
            await self.stop()
            raise WhatsAppRefusedError("WHATSAPP_PHONE_NUMBER_ID is not the id of a phone number.")

    async def stop(self) -> None:
        """Close every connection."""
        await self._graph.close()

    @property
    def handle(self) -> str:
        """What its links call it."""
        return self.number

    def link(self, payload: str) -> str:
        """Return the link that opens our chat with a line prefilled, which comes back as a `Start`."""
        return link_to(self.number, payload)

    def read(self, payload: object) -> list[Event]:
        """Take one webhook apart; what can't be read is left out and counted. Never raises, whatever its shape."""
        events = read(payload, OurNumber(self.account, self.business_account_id))
        for event in events:
            if isinstance(event, AccountNews):
                self.daily_limit = read_limit(event.limit, at_a_loss=self.daily_limit)
        return events

    async def send(self, to: Address, message: Outgoing) -> Delivery:
        """Deliver one message; what does not fit in one goes on in the next, the first keeps id and tracker."""
        if why := refusal(to.external_id, message):
            return Rejected(why)
        try:
            delivery = await self._send(to.external_id, message)
        except GraphError as error:
            delivery = error.delivery
        return self._paced(to.external_id, delivery)

    async def download(self, file: str, *, limit: int) -> bytes:
        """Fetch a photo of at most `limit` bytes, or raise `MediaUnavailableError`."""
        try:
            return await self._graph.download(file, limit=limit)
        except GraphError as error:
            late = isinstance(error.delivery, NotSent | Uncertain)
            raise (MediaLateError if late else MediaUnavailableError)(str(error)) from None

    async def acknowledge(self, incoming: Incoming) -> None:
        """Mark the message as read and show that we write; a refusal does not matter."""
        if incoming.reference:
            with suppress(GraphError):
                await self._graph.show_typing(incoming.reference)

    async def settle(self, incoming: Incoming, refusal: str) -> None:
        """Do nothing: nobody pays here."""

    async def take_away(self, incoming: Incoming) -> bool:  # noqa: ARG002
        """Leave it: nobody takes another's message away here."""
        return False

    async def set_menu(
        self, to: Address | None, commands: Sequence[tuple[str, str]], *, language: str | None = None
    ) -> None:
        """Do nothing: WhatsApp has no menu of commands for one person."""

    async def refresh(self) -> None:
        """Ask for our limit again: Meta raises it as we earn it, and lowers it where people complain."""
        self.daily_limit = await self._graph.daily_limit(at_a_loss=self.daily_limit)

    async def _send(self, to: str, message: Outgoing) -> Delivery:
        try:
            media_id = await self._uploaded(media_of(message))
        except GraphError as error:
            if not (isinstance(error.delivery, Rejected) and message.picture and message.text):
                raise
            _LOG.warning("a message leaves without its picture: %s", in_short(error.delivery))
            message, media_id = replace(message, picture=None), None
        first, *rest = parts(message, media_id)
        message_id = await self._graph.send(to, first, message.tracker)
        try:
            for part in rest:
                await self._graph.send(to, part, "")
        except GraphError:
            return Uncertain("Only its beginning arrived.")
        return Sent(message_id, media_id)

    async def _uploaded(self, media: Media | None) -> str | None:
        return (media.media_id or await self._graph.upload(media)) if media else None

    def _paced(self, to: str, delivery: Delivery) -> Delivery:
        """Wait four times longer each time in a row that one person gets too much, as Meta asks."""
        if isinstance(delivery, Crowded):
            crowds = self._crowds[to] = min(self._crowds.get(to, 0) + 1, _LONGEST_BACKOFF)
            return Crowded(4.0**crowds)
        if isinstance(delivery, Sent):
            self._crowds.pop(to, None)
        return delivery


def _graph() -> "type[Graph]":
    try:
        from channels.whatsapp.graph import Graph  # noqa: PLC0415 - an extra, and half a second to import
    except ImportError:
        raise WhatsAppMissingError("WhatsApp needs pywa: pip install 'stempel[whatsapp]'.") from None
    return Graph


def link_to(number: str, payload: str) -> str:
    """Return the link that opens the chat with a number, with a line prefilled that comes back as a `Start`."""
    return f"https://wa.me/{number}?text={quote(f'Stempel #{payload}')}"
