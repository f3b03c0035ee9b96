"""What the Bot API refuses: unknown parameters, lengths, buttons, commands, pictures and markup."""

import io
import json
import re
from html.parser import HTMLParser
from typing import Any

from PIL import Image

Json = dict[str, Any]

_MESSAGE = "chat_id reply_markup disable_notification protect_content reply_parameters message_effect_id"
_WORDS = "text parse_mode link_preview_options"
_CAPTION = "caption parse_mode"
_COMMANDS = "scope language_code"

# Parameters by method: those that must be there, those that may. The real server ignores others; a typo hides in that.
METHODS: dict[str, tuple[str, str]] = {
    "getMe": ("", ""),
    "getUpdates": ("", "offset limit timeout allowed_updates"),
    "setWebhook": ("url", "secret_token allowed_updates max_connections drop_pending_updates ip_address"),
    "deleteWebhook": ("", "drop_pending_updates"),
    "getWebhookInfo": ("", ""),
    "sendMessage": ("chat_id text", f"{_MESSAGE} {_WORDS}"),
    "sendPhoto": ("chat_id photo", f"{_MESSAGE} {_CAPTION} show_caption_above_media has_spoiler"),
    "sendDocument": ("chat_id document", f"{_MESSAGE} {_CAPTION} disable_content_type_detection"),
    "sendChatAction": ("chat_id action", ""),
    "editMessageText": ("chat_id message_id text", f"reply_markup {_WORDS}"),
    "editMessageCaption": ("chat_id message_id", f"reply_markup {_CAPTION} show_caption_above_media"),
    "editMessageMedia": ("chat_id message_id media", "reply_markup"),
    "deleteMessage": ("chat_id message_id", ""),
    "answerCallbackQuery": ("callback_query_id", "text show_alert url cache_time"),
    "setMyCommands": ("commands", _COMMANDS),
    "deleteMyCommands": ("", _COMMANDS),
    "getMyCommands": ("", _COMMANDS),
    "getFile": ("file_id", ""),
    "sendInvoice": (
        "chat_id title description payload currency prices",
        f"{_MESSAGE} provider_token start_parameter max_tip_amount suggested_tip_amounts provider_data is_flexible",
    ),
    "answerPreCheckoutQuery": ("pre_checkout_query_id ok", "error_message"),
}
_BUTTON = {"text", "url", "callback_data", "web_app", "copy_text", "style", "icon_custom_emoji_id"}
_TAGS = {"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
_PHOTO_BYTES = 10 * 2**20


class RefusedError(Exception):
    """The answer is an error: HTTP status, description, and parameters such as `retry_after`."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad(description: str) -> RefusedError:
    """Make the 400 that says `description`."""
    return RefusedError(400, f"Bad Request: {description}")


def check_parameters(method: str, given: Json) -> None:
    """Refuse a method or a parameter that the Bot API doesn't have, and a missing one."""
    if method not in METHODS:
        raise RefusedError(404, "Not Found")
    needed, optional = (set(names.split()) for names in METHODS[method])
    if unknown := set(given) - needed - optional:
        raise bad(f"{method} has no parameter {sorted(unknown)}")
    if missing := needed - set(given):
        raise bad(f"{method} needs {sorted(missing)}")


def shown(text: str, mode: str | None, *, limit: int, what: str) -> str:
    """Return the text as people see it, if it is neither too long nor broken markup."""
    if mode not in (None, "HTML"):
        raise bad(f"unsupported parse_mode {mode}")
    visible = _Markup(text).visible if mode else text
    if len(visible.encode("utf-16-le")) // 2 > limit:
        raise bad(f"{what} is too long")
    return visible.strip()


def keyboard(given: str | Json | None) -> list[list[Json]]:
    """Return the rows of an inline keyboard, if every button is one that Telegram takes."""
    markup = as_json(given) if given else {}
    if not isinstance(markup, dict) or not set(markup) <= {"inline_keyboard"}:
        raise bad("object expected as reply markup")
    rows: list[list[Json]] = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise bad("too many buttons")
    for row in rows:
        for button in row:
            _check_button(button)
    return [row for row in rows if row]


def check_commands(given: str) -> list[Json]:
    """Return the commands of a menu, if Telegram takes each."""
    commands: list[Json] = as_json(given)
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return commands


def check_invoice(given: Json, *, provider_token: str) -> Json:
    """Return what an invoice is for, if Telegram takes each of its pieces; only what is named in euros is priced here."""
    for name, most in (("title", 32), ("description", 255)):
        if not 1 <= len(given[name]) <= most:
            raise bad(f"{name} must be from 1 to {most} characters")
    if not 1 <= len(given["payload"].encode()) <= 128:
        raise bad("INVOICE_PAYLOAD_INVALID")
    if not provider_token or given.get("provider_token") != provider_token:
        raise bad("PAYMENT_PROVIDER_INVALID")
    if not re.fullmatch(r"[A-Z]{3}", given["currency"]):
        raise bad("CURRENCY_INVALID")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", given.get("start_parameter", "")):
        raise bad("START_PARAM_INVALID")
    prices = as_json(given["prices"])
    whole = isinstance(prices, list) and all(
        set(one) == {"label", "amount"} and one["label"] for one in prices
    )
    if not whole or not all(type(one["amount"]) is int for one in prices):
        raise bad("can't parse prices JSON object")
    total = sum(one["amount"] for one in prices)
    if total <= 0:
        raise bad("CURRENCY_TOTAL_AMOUNT_INVALID")
    return {"payload": given["payload"], "currency": given["currency"], "total": total}


def size_of_picture(content: bytes) -> tuple[int, int]:
    """Return width and height of a picture that Telegram shows as a photo."""
    if len(content) > _PHOTO_BYTES:
        raise bad("file is too big for a photo")
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            image.verify()
    except (OSError, SyntaxError, ValueError):
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def as_json(given: object) -> Any:
    """Read a parameter that is JSON inside a form field; JSON bodies carry it as it is."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise bad("can't parse JSON") from None


def _check_button(button: Json) -> None:
    kinds = {"url", "callback_data", "web_app", "copy_text"} & set(button)
    if not button.get("text") or not set(button) <= _BUTTON or len(kinds) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://\S+$", button["url"]):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


class _Markup(HTMLParser):
    """Telegram's HTML: a few tags, all closed, every other < and & escaped."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.visible = ""
        self._open: list[str] = []
        if re.search(r"<(?!/?[a-z])", text):
            raise bad("can't parse entities: Unsupported start tag")
        self.feed(text)
        self.close()
        if self._open:
            raise bad(f"can't parse entities: Can't find end tag corresponding to {self._open[-1]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _TAGS:
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise bad("can't parse entities: Unexpected end tag")

    def handle_data(self, data: str) -> None:
        self.visible += data
