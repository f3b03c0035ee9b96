"""The page that asks in which messenger a link shall open, in the visitor's language."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request

_LONGEST_HEADER = 200
_RANGE = re.compile(r"([A-Za-z]+)[^,;]*(?:;\s*q=([01](?:\.\d{0,3})?))?")
_FILE = (Path(__file__).parent / "static" / "link.html").read_text(encoding="utf-8")
_PAGE = Template(_FILE)
_STYLE = _FILE.partition("<style>")[2].partition("</style>")[0]
_DIGEST = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
CONTENT_POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_NAMES: Mapping[str, str] = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
_ICONS: Mapping[str, str] = {
    "telegram": '<path d="m3 11 18-7.5-4 17-5.5-4.5zM21 3.5 11.5 16v5l3.200-2.700"/>',
    "whatsapp": '<path d="m3.5 20.5 1.300-4.5a8.5 8.5 0 1 1 3.200 3.200z"/><path d="M9 8.5c-.5 3.5 3 7 6.5 6.5"/>',
}


@dataclass(frozen=True, slots=True)
class _Words:
    """What the page says in one language."""

    where: str
    how: str
    where_at_work: str
    how_at_work: str
    open_in: str
    then: Mapping[str, str]
    remembered: str
    lost: str
    what_now: str


_LANGUAGES: Mapping[str, _Words] = {
    "en": _Words(
        where="Where do you want your card?",
        how="It lives in a chat: no new app, no form.",
        where_at_work="In which chat do you work?",
        how_at_work="We ask once. From then on, every scan opens there at once.",
        open_in="Open in {name}",
        then={"telegram": "then tap Start", "whatsapp": "then tap Send"},
        remembered="This phone remembers your choice.",
        lost="This link leads nowhere",
        what_now="A part of it may be missing. Please scan the code once more, or ask at the counter.",
    ),
    "nl": _Words(
        where="Waar wil je je kaart?",
        how="Hij leeft in een chat: geen nieuwe app, geen formulier.",
        where_at_work="In welke chat werk je?",
        how_at_work="We vragen het één keer. Daarna opent elke scan daar meteen.",
        open_in="Open in {name}",
        then={"telegram": "tik dan op Start", "whatsapp": "tik dan op Verstuur"},
        remembered="Deze telefoon onthoudt je keuze.",
        lost="Deze link loopt dood",
        what_now="Misschien ontbreekt er een stukje. Scan de code nog een keer, of vraag het aan de toonbank.",
    ),
    "hu": _Words(
        where="Hol legyen a kártyád?",
        how="Csevegésben él: nem kell hozzá új alkalmazás, sem űrlap.",
        where_at_work="Melyik csevegésben dolgozol?",
        how_at_work="Csak egyszer kérdezzük meg. Utána minden kód rögtön ott nyílik meg.",
        open_in="Megnyitás: {name}",
        then={"telegram": "utána koppints az Indításra", "whatsapp": "utána koppints a Küldésre"},
        remembered="Ez a telefon megjegyzi a választásodat.",
        lost="Ez a link nem vezet sehova",
        what_now="Talán hiányzik belőle egy darab. Olvasd be újra a kódot, vagy kérdezd meg a pultnál.",
    ),
}


def language_of(request: Request) -> str:
    """Return the language that a browser likes best of those the page speaks; English when there is none."""
    ranges = _RANGE.findall(request.headers.get("accept-language", "")[:_LONGEST_HEADER])
    liked = {code.lower(): float(weight or 1) for code, weight in reversed(ranges)}
    spoken = [code for code in reversed(liked) if code in _LANGUAGES and liked[code] > 0]
    return max(spoken, key=lambda code: liked[code], default="en")


def ask(payload: str, channels: Sequence[str], language: str, *, for_staff: bool) -> str:
    """Return the page with a button for each channel."""
    say = _LANGUAGES[language]
    buttons = "".join(_button(payload, channel, say) for channel in channels)
    if for_staff:
        return _filled(language, say.where_at_work, say.how_at_work, f"<nav>{buttons}</nav>")
    return _filled(
        language, say.where, say.how, f"<nav>{buttons}</nav><small>{escape(say.remembered)}</small>"
    )


def lost(language: str) -> str:
    """Return the page for a link that is none."""
    say = _LANGUAGES[language]
    return _filled(language, say.lost, say.what_now, "")


def _button(payload: str, channel: str, say: _Words) -> str:
    name = _NAMES.get(channel, channel.title())
    return (
        f'<a class="{escape(channel)}" href="/s/{payload}/{escape(channel)}" rel="nofollow">'
        f'<svg viewBox="0 0 24 24" aria-hidden="true">{_ICONS.get(channel, "")}</svg>'
        f"<span>{escape(say.open_in.format(name=name))} <i>{escape(say.then.get(channel, ''))}</i></span></a>"
    )


def _filled(language: str, title: str, text: str, below: str) -> str:
    return _PAGE.substitute(language=language, title=escape(title), text=escape(text), below=below)
