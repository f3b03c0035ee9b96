"""The demo page: three phones side by side that chat with the real bot over the browser channel."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from channels.browser.channel import Browser
from channels.browser.chats import BubbleShown, ChatEvent, MenuSet, Snapshot
from channels.browser.reading import BadPostError
from channels.browser.wire import FILE_BYTES, picture_type
from channels.channel import NotAcknowledgedError
from channels.messages import Incoming
from web.bodies import RefusedBodyError, parse_json, read_body

Handle = Callable[[Incoming], Awaitable[None]]

_STATIC = Path(__file__).parent / "static"
# Not every desktop draws emoji, and buttons are full of them; it comes with the letters of the pictures.
_EMOJI = Path(str(files("manimgx_fonts"))) / "NotoEmoji[wght].ttf"
_JSON_BYTES = 32 * 1024
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_EVENT_NAMES = {Snapshot: "snapshot", BubbleShown: "message", MenuSet: "menu"}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A reply that a phone offers before its first message; `/start xyz` opens a deep link."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone on the page: whose it is, what to do with it, and whose code its camera reads."""

    id: str
    title: str
    name: str
    hint: str = ""
    language: str = "en"
    shortcuts: tuple[Shortcut, ...] = ()
    scans: str = ""


@dataclass(frozen=True, slots=True)
class GuideStep:
    """A step of the guide: what to do, ticked by the first message in `chat` that fits all that is asked of it."""

    label: str
    todo: str
    chat: str
    author: Literal["bot", "me"] = "bot"
    picture: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class Switch:
    """What the shop can be switched to give: its name on the page, and what there is to try with it."""

    id: str
    label: str
    todo: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What leads a visitor: the phones, the shop's name, the steps, what to try after the last one, what to switch to."""

    phones: Sequence[Phone]
    shop: str
    steps: Sequence[GuideStep] = ()
    afterwards: str = ""
    switches: Sequence[Switch] = ()


class PhoneTime(Protocol):
    """The time it is on the phones; it can go on to the next day, have other rules, and begin anew."""

    @property
    def gives(self) -> str:
        """Return the id of the switch that was chosen last."""

    def now(self) -> datetime:
        """Return the moment it is, in the shop's zone."""

    async def tomorrow(self) -> None:
        """Let a day pass."""

    async def choose(self, switch: str) -> str:
        """Let the shop give something else, by the id of one of the guide's switches; say what stays all the same."""

    def restart(self) -> None:
        """Begin anew, soon: what was said on the phones is forgotten."""


class _RefusedError(Exception):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def routes(browser: Browser, handle: Handle, guide: Guide, time: PhoneTime) -> list[BaseRoute]:
    """Serve the page at `/`; each post is answered after `handle` is through with it."""
    demo = _Demo(browser, handle, guide, {phone.id: phone for phone in guide.phones}, time)
    return [
        Route("/", _guarded(demo.page)),
        Route("/demo/phones", _guarded(demo.describe)),
        Route("/demo/events", _guarded(demo.events)),
        Route("/demo/media/{media_id}", _guarded(demo.media)),
        Route("/demo/say", _guarded(demo.say), methods=["POST"]),
        Route("/demo/scan", _guarded(demo.scan), methods=["POST"]),
        Route("/demo/photo", _guarded(demo.photo), methods=["POST"]),
        Route("/demo/tomorrow", _guarded(demo.next_day), methods=["POST"]),
        Route("/demo/switch", _guarded(demo.switch), methods=["POST"]),
        Route("/demo/restart", _guarded(demo.restart), methods=["POST"]),
        Route("/demo/emoji.ttf", _guarded(demo.emoji)),
        Mount("/static", _Static(directory=_STATIC), name="static"),
    ]


@dataclass(frozen=True, slots=True)
class _Demo:
    browser: Browser
    handle: Handle
    guide: Guide
    phones: Mapping[str, Phone]
    time: PhoneTime

    async def page(self, _request: Request) -> Response:
        return FileResponse(_STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    async def emoji(self, _request: Request) -> Response:
        """Lend the browser letters for emoji; it asks only where it has none of its own."""
        return FileResponse(_EMOJI, headers={"Cache-Control": "public, max-age=86400"})

    async def describe(self, _request: Request) -> Response:
        """Tell the page who is on it, what leads its visitor, what time it is there and what the shop gives."""
        where = {"run": self.browser.run, "link": self.browser.link_start}
        when = {"now": self.time.now().isoformat(), "gives": self.time.gives}
        return _json(asdict(self.guide) | where | when)

    async def events(self, request: Request) -> Response:
        """Stream the chats that are asked for: one connection serves all phones, as browsers allow only six."""
        chats = [self._phone(chat).id for chat in request.query_params.getlist("chat")]
        return StreamingResponse(
            _stream(self.browser.watch(*chats)),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def say(self, request: Request) -> Response:
        """Pass on what a phone typed, tapped or opened."""
        posted = await _posted(request)
        if "photo" in posted:
            raise _RefusedError(400, "Photos go to /demo/photo.")
        await self._receive(self._phone(posted.get("chat")), posted)
        return Response(status_code=204)

    async def scan(self, request: Request) -> Response:
        """Hand the picture that one phone shows to the camera of another."""
        posted = await _posted(request)
        shown_by, scanner = self._phone(posted.get("from")), self._phone(posted.get("to"))
        picture = self.browser.newest_picture(shown_by.id)
        if picture is None:
            raise _RefusedError(409, f"{shown_by.name} must show her card first (/card).")
        await self._receive(scanner, {"nonce": posted.get("nonce"), "photo": picture})
        return Response(status_code=204)

    async def photo(self, request: Request) -> Response:
        """Take a picture as the body of the request."""
        phone = self._phone(request.query_params.get("chat"))
        if not request.headers.get("content-type", "").startswith("image/"):
            raise _RefusedError(415, "Only pictures can be sent.")
        content = await read_body(request, limit=FILE_BYTES)
        if not content:
            raise _RefusedError(400, "The picture is empty.")
        posted = {"nonce": request.query_params.get("nonce"), "photo": self.browser.keep(content)}
        await self._receive(phone, posted)
        return Response(status_code=204)

    async def next_day(self, _request: Request) -> Response:
        """Let a day pass, and say what time it is now."""
        await self.time.tomorrow()
        return _json({"now": self.time.now().isoformat()})

    async def switch(self, request: Request) -> Response:
        """Let the shop give what was switched to, and say what stays all the same."""
        wanted = (await _posted(request)).get("switch")
        found = next((one for one in self.guide.switches if one.id == wanted), None)
        if found is None:
            raise _RefusedError(404, "The café has no such rules.")
        return _json({"stays": await self.time.choose(found.id)})

    async def restart(self, _request: Request) -> Response:
        """Begin anew; the page waits for another `run`."""
        self.time.restart()
        return Response(status_code=204)

    async def media(self, request: Request) -> Response:
        """Show a picture, or save any other file under its name."""
        file = self.browser.file(request.path_params["media_id"])
        if file is None:
            raise _RefusedError(404, "That file is not kept any more.")
        kind = picture_type(file.content)
        headers = {"Cache-Control": "private, max-age=3600"}
        if not kind or "save" in request.query_params:
            headers["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(file.filename, safe='')}"
        return Response(file.content, media_type=kind or "application/octet-stream", headers=headers)

    def _phone(self, chat: object) -> Phone:
        phone = self.phones.get(chat) if isinstance(chat, str) else None
        if phone is None:
            raise _RefusedError(404, "There is no such phone.")
        return phone

    async def _receive(self, phone: Phone, posted: Mapping[str, object]) -> None:
        post = {kind: value for kind, value in posted.items() if kind != "chat"}
        incoming = self.browser.to_incoming(phone.id, post, name=phone.name, language=phone.language)
        await self.handle(incoming)


class _Static(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update({**_HEADERS, "Cache-Control": "no-cache"})
        return response


def _guarded(endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Answer our own page only, say in JSON why not, and lock every answer down."""

    async def answer(request: Request) -> Response:
        try:
            _check_origin(request)
            response = await endpoint(request)
        except _RefusedError as refused:
            response = _json({"error": str(refused)}, status=refused.status)
        except RefusedBodyError as refused:
            response = _json({"error": str(refused)}, status=refused.status)
            response.headers.update(refused.headers)
        except BadPostError as bad:
            response = _json({"error": str(bad)}, status=400)
        except NotAcknowledgedError:
            response = _json({"error": "That could not be kept. Please try again."}, status=503)
        response.headers.update(_HEADERS)
        return response

    return answer


def _check_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    foreign_origin = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    foreign_site = request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
    opens_page = request.headers.get("sec-fetch-mode") == "navigate" and request.method == "GET"
    if foreign_origin or (foreign_site and not opens_page):
        raise _RefusedError(403, "Only the demo page itself may do that.")


async def _posted(request: Request) -> dict[str, object]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise _RefusedError(415, "Posts are JSON.")
    posted = parse_json(await read_body(request, limit=_JSON_BYTES))
    if not isinstance(posted, dict):
        raise _RefusedError(400, "A post is a JSON object.")
    return posted


async def _stream(events: AsyncIterator[ChatEvent]) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    async for event in events:
        yield f"event: {_EVENT_NAMES[type(event)]}\ndata: {json.dumps(asdict(event))}\n\n"


def _json(content: object, *, status: int = 200) -> Response:
    return JSONResponse(content, status, headers={"Cache-Control": "no-store"})
