"""The book of templates: read from the files beside it, filled in for a person, written down for Meta."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from math import ceil
from typing import Any, Literal

from bot.templates.rules import MOST_LETTERS, PLACE, Template, TemplateText, faults, filled
from loyalty.campaigns.frequency_cap import Gift, MessageKind

__all__ = [
    "BOOK",
    "BadTemplateError",
    "Template",
    "TemplateText",
    "as_components",
    "body_of",
    "fill",
    "read_templates",
    "template_name",
]

_KEYS = ("category", "buttons", "example", "template")


class BadTemplateError(Exception):
    """A file that Meta would refuse, or that can't be read: which one, where in it, and why."""


def fill(name: str, language: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Give what stands for {{1}}, {{2}}, … in a language: single lines, shortened where the body would be too long."""
    text = BOOK[name].text(language)
    lines = {place: _one_line(values[place], text.body, place) for place in text.places}
    while (over := len(filled(text.body, lines)) - MOST_LETTERS) > 0:
        longest = max(lines, key=lambda place: len(lines[place]))
        times = PLACE.findall(text.body).count(longest)
        lines[longest] = _shortened(lines[longest], len(lines[longest]) - ceil(over / times))
    return tuple(lines.values())


def _one_line(value: str, body: str, place: str) -> str:
    """Return a value as a single line; where the body ends a sentence behind it, without a full stop of its own."""
    line = " ".join(value.split())
    return line.removesuffix(".") if f"{{{place}}}." in body else line


Gives = Literal["", "gift", "booked"]  # nothing, what is shown at the till, or what is on the card already


def template_name(kind: MessageKind, step: str, *, gives: Gives) -> str:
    """Name the template of bot/templates/ that a campaign's message takes: that of its step, of a gift, or the plain one."""
    if f"{kind}_{step}" in BOOK:
        return f"{kind}_{step}"
    gift = gives and kind.policy.gift is not Gift.NONE
    return f"{kind}_{gives}" if gift else str(kind)


def body_of(template: Template, language: str) -> str:
    """Write a body as Meta has it, its placeholders numbered."""
    text = template.text(language)
    numbers = {place: f"{{{{{number}}}}}" for number, place in enumerate(text.places, 1)}
    return filled(text.body, numbers)


def as_components(template: Template, language: str) -> dict[str, Any]:
    """Write a template as the Graph API takes it for review."""
    text = template.text(language)
    body: dict[str, Any] = {"type": "BODY", "text": body_of(template, language)}
    if text.places:
        body["example"] = {"body_text": [[template.example[place] for place in text.places]]}
    components = [body]
    if text.footer:
        components.append({"type": "FOOTER", "text": text.footer})
    if text.labels:
        replies = [{"type": "QUICK_REPLY", "text": label} for label in text.labels]
        components.append({"type": "BUTTONS", "buttons": replies})
    return {
        "name": template.name,
        "language": language,
        "category": template.category.upper(),
        "components": components,
    }


def read_templates(file: str, source: str) -> Mapping[str, Template]:
    """Read a file's text: the template that is called like it, and `birthday_gift` from under [template.gift].

    Raises `BadTemplateError` with all that is wrong with it.
    """
    try:
        table = tomllib.loads(source)
        more = {f"{file}_{name}": part for name, part in table.get("template", {}).items()}
        templates = {name: _template(name, part) for name, part in {file: table, **more}.items()}
    except KeyError as error:
        raise BadTemplateError(f"{file}.toml: {error} is missing") from None
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise BadTemplateError(f"{file}.toml: {error}") from None
    wrong = [
        f"{file}.toml: {_place(file, template)}{fault}"
        for template in templates.values()
        for fault in faults(template)
    ]
    if wrong:
        raise BadTemplateError("\n".join(wrong))
    return templates


def _place(file: str, template: Template) -> str:
    return "" if template.name == file else f"[template.{template.name.removeprefix(file)[1:]}] "


def _template(name: str, table: Mapping[str, Any]) -> Template:
    return Template(
        name,
        table["category"],
        tuple(table.get("buttons", ())),
        {key: _text(part) for key, part in table.items() if key not in _KEYS},
        table.get("example", {}),
    )


def _text(part: Mapping[str, Any]) -> TemplateText:
    more = {key: value for key, value in part.items() if key not in ("body", "labels")}
    return TemplateText(body=part["body"], labels=tuple(part.get("labels", ())), **more)


def _shortened(text: str, most: int) -> str:
    kept = text[: max(0, most - 1)]
    if " " in kept and not text[len(kept) :].startswith(" "):
        kept = kept.rpartition(" ")[0]
    return kept.rstrip(" ,;:.–-") + "…"


def _read_all() -> Mapping[str, Template]:
    found = sorted(files(__package__).iterdir(), key=lambda file: file.name)
    sources = {file.name.removesuffix(".toml"): file for file in found if file.name.endswith(".toml")}
    read = (read_templates(name, file.read_text(encoding="utf-8")) for name, file in sources.items())
    return {name: template for templates in read for name, template in templates.items()}


BOOK: Mapping[str, Template] = _read_all()
