"""The HTTP side: health, metrics, and whatever is mounted beside them."""

from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route


def make_app(
    *,
    trouble: Callable[[], Awaitable[str]],
    measure: Callable[[], Awaitable[None]],
    routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """Make the ASGI application with the given routes beside health and metrics.

    `trouble` says why nothing can be stored, `measure` brings up to date what is not counted as it happens.
    """
    alive = f"ok {version('stempel')}"

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse(alive)

    async def readyz(_request: Request) -> Response:
        why = await trouble()
        return PlainTextResponse(why, 503) if why else PlainTextResponse("ready")

    async def metrics(_request: Request) -> Response:
        await measure()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics), *routes]
    )
