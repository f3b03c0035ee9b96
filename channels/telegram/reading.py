"""What Telegram says, read as pure functions: an update becomes an `Incoming`, an answer the ids of what was sent."""

import re

from channels.fields import Json, record
from channels.messages import (
    Address,
    Blocked,
    Checkout,
    Content,
    Edited,
    Incoming,
    PaidInvoice,
    Photo,
    Start,
    Tap,
    Text,
    Unblocked,
    Unsupported,
)

# The kinds `to_incoming` reads; asking for no others spares both sides the traffic.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "pre_checkout_query")

# What a person can send that has no words and no picture. The order decides: a GIF is an animation and a document.
_UNSUPPORTED = (
    *("animation", "audio", "sticker", "voice", "video", "video_note", "story", "location", "venue"),
    *("contact", "poll", "dice", "game", "paid_media", "checklist", "document"),
)
# What a message holds beside its content, and what is told in a chat rather than said in it: nobody waits for an answer.
_NOT_SAID = frozenset((
    *("from", "chat", "sender_chat", "sender_business_bot", "via_bot", "quote", "external_reply", "reply_to_message"),
    *("reply_to_story", "forward_origin", "forward_from", "forward_from_chat", "entities", "caption_entities"),
    *("link_preview_options", "reply_markup", "direct_messages_topic", "suggested_post_info", "pinned_message"),
    *("new_chat_members", "left_chat_member", "new_chat_photo", "message_auto_delete_timer_changed", "invoice"),
    *("refunded_payment", "users_shared", "user_shared", "chat_shared", "gift", "unique_gift"),
    *("gift_upgrade_sent", "write_access_allowed", "passport_data", "proximity_alert_triggered", "boost_added"),
    *("chat_background_set", "checklist_tasks_done", "checklist_tasks_added", "direct_message_price_changed"),
    *("paid_message_price_changed", "forum_topic_created", "forum_topic_edited", "forum_topic_closed"),
    *("forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "giveaway"),
    *("giveaway_created", "giveaway_winners", "giveaway_completed", "suggested_post_approved", "web_app_data"),
    *("suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded"),
    *("video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited"),
))  # fmt: skip
_START = re.compile(r"/start(?:@\w+)?(?:\s+(.*?))?\s*", re.IGNORECASE | re.DOTALL)
_COMMAND_TO_A_BOT = re.compile(r"(/\w+)@\w+")


def to_incoming(update: object, *, account: str) -> Incoming | None:
    """Read one update; None when it isn't from a person in a private chat, or is nothing we know. Never raises."""
    update_id = _id(update, "update_id")
    part = next((name for name in ALLOWED_UPDATES if record(update, name)), None)
    if update_id is None or part is None:
        return None
    body = record(update, part)
    sender = record(body, "from")
    chat = record(record(body, "message") if part == "callback_query" else body, "chat")
    person = _id(sender, "id")
    message = f"telegram:{account}:{person}:{_id(body, 'message_id')}" if "message" in part else ""
    content = _READERS[part](body)
    private = isinstance(content, Checkout) or chat.get("type") == "private"  # who pays does so nowhere else
    if part == "edited_message":  # a place that moves is edited too, every few seconds
        content = (
            Edited(message, text=_text(body, "text")) if isinstance(content, Text | Start | Photo) else None
        )
    if content is None or not person or sender.get("is_bot") is True or not private:
        return None
    return Incoming(
        key=f"telegram:{account}:{update_id}",
        sender=Address("telegram", account, str(person)),
        name=f"{_text(sender, 'first_name')} {_text(sender, 'last_name')}".strip(),
        language=_text(sender, "language_code") or None,
        content=content,
        reference=_text(body, "id") if part in {"callback_query", "pre_checkout_query"} else "",
        message=message if part == "message" else "",
    )


def sent_as(answer: object) -> tuple[str, str | None]:
    """Return the id of the message that an answer is about, and of its file; an edit's may name neither."""
    message_id, document = _id(answer, "message_id"), record(answer, "document")
    photos = answer.get("photo") if isinstance(answer, dict) else None
    file = photos[-1] if isinstance(photos, list) and photos else document
    return str(message_id or ""), _text(file, "file_id") or None


def _content_of_message(message: Json) -> Content | None:
    if text := _text(message, "text"):
        if start := _START.fullmatch(text):
            return Start(start[1] or "")
        return Text(_COMMAND_TO_A_BOT.sub(r"\1", text, count=1) if text.startswith("/") else text)
    if paid := record(message, "successful_payment"):
        return _payment(paid)
    if photo := _largest_photo(message) or _document(message):
        return photo
    kind = next((kind for kind in _UNSUPPORTED if message.get(kind) is not None), None)
    return Unsupported(kind or "unknown") if kind or _is_said(message) else None


def _is_said(message: Json) -> bool:
    """Say whether a message holds what Telegram did not have when this was written."""
    return any(isinstance(held, dict) and name not in _NOT_SAID for name, held in message.items())


def _content_of_tap(query: Json) -> Content | None:
    message_id = _id(record(query, "message"), "message_id")
    data = _text(query, "data")
    return Tap(data, str(message_id)) if data and message_id else None


def _content_of_membership(change: Json) -> Content | None:
    match record(change, "new_chat_member").get("status"):
        case "kicked":
            return Blocked()
        case "member":
            return Unblocked()
        case _:
            return None


def _content_of_checkout(query: Json) -> Content | None:
    amount = _id(query, "total_amount")
    payload, currency = _text(query, "invoice_payload"), _text(query, "currency")
    return Checkout(payload, currency, amount) if amount is not None and _text(query, "id") else None


def _payment(paid: Json) -> Content | None:
    amount, charge = _id(paid, "total_amount"), _text(paid, "telegram_payment_charge_id")
    payload, currency = _text(paid, "invoice_payload"), _text(paid, "currency")
    return PaidInvoice(payload, currency, amount, charge) if amount is not None and charge else None


_READERS = {
    "message": _content_of_message,
    "edited_message": _content_of_message,
    "callback_query": _content_of_tap,
    "my_chat_member": _content_of_membership,
    "pre_checkout_query": _content_of_checkout,
}


def _largest_photo(message: Json) -> Photo | None:
    sizes = message.get("photo")
    photos = [_photo(size) for size in sizes] if isinstance(sizes, list) else []
    # Telegram lists the sizes from small to large; a size without its weight must not win over the last one.
    return max(filter(None, reversed(photos)), key=lambda photo: photo.size, default=None)


def _document(message: Json) -> Photo | None:
    """Take a file for a picture: what phones say of its type is not to be relied on, its bytes will tell."""
    document = record(message, "document")
    moves = message.get("animation") or _text(document, "mime_type").startswith(("video/", "audio/"))
    return None if moves else _photo(document)


def _photo(file: object) -> Photo | None:
    file_id = _text(file, "file_id")
    return Photo(file_id, _id(file, "file_size") or 0) if file_id else None


def _id(value: object, name: str) -> int | None:
    found = value.get(name) if isinstance(value, dict) else None
    return found if type(found) is int and 0 <= found < 2**63 else None


def _text(value: object, name: str) -> str:
    """Take a text without what a database can't store: NUL and halves of surrogate pairs."""
    found = value.get(name) if isinstance(value, dict) else None
    return found.replace("\0", "").encode(errors="ignore").decode() if isinstance(found, str) else ""
