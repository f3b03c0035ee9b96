"""The Bot API over HTTP: which method is meant, who calls it, and how its answer looks."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.loopback import LoopbackServer
from tests.fakes.telegram_api import Upload
from tests.fakes.telegram_rules import Json, RefusedError

Call = Callable[[str, Json], Awaitable[Any]]


class Server(LoopbackServer):
    """Serves `call` and `file` under the addresses that Telegram has."""

    def __init__(self, token: str, call: Call, file: Callable[[str], bytes | None]) -> None:
        self._token = token
        self._call = call
        self._file = file
        super().__init__(
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        )

    async def _method(self, request: Request) -> Response:
        try:
            self._check_token(request)
            result = await self._call(request.path_params["method"], await _parameters(request))
        except RefusedError as refused:
            answer: Json = {"ok": False, "error_code": refused.status, "description": refused.description}
            if refused.parameters:
                answer["parameters"] = refused.parameters
            return JSONResponse(answer, refused.status)
        return JSONResponse({"ok": True, "result": result})

    async def _download(self, request: Request) -> Response:
        self._check_token(request)
        content = self._file(request.path_params["path"])
        return Response(content) if content is not None else Response(status_code=404)

    def _check_token(self, request: Request) -> None:
        token = request.path_params["token"]
        if ":" not in token:
            raise RefusedError(404, "Not Found")
        if token != self._token:
            raise RefusedError(401, "Unauthorized")


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
