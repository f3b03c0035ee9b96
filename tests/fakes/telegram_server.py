"""The Bot API over HTTP on a loopback port, in the event loop of whoever starts it."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram_api import Upload
from tests.fakes.telegram_rules import Json, RefusedError

Call = Callable[[str, Json], Awaitable[Any]]


class Server:
    """Serves `call` and `file` under the addresses that Telegram has."""

    def __init__(self, token: str, call: Call, file: Callable[[str], bytes | None]) -> None:
        self._token = token
        self._call = call
        self._file = file
        # The protocol is named because asyncio sends at once (TCP_NODELAY) only where it is.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        routes = [
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]
        config = uvicorn.Config(Starlette(routes=routes), lifespan="off", log_config=None, access_log=False)
        config.load()
        self._uvicorn = uvicorn.Server(config)
        self._uvicorn.lifespan = config.lifespan_class(config)

    async def start(self) -> None:
        """Listen. uvicorn's own main loop is not needed: it only watches for signals."""
        await self._uvicorn.startup(sockets=[self._socket])

    async def stop(self) -> None:
        """Finish what runs and close the port; uvicorn's own way to do it sleeps each time."""
        for server in self._uvicorn.servers:
            server.close()
        state = self._uvicorn.server_state
        for connection in list(state.connections):
            connection.shutdown()
        async with asyncio.timeout(5):
            while state.connections or state.tasks:  # noqa: ASYNC110 uvicorn has no event for it
                await asyncio.sleep(0)

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
