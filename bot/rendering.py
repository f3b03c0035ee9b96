"""From a reply to a message: buttons signed, pictures drawn. Slow where there is a picture, so not in a transaction."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.buttons import encode
from bot.pictures.draw import draw, print_pdf
from bot.templates.book import BOOK, fill
from bot.turn import Choice, File, Filled, Paper, Reply
from channels.messages import Button, FilledTemplate, Media, Outgoing

_LABEL_LETTERS = 64  # longer ones are refused, and no phone shows more


def render(
    reply: Reply,
    secret: bytes,
    holder: str,
    *,
    known: str | None,
    replaces: str | None,
    tracker: str,
    now: datetime,
) -> Outgoing:
    """Make the message that goes to `holder`; a picture that the platform holds as `known` is not drawn again."""
    return Outgoing(
        text=reply.text,
        buttons=tuple(
            tuple(_button(choice, secret, holder, now=now) for choice in row) for row in reply.choices if row
        ),
        picture=_picture(reply, known),
        document=_document(reply.document),
        replaces=replaces,
        tracker=tracker,
        list_label=reply.more,
        invoice=reply.invoice,
    )


def render_template(
    filled: Filled, choices: Iterable[Choice], secret: bytes, holder: str, *, language: str, now: datetime
) -> Outgoing:
    """Make the message that goes to `holder` in approved words; its buttons do what those of the free words do."""
    template = BOOK[filled.name]
    args = {choice.verb: choice.arg for choice in choices} | dict(filled.args)
    return Outgoing(
        text="",
        template=FilledTemplate(
            template.name,
            language,
            fill(template.name, language, filled.values),
            tuple(encode(secret, holder, verb, args.get(verb, ""), now=now) for verb in template.buttons),
            template.category,
        ),
    )


def numbered(message: Outgoing, most: int) -> Outgoing:
    """Turn more choices than a platform has buttons for into numbered lines; `bot/chosen.py` reads the numbers."""
    flat = [button for row in message.buttons for button in row]
    choices = [button for button in flat if button.data]
    if len(choices) <= most:
        return message
    # A choice that is a number itself is typed as it is.
    lines = [
        f"{place}. {button.label}" for place, button in enumerate(choices, 1) if not button.label.isdecimal()
    ]
    links = tuple((button,) for button in flat if button.url)
    return replace(message, text="\n\n".join([message.text, "\n".join(lines)]).strip(), buttons=links)


def _button(choice: Choice, secret: bytes, holder: str, *, now: datetime) -> Button:
    label = _shortened(choice.label)
    if choice.url:
        return Button(label, url=choice.url)
    return Button(label, data=encode(secret, holder, choice.verb, choice.arg, now=now))


def _shortened(label: str) -> str:
    return label if len(label) <= _LABEL_LETTERS else label[: _LABEL_LETTERS - 1].rstrip() + "…"


def _picture(reply: Reply, known: str | None) -> Media | None:
    if reply.picture is None:
        return None
    if known:
        return Media("card.png", media_id=known)
    drawn = draw(reply.picture)
    return Media(drawn.filename, drawn.content)


def _document(document: Paper | File | None) -> Media | None:
    match document:
        case None:
            return None
        case File(filename, content):
            return Media(filename, content)
        case Paper(what, filename):
            return Media(filename, print_pdf(what).content)
