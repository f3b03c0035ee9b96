"""WhatsApp's message bodies as pure functions: one `Outgoing` becomes the messages that carry it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.fields import Json
from channels.messages import Button, FilledTemplate, Media, Outgoing
from channels.splitting import TEXT_UNITS, split, split_end
from channels.titles import fitting, reply_titles, row_titles
from channels.whatsapp.countries import takes_marketing

# Limits of the Cloud API: /docs/whatsapp/cloud-api/reference/messages.
MOST_ROWS = 10
_BODY_UNITS = 1024
_CAPTION_UNITS = 1024
_MOST_REPLIES = 3
_ID_BYTES = 64  # ours; WhatsApp takes 200
_PAYLOAD_BYTES = 128
_TRACKER_BYTES = 512

_USER_ID = re.compile(r"[A-Z]{2}\.")  # business-scoped: "DE.123…", letters and digits


@dataclass(frozen=True, slots=True)
class WireMessage:
    """One message on the wire: its type, and the object that goes under that name."""

    kind: str
    body: Json


def recipient(external_id: str) -> Json:
    """Say to whom: a business-scoped user id has a field of its own."""
    return {"recipient" if _USER_ID.match(external_id) else "to": external_id}


def refusal(to: str, message: Outgoing) -> str | None:
    """Say why WhatsApp would refuse `message`, None if it has the right form."""
    if len(message.tracker.encode()) > _TRACKER_BYTES:
        return f"The tracker is longer than {_TRACKER_BYTES} bytes."
    if message.template:
        if message.template.category == "marketing" and not takes_marketing(to):
            return "WhatsApp delivers no marketing to numbers of the United States."
        too_long = any(len(data.encode()) > _PAYLOAD_BYTES for data in message.template.data)
        return f"A button of the template has more than {_PAYLOAD_BYTES} bytes." if too_long else None
    buttons = [button for row in message.buttons for button in row]
    if not (message.text.strip() or message.picture or message.document or buttons):
        return "There is nothing in the message."
    if any(bool(button.data) == bool(button.url) or not button.label.strip() for button in buttons):
        return "A button needs a label, and either data or a url."
    if any(len(button.data.encode()) > _ID_BYTES for button in buttons):
        return f"The data of a button is longer than {_ID_BYTES} bytes."
    if len(_taps(buttons)) > MOST_ROWS:
        return f"More than {MOST_ROWS} buttons."
    return None


def parts(message: Outgoing, media_id: str | None) -> list[WireMessage]:
    """Write `message`, whose picture or document was uploaded as `media_id`; the first part stands for all."""
    if message.template:
        return [WireMessage("template", _template(message.template))]
    buttons = [button for row in message.buttons for button in row]
    taps = _taps(buttons)
    links = [button for button in buttons if button.url]
    file = _file(message, media_id)
    if link := _single_link(links, taps, message):
        return _interactive(message, message.text, file, _link(link))
    text = "\n\n".join(filter(None, [message.text, "\n".join(f"{link.label}: {link.url}" for link in links)]))
    if not taps:
        return _plain(text, file)
    if len(taps) <= _MOST_REPLIES and (titles := reply_titles([tap.label for tap in taps])):
        return _interactive(message, text, file, _replies(taps, titles))
    rows = _rows(message, taps)
    if file is None:
        return _interactive(message, text, None, rows)
    return [*_plain(text, file), *_interactive(message, "", None, rows)]  # a list takes no picture


def _plain(text: str, file: WireMessage | None) -> list[WireMessage]:
    text, rest = split(text.strip(), _CAPTION_UNITS if file else TEXT_UNITS)
    if file is None:
        return [_words(text), *map(_words, rest)]
    caption = {"caption": text} if text else {}
    return [WireMessage(file.kind, file.body | caption), *map(_words, rest)]


def _interactive(message: Outgoing, text: str, file: WireMessage | None, choices: Json) -> list[WireMessage]:
    before, text = split_end(text.strip() or _opener(message), _BODY_UNITS)
    header = {"header": {"type": file.kind, file.kind: file.body}} if file else {}
    return [*map(_words, before), WireMessage("interactive", {**choices, **header, "body": {"text": text}})]


def _words(text: str) -> WireMessage:
    return WireMessage("text", {"body": text, "preview_url": False})


def _file(message: Outgoing, media_id: str | None) -> WireMessage | None:
    if message.picture:
        return WireMessage("image", {"id": media_id})
    if message.document:
        return WireMessage("document", {"id": media_id, "filename": message.document.filename})
    return None


def _taps(buttons: Sequence[Button]) -> list[Button]:
    """Take the buttons that are tapped; of two that do the same WhatsApp wants but one."""
    return list({button.data: button for button in reversed(buttons) if button.data}.values())[::-1]


def _single_link(links: Sequence[Button], taps: Sequence[Button], message: Outgoing) -> Button | None:
    if len(links) != 1 or taps or message.document or not fitting(links[0].label):
        return None
    return links[0]


def _link(button: Button) -> Json:
    where = {"display_text": fitting(button.label), "url": button.url}
    return {"type": "cta_url", "action": {"name": "cta_url", "parameters": where}}


def _replies(taps: Sequence[Button], titles: Sequence[str]) -> Json:
    replies = [
        {"type": "reply", "reply": {"id": tap.data, "title": title}}
        for tap, title in zip(taps, titles, strict=True)
    ]
    return {"type": "button", "action": {"buttons": replies}}


def _rows(message: Outgoing, taps: Sequence[Button]) -> Json:
    titles = row_titles([tap.label for tap in taps])
    rows = [
        {"id": tap.data, "title": title} | ({"description": description} if description else {})
        for tap, (title, description) in zip(taps, titles, strict=True)
    ]
    return {"type": "list", "action": {"button": _opener(message), "sections": [{"rows": rows}]}}


def _opener(message: Outgoing) -> str:
    return fitting(message.list_label) or "☰"


def _template(template: FilledTemplate) -> Json:
    components: list[Json] = []
    if template.values:
        # No line breaks, tabs or rows of spaces, and nothing empty: each would be refused.
        values = [" ".join(value.split()) or "–" for value in template.values]
        components.append(
            {"type": "body", "parameters": [{"type": "text", "text": value} for value in values]}
        )
    components += [
        {
            "type": "button",
            "sub_type": "quick_reply",
            "index": str(index),
            "parameters": [{"type": "payload", "payload": data}],
        }
        for index, data in enumerate(template.data)
    ]
    body: Json = {"name": template.name, "language": {"code": template.language}}
    return body | ({"components": components} if components else {})


def media_of(message: Outgoing) -> Media | None:
    """Return what must be uploaded before `message` can be written."""
    return None if message.template else message.picture or message.document
