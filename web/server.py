"""The HTTP side: Telegram's webhook, health, metrics, and whatever pages are mounted beside them."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from channels.keeping import keep
from channels.messages import Incoming
from web.bodies import HANG_UP, RefusedBodyError, parse_json, read_body
from web.keeping import Kept

Handle = Callable[[Incoming], Awaitable[None]]
Read = Callable[[object], Incoming | None]

TELEGRAM_PATH = "/telegram/webhook"
_LARGEST_UPDATE = 1024 * 1024  # Telegram's are a few kilobytes
_UPDATES = Counter("stempel_updates_total", "Updates received by webhook", ["channel", "outcome"])


def make_app(*, ready: Callable[[], Awaitable[bool]], routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the ASGI application with health, metrics and the given routes."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        return (
            PlainTextResponse("ready")
            if await ready()
            else PlainTextResponse("the database does not answer", 503)
        )

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics), *routes]
    )


def telegram_webhook(read: Read, handle: Handle, secret: str, *, path: str = TELEGRAM_PATH) -> Route:
    """Take updates that carry the secret; each is acknowledged once it has its effect."""

    async def receive(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return _count("refused", JSONResponse({"error": "wrong secret"}, 403, HANG_UP))
        try:
            update = parse_json(await read_body(request, limit=_LARGEST_UPDATE))
        except RefusedBodyError as error:
            return _count("refused", JSONResponse({"error": str(error)}, error.status, error.headers))
        incoming = read(update)
        if incoming is None:
            return _count("ignored", JSONResponse({}))
        return Kept(partial(keep, incoming, handle), _verdict)

    return Route(path, receive, methods=["POST"])


def _verdict(kept: bool) -> Response:  # noqa: FBT001 - a callback's
    if not kept:
        return _count("later", JSONResponse({"error": "not now, send it again"}, 503))
    return _count("done", JSONResponse({}))


def count(channel: str, outcome: str, response: Response) -> Response:
    """Count an update by what became of it, and return `response`."""
    _UPDATES.labels(channel, outcome).inc()
    return response


def _count(outcome: str, response: Response) -> Response:
    return count("telegram", outcome, response)
