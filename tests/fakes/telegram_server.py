"""The Bot API over HTTP: which method is meant, who calls it, and how its answer looks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.loopback import LoopbackServer
from tests.fakes.telegram_api import Upload
from tests.fakes.telegram_rules import Json, RefusedError

Call = Callable[[str, Json], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Bot:
    """What answers for one token."""

    call: Call
    file: Callable[[str], bytes | None]


class Server(LoopbackServer):
    """Serves any number of bots under the addresses that Telegram has; a token that it does not know is refused."""

    def __init__(self) -> None:
        self._bots: dict[str, Bot] = {}
        super().__init__(
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        )

    def let_in(self, token: str, bot: Bot) -> None:
        """Answer for a bot from now on."""
        self._bots[token] = bot

    def turn_away(self, token: str) -> None:
        """Know a token no more."""
        del self._bots[token]

    async def _method(self, request: Request) -> Response:
        try:
            result = await self._bot(request).call(request.path_params["method"], await _parameters(request))
        except RefusedError as refused:
            answer: Json = {"ok": False, "error_code": refused.status, "description": refused.description}
            if refused.parameters:
                answer["parameters"] = refused.parameters
            return JSONResponse(answer, refused.status)
        return JSONResponse({"ok": True, "result": result})

    async def _download(self, request: Request) -> Response:
        content = self._bot(request).file(request.path_params["path"])
        return Response(content) if content is not None else Response(status_code=404)

    def _bot(self, request: Request) -> Bot:
        token = request.path_params["token"]
        if ":" not in token:
            raise RefusedError(404, "Not Found")
        if token not in self._bots:
            raise RefusedError(401, "Unauthorized")
        return self._bots[token]


async def _parameters(request: Request) -> Json:
    given: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        given.update(await request.json())
        return given
    async with request.form() as form:
        for name, value in form.items():
            given[name] = (
                value if isinstance(value, str) else Upload(value.filename or "", await value.read())
            )
    return given
