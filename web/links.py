"""One link for all messengers: `/s/…` leads a scan to the chat where its person is.

A link's first letter says for whom it is, and whoever is in a hurry is never asked twice:

- A **cashier** scans a customer's code or voucher (`c`, `v`, `t`) and is led at once to where they are signed in. They
  chose that once: when they opened their invitation (`i`, an owner's from another shop `s`), which always asks, or at their first scan.
- A **customer** scans a poster (`j`) and chooses a messenger; the next poster opens there at once. Who was led wrong
  comes back, with the browser's "back" or by scanning again: the same poster within two minutes asks anew.
- A **printed card** (`p`) is scanned by both: it opens where they work, else where they are a customer.

Work and leisure are remembered apart, so that a cashier who joins another shop's programme is not led astray at the
till. `?choose` asks in any case. Nothing is remembered here: the choice is a cookie.

That a poster's page was opened is counted by shop, once a day for each browser, which keeps that in a cookie that names nobody.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from channels.channel import Channel
from web.link_page import CONTENT_POLICY, ask, lost, words_for
from web.openings import is_a_person

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHOP = re.compile(r"[0-9]{1,18}")
Link = Callable[[str], str]
_AT_LEISURE, _AT_WORK, _LED = "stempel-messenger", "stempel-work", "stempel-led"
_OPENED = "stempel-opened"
_POSTER = "j"
_A_DAY_S = 24 * 3600
_REMEMBERED_S = 400 * 24 * 3600  # browsers keep no cookie longer
_SECOND_THOUGHT_S = 120
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "no-referrer",  # the address holds a personal token
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class _Manner:
    """How links of one kind are led: the choice they make, the choices that spare the question, best first."""

    makes: str
    follows: tuple[str, ...] = ()
    reconsiders: bool = False  # who comes back soon is asked

    @property
    def for_staff(self) -> bool:
        return self.makes == _AT_WORK


_SCAN = _Manner(_AT_WORK, (_AT_WORK,))
_MANNERS: Mapping[str, _Manner] = {
    "c": _SCAN,
    "v": _SCAN,
    "t": _SCAN,
    **dict.fromkeys("is", _Manner(_AT_WORK)),
    "p": _Manner(_AT_LEISURE, (_AT_WORK, _AT_LEISURE)),
    **dict.fromkeys("jf", _Manner(_AT_LEISURE, (_AT_LEISURE,), reconsiders=True)),
}
_OTHER = _Manner(_AT_LEISURE)


def no_own_chats(_shop_id: int) -> Mapping[str, Link]:
    """Know no shop that has a chat of its own."""
    return {}


def count_nothing(_code: str) -> None:
    """Let nobody know that a shop's link was opened."""


def shared_links(
    channels: Mapping[str, Channel],
    own: Callable[[int], Mapping[str, Link]] = no_own_chats,
    *,
    secure: bool,
    opened: Callable[[str], None] = count_nothing,
) -> list[Route]:
    """Serve the links that all channels share; `secure` says that people reach us by https.

    `own` names by channel the chats of a shop that has some of its own: its links end in `?shop=7`.
    `opened` is told the code of a shop whose poster somebody opened.
    """
    guide = _Guide({name: channel.link for name, channel in channels.items()}, own, secure, opened)
    return [
        Route("/s/{payload}", guide.lead),
        Route("/s/{payload}/{channel}", guide.choose),
        Route("/s/{rest:path}", guide.lose),
    ]


@dataclass(frozen=True, slots=True)
class _Guide:
    shared: Mapping[str, Link]
    own: Callable[[int], Mapping[str, Link]]
    secure: bool
    opened: Callable[[str], None]

    def _chats(self, request: Request) -> Mapping[str, Link]:
        """Return where a link may lead: to any messenger's shared chat, or to the shop's own in its place."""
        shop = request.query_params.get("shop", "")
        return {**self.shared, **self.own(int(shop))} if _SHOP.fullmatch(shop) else self.shared

    async def lead(self, request: Request) -> Response:
        """Lead on to the chat that was chosen, or ask which."""
        payload = request.path_params["payload"]
        if not _PAYLOAD.fullmatch(payload):
            return _lost(request)
        response = self._led(request, payload)
        if payload[0] == _POSTER and is_a_person(request) and _OPENED not in request.cookies:
            self.opened(payload[1:])
            self._remember(response, _OPENED, "1", path=f"/s/{payload}", max_age=_A_DAY_S)
        return response

    def _led(self, request: Request, payload: str) -> Response:
        manner = _MANNERS.get(payload[0], _OTHER)
        chosen = self._chosen(request, manner)
        if chosen is None:
            shop = request.query_params.get("shop", "")
            whose = f"?shop={shop}" if _SHOP.fullmatch(shop) else ""
            channels = list(self._chats(request))
            page = ask(payload, channels, words_for(request), for_staff=manner.for_staff, whose=whose)
            return HTMLResponse(page, headers=_HEADERS)
        response = _on_to(self._chats(request)[chosen], payload)
        if manner.reconsiders:
            self._remember(response, _LED, "1", path=f"/s/{payload}", max_age=_SECOND_THOUGHT_S)
        return response

    async def choose(self, request: Request) -> Response:
        """Remember which messenger somebody tapped, and lead on to it."""
        payload, channel = request.path_params["payload"], request.path_params["channel"]
        link = self._chats(request).get(channel)
        if not link or not _PAYLOAD.fullmatch(payload):
            return _lost(request)
        response = _on_to(link, payload)
        choice = _MANNERS.get(payload[0], _OTHER).makes
        self._remember(response, choice, channel, path="/s/", max_age=_REMEMBERED_S)
        return response

    async def lose(self, request: Request) -> Response:
        """Say that there is no such link."""
        return _lost(request)

    def _chosen(self, request: Request, manner: _Manner) -> str | None:
        chats = self._chats(request)
        if len(chats) == 1:
            return next(iter(chats))
        if "choose" in request.query_params or (manner.reconsiders and _LED in request.cookies):
            return None
        choices = (request.cookies.get(memory, "") for memory in manner.follows)
        return next((choice for choice in choices if choice in chats), None)

    def _remember(self, response: Response, name: str, value: str, *, path: str, max_age: int) -> None:
        response.set_cookie(
            name, value, max_age=max_age, path=path, secure=self.secure, httponly=True, samesite="lax"
        )


def _on_to(link: Link, payload: str) -> Response:
    return RedirectResponse(link(payload), 303, headers=_HEADERS)


def _lost(request: Request) -> Response:
    return HTMLResponse(lost(words_for(request)), 404, headers=_HEADERS)
