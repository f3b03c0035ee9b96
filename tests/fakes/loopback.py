"""HTTP on a loopback port, in the event loop of whoever starts it."""

import asyncio
import socket
from typing import Literal

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route


class LoopbackServer:
    """Serves routes at `url`, which is known before it listens."""

    protocol: type[asyncio.Protocol] | Literal["auto"] = "auto"

    def __init__(self, *routes: Route) -> None:
        # The protocol is named because asyncio sends at once (TCP_NODELAY) only where it is.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._app = Starlette(routes=routes)
        config = uvicorn.Config(
            self._app,
            http=self.protocol,
            lifespan="off",
            log_config=None,
            access_log=False,
        )
        config.load()
        self._uvicorn = uvicorn.Server(config)
        self._uvicorn.lifespan = config.lifespan_class(config)

    def add(self, *routes: BaseRoute) -> None:
        """Serve these too: what answers there may have to know `url` first."""
        self._app.routes.extend(routes)

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
