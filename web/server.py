"""The HTTP side: health, metrics, and whatever is mounted beside them."""

from collections.abc import Awaitable, Callable, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route


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
