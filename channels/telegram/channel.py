"""The Telegram channel: sends, edits, downloads and receives over the Bot API, with python-telegram-bot as transport."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from telegram import Bot, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import RequestData

from channels.channel import NO_MONEY, MediaLateError, MediaUnavailableError, Speed
from channels.deliveries import Delivery, NotSent, Sent, Uncertain, in_short
from channels.fields import Json
from channels.messages import Address, Incoming, Invoice, Media, Outgoing
from channels.splitting import TEXT_UNITS, split
from channels.telegram.errors import delivery_of, says, startup_error_of
from channels.telegram.polling import poll
from channels.telegram.reading import ALLOWED_UPDATES, sent_as, to_incoming
from channels.telegram.transport import Transport
from channels.telegram.wire import CAPTION_UNITS, PAYABLE, form_of, keyboard

_LOG = logging.getLogger(__name__)

_CONNECTIONS = 24  # six for the outbox, eight for customers, the others are for the tills
_POOL_TIMEOUT_S = 10.0
_UPLOAD_TIMEOUT_S = 20.0
_SPINNER_S = 3.0  # longer, and the answer has come
_TRIES_AT_A_SPINNER = 2

# Descriptions of a 400 after an edit; Telegram has no finer codes.
_SAME_ALREADY = ("message is not modified",)
_CANNOT_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")
_HAS_CAPTION = ("there is no text in the message to edit",)

# What was sent or edited, and the words that did not fit.
_Begun = tuple[Sent, list[str]]


class Telegram:
    """One bot on Telegram. `start` comes first: before it, the bot does not know its own name."""

    name = "telegram"
    can_replace = True
    has_menu = True
    most_buttons: int | None = None
    window: timedelta | None = None
    daily_limit: int | None = None
    # "Avoid sending more than one message per second" in a chat, and no "more than about 30 messages per second" in all:
    # core.telegram.org/bots/faq, "Broadcasting to Users". What is sent evenly arrives a little bunched.
    speed = Speed(per_s=28.8, gap=timedelta(seconds=1.2))

    def __init__(
        self,
        token: str,
        *,
        provider_token: str = "",
        api_url: str = "https://api.telegram.org",
        connect_timeout_s: float = 5.0,
        answer_timeout_s: float = 10.0,
    ) -> None:
        """Speak for the bot with `token`; `api_url` may be a Bot API server of one's own.

        With the `provider_token` of a payment provider invoices can be paid in its chats.
        """
        token, api_url = token.strip(), api_url.rstrip("/")
        self.account = token.partition(":")[0]
        self.username = ""
        self._provider_token = provider_token
        self.money = PAYABLE if provider_token else NO_MONEY
        self._polling = _requests(1, connect_timeout_s, answer_timeout_s)
        self._sending = _requests(_CONNECTIONS, connect_timeout_s, answer_timeout_s)
        self._answer_timeout_s = answer_timeout_s
        self._bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._sending,
            get_updates_request=self._polling,
        )

    async def start(self) -> None:
        """Learn who we are, or raise `TokenRefusedError` or `TelegramUnreachableError`."""
        try:
            await self._bot.initialize()
        except TelegramError as error:
            await self.stop()
            raise startup_error_of(error) from None  # PTB's words hold the token
        except asyncio.CancelledError:  # who is called off leaves no connection open
            await self.stop()
            raise
        self.account = str(self._bot.id)
        self.username = self._bot.username

    async def stop(self) -> None:
        """Close every connection."""
        # Not `Bot.shutdown`, which leaves those of a bot that was never initialised open.
        await self._polling.shutdown()
        await self._sending.shutdown()

    @property
    def handle(self) -> str:
        """What its links call it."""
        return self.username

    def link(self, payload: str) -> str:
        """Return the deep link that brings `payload` back as a `Start`."""
        return link_to(self.username, payload)

    def to_incoming(self, update: object) -> Incoming | None:
        """Read one update, or None when there is nobody to answer; never raises, whatever its shape."""
        return to_incoming(update, account=self.account)

    async def send(self, to: Address, message: Outgoing) -> Delivery:
        """Deliver one message; a text too long for one goes on in the next, the first keeps picture and buttons."""
        chat = int(to.external_id)
        try:
            begun = await self._replace(chat, message) if message.replaces else None
            sent, rest = begun or await self._send_new(chat, message)
        except TelegramError as error:
            return delivery_of(error)
        try:
            for part in rest:
                await self._call("sendMessage", chat_id=chat, text=part)
        except TelegramError:
            return Uncertain("Only its beginning arrived.")
        return sent

    async def download(self, file: str, *, limit: int) -> bytes:
        """Fetch a photo of at most `limit` bytes, or raise `MediaUnavailableError`."""
        try:
            found = await self._bot.get_file(file)
            if (found.file_size or 0) > limit:
                raise MediaUnavailableError(f"The file has {found.file_size} bytes, {limit} are allowed.")
            content = bytes(await found.download_as_bytearray())
        except TelegramError as error:
            late = isinstance(delivery_of(error), NotSent | Uncertain)
            raise (MediaLateError if late else MediaUnavailableError)(type(error).__name__) from None
        if len(content) > limit:
            raise MediaUnavailableError(f"The file has {len(content)} bytes, {limit} are allowed.")
        return content

    async def acknowledge(self, incoming: Incoming) -> None:
        """Stop the spinner on a tapped button; a refusal (the tap is too old) does not matter."""
        for _ in range(_TRIES_AT_A_SPINNER if incoming.reference else 0):
            try:
                await self._call(
                    "answerCallbackQuery", callback_query_id=incoming.reference, answer_timeout_s=_SPINNER_S
                )
            except TelegramError as error:
                if isinstance(delivery_of(error), NotSent | Uncertain):
                    continue  # said twice it does no harm
            return

    async def settle(self, incoming: Incoming, refusal: str) -> None:
        """Answer who is about to pay, which Telegram wants within ten seconds; unanswered, nothing is paid."""
        answer: Json = {"ok": not refusal} | ({"error_message": refusal} if refusal else {})
        try:
            await self._call("answerPreCheckoutQuery", pre_checkout_query_id=incoming.reference, **answer)
        except TelegramError as error:
            _LOG.warning("Nobody heard whether they may pay: %s", in_short(delivery_of(error)))

    async def take_away(self, incoming: Incoming) -> bool:
        """Delete a person's message; False where it is too old for that, or Telegram can't be asked."""
        message_id = incoming.message.rpartition(":")[2]
        try:
            await self._call("deleteMessage", chat_id=int(incoming.sender.external_id), message_id=message_id)
        except TelegramError as error:
            _LOG.warning("A message stays in its chat: %s", in_short(delivery_of(error)))
            return False
        return True

    async def set_menu(
        self, to: Address | None, commands: Sequence[tuple[str, str]], *, language: str | None = None
    ) -> None:
        """Show `commands` to one person or to everybody in `language`; a refusal is logged, the rest goes on."""
        scope = BotCommandScopeChat(int(to.external_id)) if to else BotCommandScopeDefault()
        try:
            await self._bot.set_my_commands(list(commands), scope=scope, language_code=language)
        except TelegramError as error:
            _LOG.warning("The menu was not set: %s", in_short(delivery_of(error)))

    async def refresh(self) -> None:
        """Do nothing: Telegram sets no limit of people."""

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates delivered to `url` with `secret` in a header, or raise why Telegram won't."""
        try:
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
        except TelegramError as error:
            raise startup_error_of(error) from None

    async def poll(
        self,
        handle: Callable[[Incoming], Awaitable[None]],
        *,
        timeout_s: int = 50,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Receive for ever, as `telegram_polling.poll` promises; a webhook that was set is removed."""

        async def fetch(offset: int, until_something_comes: bool) -> list[Json]:  # noqa: FBT001 - a callback's
            return await self.updates(offset=offset, timeout_s=timeout_s if until_something_comes else 0)

        await poll(self._bot.delete_webhook, fetch, self.to_incoming, handle, wait=wait)

    async def updates(self, *, offset: int, timeout_s: int) -> list[Json]:
        """Fetch raw updates from `offset` on, which tells Telegram to forget those before it."""
        # Not `Bot.get_updates`: one update that PTB can't read would block all that come with it.
        query = {"offset": offset, "timeout": timeout_s, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        found: object = await self._polling.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(query)}",
            read_timeout=timeout_s + self._answer_timeout_s,
        )
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []

    async def _call(
        self, method: str, *, answer_timeout_s: float | None = None, **parameters: object
    ) -> object:
        """Call a method that is called all day: PTB's own would build, and take apart, an object for each word."""
        return await self._sending.post(
            f"{self._bot.base_url}/{method}",
            cast(RequestData, form_of(parameters)),
            read_timeout=answer_timeout_s or self._answer_timeout_s,
        )

    async def _send_new(self, chat: int, message: Outgoing) -> _Begun:
        if message.invoice:
            return await self._bill(chat, message.invoice), []
        media = message.picture or message.document
        text, rest = split(message.text, CAPTION_UNITS if media else TEXT_UNITS)
        markup = keyboard(message.buttons)
        if not media:
            answer = await self._call("sendMessage", chat_id=chat, text=text, reply_markup=markup)
        elif message.picture:
            answer = await self._call(
                "sendPhoto", chat_id=chat, caption=text, reply_markup=markup, photo=media
            )
        else:
            answer = await self._call(
                "sendDocument", chat_id=chat, caption=text, reply_markup=markup, document=media
            )
        message_id, media_id = sent_as(answer)
        if not message_id:
            raise NetworkError("An answer that names no message")
        return Sent(message_id, media_id), rest

    async def _bill(self, chat: int, invoice: Invoice) -> Sent:
        answer = await self._call(
            "sendInvoice",
            chat_id=chat,
            title=invoice.title,
            description=invoice.text,
            payload=invoice.payload,
            provider_token=self._provider_token,
            currency=invoice.currency,
            prices=[{"label": invoice.title, "amount": invoice.amount}],
            start_parameter=invoice.leads,  # without it whoever it is passed on to could pay it
        )
        message_id, _ = sent_as(answer)
        if not message_id:
            raise NetworkError("An answer that names no message")
        return Sent(message_id, None)

    async def _replace(self, chat: int, message: Outgoing) -> _Begun | None:
        """Edit the message that `message` replaces; None when it is gone or too old to edit."""
        media = message.picture or message.document
        replaced = str(message.replaces)
        try:
            if media:
                edited, rest = await self._edit_media(chat, int(replaced), message, media)
            else:
                edited, rest = await self._edit_words(chat, int(replaced), message)
        except BadRequest as error:
            if says(error, *_CANNOT_EDIT):
                return None
            if says(error, *_SAME_ALREADY):
                return Sent(replaced, media.media_id if media else None), []
            raise
        return Sent(replaced, sent_as(edited)[1]), rest

    async def _edit_media(
        self, chat: int, message_id: int, message: Outgoing, media: Media
    ) -> tuple[object, list[str]]:
        text, rest = split(message.text, CAPTION_UNITS)
        edited = await self._call(
            "editMessageMedia",
            chat_id=chat,
            message_id=message_id,
            media={
                "type": "photo" if message.picture else "document",
                "media": media.media_id or "attach://file",
                "caption": text,
            },
            file=None if media.media_id else media,
            reply_markup=keyboard(message.buttons),
        )
        return edited, rest

    async def _edit_words(self, chat: int, message_id: int, message: Outgoing) -> tuple[object, list[str]]:
        where: Json = {"chat_id": chat, "message_id": message_id, "reply_markup": keyboard(message.buttons)}
        text, rest = split(message.text, TEXT_UNITS)
        try:
            return await self._call("editMessageText", text=text, **where), rest
        except BadRequest as error:
            if not says(error, *_HAS_CAPTION):
                raise
        text, rest = split(message.text, CAPTION_UNITS)  # it is a picture: its words are a caption
        return await self._call("editMessageCaption", caption=text, **where), rest


def link_to(username: str, payload: str) -> str:
    """Return the deep link that brings `payload` to a bot as a `Start`."""
    return f"https://t.me/{username}?start={payload}"


def _requests(connections: int, connect_timeout_s: float, answer_timeout_s: float) -> Transport:
    return Transport(
        connections,
        connect_timeout_s=connect_timeout_s,
        answer_timeout_s=answer_timeout_s,
        upload_timeout_s=_UPLOAD_TIMEOUT_S,
        pool_timeout_s=_POOL_TIMEOUT_S,
    )
