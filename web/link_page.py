"""The page that asks in which messenger a link shall open, in the visitor's language."""

import base64
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from babel.core import negotiate_locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from words.language import LANGUAGES, Words, words
from words.people.channels import channel_name

_LONGEST_HEADER = 200
_RANGE = re.compile(r"([A-Za-z]+(?:-[A-Za-z0-9]+)*)(?:\s*;\s*q=([01](?:\.\d{0,3})?))?")
_FOLDER = Path(__file__).parent / "pages"
_PAGES = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    auto_reload=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_STYLE = (_FOLDER / "frame.html").read_text(encoding="utf-8").partition("<style>")[2].partition("</style>")[0]
_DIGEST = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
CONTENT_POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def words_for(request: Request) -> Words:
    """Return the language that a browser likes best of those we speak; English when there is none."""
    header = request.headers.get("accept-language", "")[:_LONGEST_HEADER]
    ranges = [found for part in header.split(",") if (found := _RANGE.fullmatch(part.strip()))]
    weights = {found[1]: float(found[2] or 1) for found in reversed(ranges)}  # named twice, the first counts
    liked = sorted(filter(weights.get, reversed(weights)), key=weights.__getitem__, reverse=True)
    return words(negotiate_locale(liked, LANGUAGES, sep="-"))


def ask(payload: str, channels: Sequence[str], words: Words, *, for_staff: bool, whose: str = "") -> str:
    """Return the page with a button for each channel; `whose` is what a link of one shop's own ends in."""
    return _filled("ask.html", words, payload=payload, channels=channels, for_staff=for_staff, whose=whose)


def lost(words: Words) -> str:
    """Return the page for a link that is none."""
    return _filled("lost.html", words)


def _filled(page: str, words: Words, **facts: object) -> str:
    return _PAGES.get_template(page).render(words=words, t=words.t, channel_name=channel_name, **facts)
