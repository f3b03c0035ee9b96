"""What the Cloud API refuses in a message: unknown fields, missing ones, lengths, counts and twins."""

import re
from typing import Any

from tests.fakes.whatsapp_errors import (
    GraphError,
    Json,
    check_fields,
    check_list,
    check_text,
    invalid,
    letters,
)
from tests.fakes.whatsapp_people import Choice

_COMMON = "recipient_type to recipient context biz_opaque_callback_data recipient_identity_key_hash"
_KINDS = ("text", "image", "document", "interactive", "template")
_INTERACTIVE = ("button", "list", "cta_url")
_HEADERS = {"button": ("text", "image", "document", "video"), "list": ("text",), "cta_url": ("text", "image")}


def check_message(given: Json) -> str:
    """Return the kind of a message to one person, if all but a template's own parts is as Meta takes it."""
    if given.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product is required.")
    kind: str = given.get("type", "text")
    if kind not in _KINDS:
        raise GraphError(131051, f"{kind} is no type of message that this platform's fake knows.")
    check_fields(given, "message", f"messaging_product {kind}", f"type {_COMMON}")
    _check_recipient(given)
    if "context" in given:
        check_fields(given["context"], "context", "message_id")
    if "biz_opaque_callback_data" in given:
        check_text(given["biz_opaque_callback_data"], "biz_opaque_callback_data", 512)
    if kind == "text":
        _check_words(given["text"])
    elif kind in ("image", "document"):
        check_media(given[kind], kind)
    elif kind == "interactive":
        _check_interactive(given["interactive"])
    return kind


def check_mark(given: Json) -> str:
    """Return the id of the message that is marked as read."""
    check_fields(given, "message", "messaging_product status message_id", "typing_indicator")
    if "typing_indicator" in given:
        check_fields(given["typing_indicator"], "typing_indicator", "type")
    return check_text(given["message_id"], "message_id", 512)


def check_media(given: object, where: str) -> Json:
    """Return a picture or document that is named by its id or by its address."""
    optional = "id link caption filename" if where.endswith("document") else "id link caption"
    media = check_fields(given, where, "", optional)
    if ("id" in media) == ("link" in media):
        raise GraphError(100, f"Param {where} needs either an id or a link.")
    if "link" in media and not re.match(r"https?://\S+$", str(media["link"])):
        raise invalid(f"{where}['link'] is no valid URL.")
    if "caption" in media:
        check_text(media["caption"], f"{where}['caption']", 1024)
    if "filename" in media:
        check_text(media["filename"], f"{where}['filename']", 240)
    return media


def choices_of(interactive: Json) -> tuple[Choice, ...]:
    """Return what a person can tap under an interactive message that was checked."""
    action = interactive["action"]
    if interactive["type"] == "button":
        replies = [button["reply"] for button in action["buttons"]]
        return tuple(Choice("button", reply["title"], reply["id"]) for reply in replies)
    if interactive["type"] == "list":
        rows = [row for section in action["sections"] for row in section["rows"]]
        return tuple(Choice("row", row["title"], row["id"], row.get("description", "")) for row in rows)
    return (Choice("url", action["parameters"]["display_text"], action["parameters"]["url"]),)


def words_of(interactive: Json) -> str:
    """Return header, body and footer as a person reads them."""
    parts = (interactive.get(part, {}).get("text", "") for part in ("header", "body", "footer"))
    return "\n".join(part for part in parts if part)


def _check_recipient(given: Json) -> None:
    if given.get("recipient_type", "individual") != "individual":
        raise invalid("recipient_type: this fake has no groups.")
    if ("to" in given) == ("recipient" in given):
        raise GraphError(100, "Either the parameter to or the parameter recipient is required.")
    if "to" in given and not re.fullmatch(r"\+?\d{6,16}", str(given["to"])):
        raise invalid("to is no phone number.")
    if "recipient" in given and not re.fullmatch(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}", str(given["recipient"])):
        raise invalid("recipient is no business-scoped user id.")


def _check_words(given: object) -> None:
    text = check_fields(given, "text", "body", "preview_url")
    if not isinstance(text.get("preview_url", False), bool):
        raise GraphError(100, "Param text['preview_url'] must be a boolean.")
    if letters(check_text(text["body"], "text['body']", 10**6)) > 4096:
        raise GraphError(100, "Param text['body'] must be at most 4096 characters long.")


def _check_interactive(given: object) -> None:
    interactive = check_fields(given, "interactive", "type body action", "header footer")
    kind = interactive["type"]
    if kind not in _INTERACTIVE:
        raise invalid(f"{kind} is no type of interactive message that this platform's fake knows.")
    _check_part(interactive["body"], "interactive['body']", 1024)
    if "footer" in interactive:
        _check_part(interactive["footer"], "interactive['footer']", 60)
    if "header" in interactive:
        _check_header(interactive["header"], kind)
    check = {"button": _check_buttons, "list": _check_rows, "cta_url": _check_link}[kind]
    check(interactive["action"])


def _check_part(given: object, where: str, most: int) -> None:
    check_text(check_fields(given, where, "text")["text"], f"{where}['text']", most)


def _check_header(given: object, kind: str) -> None:
    where = "interactive['header']"
    form = given.get("type") if isinstance(given, dict) else None
    if form not in _HEADERS[kind]:
        raise invalid(f"{where}: {form} cannot stand over a {kind}.")
    header = check_fields(given, where, f"type {form}")
    if form == "text":
        check_text(header["text"], f"{where}['text']", 60)
    else:
        check_media(header[form], f"{where}.{form}")


def _check_buttons(given: object) -> None:
    action = check_fields(given, "interactive['action']", "buttons")
    replies = []
    for button in check_list(action["buttons"], "buttons", 3):
        checked = check_fields(button, "interactive['action']['buttons']", "type reply")
        if checked["type"] != "reply":
            raise invalid("A button's type must be reply.")
        reply = check_fields(checked["reply"], "interactive['action']['buttons']['reply']", "id title")
        check_text(reply["title"], "Button title", 20)
        check_text(reply["id"], "Button id", 256)
        replies.append(reply)
    _check_no_twins(replies, "id", "title")


def _check_rows(given: object) -> None:
    action = check_fields(given, "interactive['action']", "button sections")
    check_text(action["button"], "List button", 20)
    sections = check_list(action["sections"], "sections", 10)
    rows: list[Any] = []
    for section in sections:
        checked = check_fields(section, "section", "rows", "title")
        if "title" in checked or len(sections) > 1:
            check_text(checked.get("title", ""), "Section title", 24)
        rows += check_list(checked["rows"], "rows", 10)
    check_list(rows, "rows", 10)
    for row in rows:
        check_fields(row, "row", "id title", "description")
        check_text(row["title"], "Row title", 24)
        check_text(row["id"], "Row id", 200)
        if "description" in row:
            check_text(row["description"], "Row description", 72)
    _check_no_twins(rows, "id")


def _check_link(given: object) -> None:
    action = check_fields(given, "interactive['action']", "name parameters")
    if action["name"] != "cta_url":
        raise invalid("interactive['action']['name'] must be cta_url.")
    link = check_fields(action["parameters"], "interactive['action']['parameters']", "display_text url")
    check_text(link["display_text"], "display_text", 20)
    if not re.match(r"https?://\S+$", check_text(link["url"], "url", 2000)):
        raise invalid("url is not valid.")


def _check_no_twins(things: list[Json], *names: str) -> None:
    for name in names:
        if len({thing[name] for thing in things}) < len(things):
            raise invalid(f"Duplicated {name}: each must be unique.")
