"""What a template must be like, so that Meta approves it: checked here, where a mistake costs no review."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Category = Literal["utility", "marketing"]

# developers.facebook.com/docs/whatsapp, "Message templates": components, and common reasons for a rejection.
MOST_LETTERS = 1024
_FOOTER_LETTERS = 60
_LABEL_LETTERS = 25
_MOST_BUTTONS = 3  # a fourth folds them all away behind "See all options"
_MOST_EMOJI = 10
PLACE = re.compile(r"\{(\w+)\}")
_STOP = re.compile(r"\bSTOP\b")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template in one language; a label for each button."""

    body: str
    labels: tuple[str, ...] = ()
    footer: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """Name the placeholders in the order in which they first stand in the body: the first is Meta's {{1}}."""
        return tuple(dict.fromkeys(PLACE.findall(self.body)))


@dataclass(frozen=True, slots=True)
class Template:
    """Words that a platform approves: what they count as, what their buttons ask for, how they read in each language."""

    name: str
    category: Category
    buttons: tuple[str, ...]  # verbs of bot/table.py
    texts: Mapping[str, TemplateText]
    example: Mapping[str, str]

    def text(self, language: str) -> TemplateText:
        """Return the words of a language, English ones where it has none."""
        return self.texts.get(language) or self.texts["en"]


def faults(template: Template) -> Iterator[str]:
    """Find everything that Meta would refuse, each with its place."""
    if not re.fullmatch(r"[a-z0-9_]{1,512}", template.name):
        yield "name: small letters, digits and _ only"
    if template.category not in ("utility", "marketing"):
        yield f"category: utility or marketing, not {template.category}"
    if len(template.buttons) > _MOST_BUTTONS:
        yield f"buttons: {_MOST_BUTTONS} at most"
    if template.category == "marketing" and "why" not in template.buttons:
        yield "buttons: who gets marketing may ask why"
    if "en" not in template.texts:
        yield "[en]: missing"
    for language, text in template.texts.items():
        yield from (f"[{language}] {fault}" for fault in _faults_of(template, language, text))
    yield from _faults_of_example(template)


def _faults_of(template: Template, language: str, text: TemplateText) -> Iterator[str]:
    if not _LANGUAGE.fullmatch(language):
        yield "is no language"
    if set(text.places) != set(template.example):
        odd = ", ".join(sorted(set(text.places) ^ set(template.example)))
        yield f"body: other placeholders than [example] has: {odd}"
    yield from (f"body: {fault}" for fault in _faults_of_body(text.body))
    if len(text.footer) > _FOOTER_LETTERS or "{" in text.footer or not _plain(text.footer):
        yield f"footer: one plain line of {_FOOTER_LETTERS} letters at most, without placeholders and emoji"
    if len(text.labels) != len(template.buttons) or len({*text.labels}) < len(text.labels):
        yield "labels: one for each button, each another"
    for label in text.labels:
        if not 0 < len(label) <= _LABEL_LETTERS or not _plain(label) or re.search(r"[*_~`{}]", label):
            yield f"labels: “{label}”: 1 to {_LABEL_LETTERS} letters without markup and emoji"
    words = f"{text.body} {text.footer}"
    if template.category == "marketing" and "stop" not in template.buttons and not _STOP.search(words):
        yield "says nowhere how to stop it: a stop button, or the word STOP"


def _faults_of_body(body: str) -> Iterator[str]:
    between = PLACE.split(body)[::2]  # what stands before, between and behind the placeholders
    rest = " ".join(between)
    if not 0 < len(body) <= MOST_LETTERS:
        yield f"1 to {MOST_LETTERS} letters"
    if re.search(r"[{}]", rest):
        yield "a brace is open or closed alone"
    if len(between) > 1 and not (_says(between[0]) and _says(between[-1])):
        yield "a placeholder stands at its start or end: words must"
    if not all(map(_says, between[1:-1])):
        yield "two placeholders stand side by side: a word must part them"
    if len(rest.split()) < 2 * len(set(PLACE.findall(body))) + 1:
        yield "too many placeholders for its few words: two words for each, and one more"
    if body != body.strip() or re.search(r"[\r\t]| {4}|\n{3}", body):
        yield "white space at an end, a tab, four spaces or three line breaks in a row"
    if sum(unicodedata.category(letter) == "So" for letter in body) > _MOST_EMOJI:
        yield f"{_MOST_EMOJI} emoji at most"


def _faults_of_example(template: Template) -> Iterator[str]:
    for place, value in template.example.items():
        if not value.strip() or re.search(r"[\n\r\t{}]| {4}", value):
            yield f"[example] {place}: one line of plain words"
    if any(len(filled(text.body, template.example)) > MOST_LETTERS for text in template.texts.values()):
        yield f"[example]: with it the body has more than {MOST_LETTERS} letters"


def filled(body: str, values: Mapping[str, str]) -> str:
    """Put values into a body; a placeholder without one stays as it is."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), body)


def _says(text: str) -> bool:
    return any(map(str.isalpha, text))


def _plain(text: str) -> bool:
    return text == text.strip() and not any(unicodedata.category(letter) in ("So", "Cc") for letter in text)
