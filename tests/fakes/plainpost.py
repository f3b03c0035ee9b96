"""Plainpost as its people and its servers would be: refuses what it can't carry, over real HTTP."""

import asyncio
import base64
from collections import defaultdict
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.fakes.loopback import LoopbackServer
from tests.fakes.people import Seen, User
from tests.fakes.telegram_updates import WebhookFailedError

_KEY = "the mailbox's key"
_RETRY_S = 0.02


class FakePlainpost:
    """People with letters; their verbs are those of `FakeTelegram`."""

    def __init__(self) -> None:
        self._server = LoopbackServer(
            Route("/me", self._me),
            Route("/letters", self._take, methods=["POST"]),
            Route("/files/{file}", self._file),
        )
        self._ids = count(1)
        self._chats: dict[str, list[tuple[Seen, list[dict[str, str]]]]] = defaultdict(list)
        self._files: dict[str, bytes] = {}
        self._gone: set[str] = set()
        self._floods = 0
        self._last: Mapping[str, object] = {}
        self._mailman: httpx.AsyncClient | None = None
        self._webhook = ""
        self._tries = 50

    @property
    def settings(self) -> dict[str, str]:
        """What an operator writes into `.env`."""
        return {"PLAINPOST_KEY": _KEY, "PLAINPOST_API_URL": self._server.url}

    async def __aenter__(self) -> Self:
        """Open the post office."""
        await self._server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        if self._mailman:
            await self._mailman.aclose()
        await self._server.stop()

    async def delivers_to(self, url: str, *, app: Any) -> None:
        """Bring letters to a webhook of an ASGI `app` from now on."""
        self._webhook = url
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._mailman = httpx.AsyncClient(transport=transport, headers={"X-Plainpost-Key": _KEY})

    # What people do.

    async def says(self, person: User, text: str) -> None:
        """Send a text or a command."""
        await self._brings(person, kind="text", text=text)

    async def opens(self, person: User, link: str) -> None:
        """Open a deep link (or its payload)."""
        payload = parse_qs(urlsplit(link).query).get("start", [""])[0] if "://" in link else link
        await self._brings(person, kind="start", payload=payload)

    async def taps(self, person: User, label: str) -> None:
        """Tap the newest button with this label; one that is a link opens it."""
        button = self._buttons(person, label)[-1]
        if button["url"]:
            await self.opens(person, button["url"])
        else:
            await self.taps_data(person, button["data"])

    async def taps_data(self, person: User, data: str, *, message_id: str = "gone") -> None:
        """Tap a button that carries `data`."""
        await self._brings(person, kind="tap", data=data, on=message_id)

    async def sends_photo(self, person: User, content: bytes, *, filename: str = "photo.png") -> None:
        """Send a picture."""
        file = f"f{next(self._ids)}-{filename}"
        self._files[file] = content
        await self._brings(person, kind="picture", file=file, bytes=len(content))

    async def sends_file(self, person: User, content: bytes, *, filename: str = "code.png") -> None:
        """Send a file: Plainpost takes each for a picture."""
        await self.sends_photo(person, content, filename=filename)

    async def blocks(self, person: User) -> None:
        """Take no more letters from us."""
        self._gone.add(self.external_id(person))
        await self._brings(person, kind="left")

    async def redelivers_last(self) -> None:
        """Bring the last letter again, as after a lost answer."""
        await self._deliver(self._last)

    # What the platform does.

    def floods(self) -> None:
        """Take no letter the next time."""
        self._floods = 1

    def gives_up_soon(self) -> None:
        """Bring each letter only once."""
        self._tries = 1

    async def settled(self) -> None:
        """Do nothing: what was brought was answered."""

    # What people see.

    def external_id(self, person: User) -> str:
        """Return what the bot knows a person by."""
        return f"box-{person.id}"

    def chat(self, person: User) -> list[Seen]:
        """Return the bot's letters to a person."""
        return [seen for seen, _ in self._chats[self.external_id(person)]]

    def mark(self, person: User) -> int:
        """Remember this moment, for `since`."""
        return len(self.chat(person))

    def since(self, person: User, mark: int) -> list[Seen]:
        """Return what arrived since `mark`."""
        return self.chat(person)[mark:]

    def data_under(self, person: User, label: str) -> str:
        """Return what the newest button with this label carries."""
        return self._buttons(person, label)[-1]["data"]

    def menu(self, _person: User) -> list[tuple[str, str]]:
        """Return nothing: there is no menu."""
        return []

    def _buttons(self, person: User, label: str) -> list[dict[str, str]]:
        shown = [button for _, buttons in self._chats[self.external_id(person)] for button in buttons]
        return [button for button in shown if button["label"] == label]

    async def _brings(self, person: User, **said: object) -> None:
        who = {"from": self.external_id(person), "name": f"{person.first_name} {person.last_name}".strip()}
        self._last = {"letter": f"l{next(self._ids)}", "language": person.language_code, **who, **said}
        await self._deliver(self._last)

    async def _deliver(self, letter: Mapping[str, object]) -> None:
        assert self._mailman
        status = 0
        for _ in range(self._tries):
            status = (await self._mailman.post(self._webhook, json=letter)).status_code
            if status == 200:
                return
            await asyncio.sleep(_RETRY_S)
        raise WebhookFailedError(f"The webhook answered {status}.")

    # What its servers answer.

    async def _me(self, request: Request) -> Response:
        return JSONResponse({"mailbox": "stempel"}) if _is_ours(request) else PlainTextResponse("whose?", 401)

    async def _file(self, request: Request) -> Response:
        return Response(self._files[request.path_params["file"]])

    async def _take(self, request: Request) -> Response:
        letter = await request.json()
        if not _is_ours(request):
            return PlainTextResponse("whose?", 401)
        if letter["to"] in self._gone:
            return PlainTextResponse("takes none", 403)
        if self._floods:
            self._floods -= 1
            return PlainTextResponse("too fast", 429, {"Retry-After": "3"})
        if not letter["text"] and not letter["picture"] and not letter["document"]:
            return PlainTextResponse("an empty letter", 400)
        number = f"m{next(self._ids)}"
        labels = tuple(button["label"] for button in letter["buttons"])
        seen = Seen(number, letter["text"], labels, _decoded(letter["picture"]), _decoded(letter["document"]))
        self._chats[letter["to"]].append((seen, letter["buttons"]))
        return JSONResponse({"letter": number})


def open_fake(_now: object) -> AbstractAsyncContextManager[FakePlainpost]:
    """Open a Plainpost for a journey."""
    return FakePlainpost()


def _is_ours(request: Request) -> bool:
    return request.headers.get("X-Plainpost-Key") == _KEY


def _decoded(file: str | None) -> bytes | None:
    return base64.b64decode(file) if file else None
