"""People on WhatsApp: what the platform knows about each, and what each sees and can tap."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.fakes.people import Seen, User

WINDOW = timedelta(hours=24)
_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s+(.+?)\s*$")
_CUT = re.compile(r"…( \(\d+\))?$")  # shortened, and perhaps told apart from a twin
_ORNAMENT = r"[\s\u200d\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+"
_ORNAMENTS = re.compile(rf"^{_ORNAMENT}|{_ORNAMENT}$")
_LINKED = re.compile(r"\s*(.+?):?\s+(https?://\S+)\s*$")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap, or to answer with: what stands on it, what stands under that, and what it carries."""

    kind: str  # "button", "row", "quick_reply", "url" or "word" (a number to type)
    title: str
    data: str
    description: str = ""

    @property
    def label(self) -> str:
        """What the bot meant to say: a row's description may be its title, unshortened."""
        return self.description if self.description and self.may_be(self.description) else self.title

    def is_exactly(self, label: str) -> bool:
        """Tell whether this very label stands here."""
        return label in (self.title, self.description)

    def may_be(self, label: str) -> bool:
        """Tell whether the title is what a small screen leaves of this label: less ornaments, fewer words."""
        words, title = _ORNAMENTS.sub("", label), _ORNAMENTS.sub("", self.title)
        if not _CUT.search(title):
            return words == title
        kept = _CUT.sub("", title).rstrip()
        return bool(kept) and words.startswith(kept)


@dataclass(frozen=True, slots=True)
class Shown:
    """One message from the bot on somebody's phone; nothing on WhatsApp changes once it is there."""

    id: str
    text: str
    choices: tuple[Choice, ...] = ()
    picture: bytes | None = field(default=None, repr=False)
    document: bytes | None = field(default=None, repr=False)
    tracker: str = ""  # of whoever sent it

    def all_choices(self) -> tuple[Choice, ...]:
        """Return what can be tapped, then what the last lines of the text offer."""
        return (*self.choices, *_choices_in(self.text))

    def seen(self) -> Seen:
        """Return what the person sees."""
        labels = tuple(choice.label for choice in self.all_choices())
        return Seen(self.id, self.text, labels, self.picture, self.document)


@dataclass(slots=True)
class Contact:
    """One person as the platform knows her; tests may set the plain fields."""

    person: User
    wa_id: str  # her phone number, in digits
    user_id: str  # her business-scoped id
    name: str | None  # of her profile
    hides_number: bool = False
    blocked: bool = False
    stopped_marketing: bool = False
    capped: bool = False  # has had enough marketing from everybody
    wrote_at: datetime | None = None
    wrote: str = ""  # the id of the message that came last
    fails_with: list[int] = field(
        default_factory=list
    )  # of the next messages to her, after they were accepted
    log: list[Shown] = field(default_factory=list)

    def window_is_open(self, now: datetime) -> bool:
        """Tell whether free words reach her."""
        return self.wrote_at is not None and now < self.wrote_at + WINDOW

    def find(self, label: str) -> tuple[Shown, Choice] | None:
        """Return the newest thing with this label, and the message that it is under."""
        for shown in reversed(self.log):
            choices = shown.all_choices()
            exact = [choice for choice in choices if choice.is_exactly(label)]
            if found := exact or [choice for choice in choices if choice.may_be(label)]:
                return shown, found[0]
        return None

    def find_data(self, data: str, message_id: str = "") -> tuple[Shown, Choice] | None:
        """Return the newest thing that carries `data`, and the message that it is under."""
        for shown in reversed(self.log):
            for choice in shown.all_choices():
                if choice.data == data and message_id in ("", shown.id):
                    return shown, choice
        return None

    def renumber(self, wa_id: str) -> None:
        """Give her another number, and with it another id."""
        self.wa_id = wa_id
        self.user_id = user_id_of(wa_id)


_MOBILE = {"nl": "316", "hu": "3630"}
_COUNTRIES = {"1": "US", "31": "NL", "36": "HU", "": "GB"}


def contact_of(person: User) -> Contact:
    """Make the contact of somebody whose number is of where their language is spoken."""
    wa_id = f"{_MOBILE.get(person.language_code or 'en', '447')}{person.id:08}"
    return Contact(person, wa_id, user_id_of(wa_id), f"{person.first_name} {person.last_name}".strip())


def user_id_of(wa_id: str) -> str:
    """Return the business-scoped id that goes with a number."""
    digits = int.from_bytes(hashlib.sha256(wa_id.encode()).digest()[:8], "big")
    country = next(code for prefix, code in _COUNTRIES.items() if wa_id.startswith(prefix))
    return f"{country}.{digits}"


def _choices_in(text: str) -> tuple[Choice, ...]:
    return tuple(reversed(list(_from_the_end(text))))


def _from_the_end(text: str) -> Iterator[Choice]:
    expected: int | None = None
    for line in reversed(text.splitlines()):
        if numbered := _NUMBERED.match(line):
            number = int(numbered[1])
            if expected not in (None, number):
                return
            expected = number - 1
            yield Choice("word", numbered[2], numbered[1])
        elif linked := _LINKED.match(line):
            yield Choice("url", linked[1], linked[2])
        else:
            return
