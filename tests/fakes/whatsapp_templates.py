"""Forms of words at Meta: what is refused when one is handed in, its review, and what it takes to send one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from tests.fakes.whatsapp_errors import GraphError, Json, check_fields, check_list, check_text, letters
from tests.fakes.whatsapp_people import Choice
from tests.fakes.whatsapp_template_rules import BLANK, check_components, check_template, refused

_UNSET = frozenset(  # fields that Meta has and leaves out where there is nothing in them
    [
        "correct_category",
        "previous_category",
        "sub_category",
        "quality_score",
        "message_send_ttl_seconds",
        "cta_url_link_tracking_opted_out",
        "degrees_of_freedom_spec",
        "library_template_name",
    ]
)
_NOT_SENT = {"PAUSED": 132015, "DISABLED": 132016}


@dataclass(slots=True)
class Template:
    """One template in one language."""

    id: str
    name: str
    language: str
    category: str
    components: list[Json]
    status: str = "PENDING"
    rejected_reason: str = "NONE"
    most_for_a_thousand: int | None = None

    def part(self, kind: str) -> Json:
        """Return the component of this kind, or an empty one."""
        return next((part for part in self.components if part["type"] == kind), {})

    def as_json(self, fields: str = "") -> Json:
        """Write the template as a list shows it: all of it, or only some fields."""
        known: Json = {"name": self.name, "language": self.language, "status": self.status}
        known |= {"category": self.category, "components": self.components, "parameter_format": "POSITIONAL"}
        known |= {"rejected_reason": self.rejected_reason}
        if unknown := set(filter(None, fields.split(","))) - {*known, *_UNSET, "id"}:
            raise GraphError(100, f"Tried accessing nonexisting field ({min(unknown)})")
        shown = {name: known[name] for name in known if not fields or name in fields.split(",")}
        return shown | {"id": self.id}


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its blanks filled in, as a person sees it."""

    template: Template
    text: str
    choices: tuple[Choice, ...]
    picture: Json | None = None


class Templates:
    """All templates of one account."""

    def __init__(self) -> None:
        self.all: dict[str, Template] = {}  # by id
        self._ids = count(1_600_000_000_001)

    def named(self, name: str, language: str = "") -> list[Template]:
        """Return a template in one language, or in all it is written in."""
        return [one for one in self.all.values() if one.name == name and language in ("", one.language)]

    def create(self, given: Json) -> Template:
        """Take in a template for review, or refuse it."""
        check_template(given)
        if self.named(given["name"], given["language"]):
            raise refused("Content in this language already exists.", 2388024)
        template_id = str(next(self._ids))
        named = {name: given[name] for name in ("name", "language", "category", "components")}
        most = given.get("optimization_spec", {}).get("bid_amount")
        created = Template(template_id, **named, most_for_a_thousand=most)
        return self.all.setdefault(template_id, created)

    def keep(self, reviewed: Template) -> None:
        """Have a template that another account handed in, as far as its review is."""
        template_id = str(next(self._ids))
        self.all[template_id] = replace(reviewed, id=template_id)

    def edit(self, template: Template, given: Json) -> None:
        """Change a template, which puts it back into review."""
        check_fields(given, "template", "", "category components parameter_format message_send_ttl_seconds")
        changed: Json = {"category": template.category, "components": template.components} | given
        check_components(changed)
        template.category, template.components = changed["category"], changed["components"]
        template.status = "PENDING"

    def delete(self, name: str) -> None:
        """Forget a template in every language."""
        if not self.named(name):
            raise GraphError(100, f"There is no template {name}.")
        self.all = {key: one for key, one in self.all.items() if one.name != name}

    def fill(self, given: object) -> Filled:
        """Fill in the blanks of an approved template, or refuse what does not fit."""
        asked = check_fields(given, "template", "name language", "components namespace")
        language = check_fields(asked["language"], "template['language']", "code", "policy")["code"]
        found = self.named(asked["name"], language)
        if not found or found[0].status in ("PENDING", "REJECTED"):
            raise GraphError(132001, f"template name ({asked['name']}) does not exist in {language}")
        if found[0].status in _NOT_SENT:
            raise GraphError(_NOT_SENT[found[0].status], f"template {asked['name']} is not sent any more")
        return _fill(found[0], check_list(asked.get("components", []), "components", 12, least=0))


def _fill(template: Template, given: list[Any]) -> Filled:
    values: dict[str, list[Any]] = {"header": [], "body": []}
    buttons: list[Json] = []
    for component in given:
        kind = str(component.get("type")).lower() if isinstance(component, dict) else ""
        if kind == "button":
            buttons.append(check_fields(component, "button", "type sub_type index parameters"))
        elif kind in values and not values[kind]:
            values[kind] = check_fields(component, kind, "type parameters")["parameters"]
        else:
            raise GraphError(132012, f"component {kind} is unknown or comes twice")
    header, picture = _fill_header(template.part("HEADER"), values["header"])
    body = _fill_text(template.part("BODY")["text"], values["body"], "body")
    parts = (header, body, template.part("FOOTER").get("text", ""))
    text = "\n".join(part for part in parts if part)
    if letters(body) > 1024:
        raise GraphError(132005, "body is longer than 1024 characters")
    return Filled(template, text, tuple(_fill_buttons(template, buttons)), picture)


def _fill_header(header: Json, values: list[Any]) -> tuple[str, Json | None]:
    if header.get("format") != "IMAGE":
        return _fill_text(header.get("text", ""), values, "header"), None
    if len(values) != 1:
        raise GraphError(132012, "header: Format mismatch, expected IMAGE, received UNKNOWN")
    given = check_fields(values[0], "header.parameters", "type image")
    return "", check_fields(given["image"], "header.image", "", "id link")


def _fill_text(text: str, values: list[Any], where: str) -> str:
    expected = len(set(BLANK.findall(text)))
    if len(values) != expected:
        told = f"number of localizable_params ({len(values)}) does not match"
        raise GraphError(132000, f"{where}: {told} the expected number of params ({expected})")
    words = [_value(value, where) for value in values]
    return BLANK.sub(lambda blank: words[int(blank[1]) - 1], text)


def _value(given: object, where: str) -> str:
    if not isinstance(given, dict) or given.get("type") != "text":
        raise GraphError(132012, f"{where}: a parameter must be of type text")
    value = check_text(
        check_fields(given, f"{where}.parameters", "type text")["text"], f"{where} parameter", 1024
    )
    if re.search(r"[\n\r\t]| {4}", value):
        raise GraphError(
            132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        )
    return value


def _fill_buttons(template: Template, given: list[Json]) -> Iterator[Choice]:
    buttons = template.part("BUTTONS").get("buttons", [])
    by_index = {str(one["index"]): one for one in given}
    if len(by_index) < len(given) or not set(by_index) <= {str(index) for index in range(len(buttons))}:
        raise GraphError(132012, f"button: the template has {len(buttons)} buttons, counted from 0")
    for index, button in enumerate(buttons):
        filled = by_index.get(str(index))
        if filled and str(filled["sub_type"]).upper() != button["type"]:
            raise GraphError(132012, f"button {index} is a {button['type']}")
        if button["type"] == "QUICK_REPLY":
            yield Choice("quick_reply", button["text"], _payload(filled) or button["text"])
        elif button["type"] == "URL":
            url = _fill_text(button["url"], filled["parameters"] if filled else [], f"button {index}")
            yield Choice("url", button["text"], url)


def _payload(button: Json | None) -> str:
    if button is None:
        return ""
    [parameter] = check_list(button["parameters"], "button parameters", 1)
    payload = check_fields(parameter, "button.parameters", "type payload")
    if payload["type"] != "payload":
        raise GraphError(132012, "button: a quick reply carries a payload")
    return check_text(payload["payload"], "button payload", 128)
