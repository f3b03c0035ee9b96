"""Start and stop: the web server, the channels, the sender and the clock, as one."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from actions.shop import open_shop
from app import whatsapp as whatsapp_forms
from app.channels import open_channels
from app.clock import read_clock
from app.house import House, build
from app.office import commands, door_of
from app.settings import NothingToServeError, Settings, folder_of, secret_key
from app.side_door import side_door
from channels.messages import Channel
from channels.telegram.channel import Telegram
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.errors import WhatsAppUnreachableError
from channels.whatsapp.session import open_graph
from channels.whatsapp.subscription import subscribe
from scheduler.clock import make_clock
from storage.engine.database import Database, open_database
from storage.engine.errors import StorageError
from web.links import shared_links
from web.metrics import show_channel
from web.patience import Patience
from web.server import make_app, telegram_webhook
from web.whatsapp import whatsapp_webhook

_LOG = logging.getLogger(__name__)
_GOODBYE_S = 5  # how long an answer in the making may take when the server stops


async def serve(settings: Settings, *, started: Callable[[str], None]) -> None:
    """Run Stempel until it is told to stop."""
    url = settings.database_url.get_secret_value()
    async with open_database(url) as db, open_channels(settings) as channels:
        if not channels:
            raise NothingToServeError(
                "No channel is set up. For Telegram, talk to @BotFather there, then write TELEGRAM_BOT_TOKEN=… into "
                ".env. For WhatsApp, docs/whatsapp.md leads you to WHATSAPP_PHONE_NUMBER_ID=… and what goes with it."
            )
        house = build(
            db,
            channels,
            secret=secret_key(settings, beside=folder_of(url)),
            clock=read_clock,
            public_url=settings.public_url,
            prices=settings.prices,
        )
        routes: list[BaseRoute] = [*shared_links(channels, secure=settings.public_url.startswith("https:"))]
        jobs: list[Coroutine[Any, Any, None]] = []
        for channel in channels.values():
            show_channel(channel.name, up=True)
            match channel:
                case Telegram() if settings.by_webhook:
                    routes.append(await _telegram_webhook(channel, house, settings))
                case Telegram():
                    jobs.append(channel.poll(house.handle))
                case WhatsApp():
                    routes.append(await _whatsapp_webhook(channel, house, settings))
        await house.show_menus()
        async with _side_door(url, db, channels):
            await run(house, make_web(db, routes), settings, jobs=jobs, started=started)


async def _telegram_webhook(telegram: Telegram, house: House, settings: Settings) -> BaseRoute:
    secret = settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else ""
    await telegram.set_webhook(f"{settings.public_url}/telegram/webhook", secret)
    return telegram_webhook(telegram.to_incoming, house.handle, secret)


async def _whatsapp_webhook(whatsapp: WhatsApp, house: House, settings: Settings) -> BaseRoute:
    try:
        async with open_graph(
            settings.whatsapp_api_url, settings.whatsapp_access_token.get_secret_value()
        ) as graph:
            await subscribe(graph, whatsapp.business_account_id)
    except WhatsAppUnreachableError as error:
        _LOG.warning("the app was not subscribed to the account's messages; it may be already: %s", error)
    return whatsapp_webhook(
        whatsapp.read,
        house.handle,
        settings.whatsapp_app_secret.get_secret_value(),
        settings.whatsapp_verify_token.get_secret_value(),
    )


def _side_door(url: str, db: Database, channels: dict[str, Channel]) -> AbstractAsyncContextManager[None]:
    path = door_of(url)
    return side_door(path, commands(db, channels)) if path else nullcontext()


def make_web(db: Database, routes: Sequence[BaseRoute]) -> Starlette:
    """Make the web application over a database."""

    async def ready() -> bool:
        try:
            await db.read(open_shop.count_shops)
        except StorageError:
            return False
        return True

    return make_app(ready=ready, routes=routes)


class _Server(uvicorn.Server):
    """A server that says where it listens, and lets open pages go before it waits for them."""

    def __init__(
        self, config: uvicorn.Config, on_start: Callable[[str], None], on_stop: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_start, self._on_stop = on_start, on_stop

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        for server in self.servers if self.started else ():
            host, port = server.sockets[0].getsockname()[:2]
            self._on_start(f"http://{host}:{port}")

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        self._on_stop()
        await super().shutdown(sockets)


async def _tidy(house: House, settings: Settings) -> None:
    await house.tidy()
    if settings.has_whatsapp:
        await whatsapp_forms.listen(settings, house.handle)


async def run(
    house: House,
    web: Starlette,
    settings: Settings,
    *,
    jobs: Sequence[Coroutine[Any, Any, None]] = (),
    started: Callable[[str], None],
    stopping: Callable[[], None] = lambda: None,
    until: asyncio.Event | None = None,
) -> None:
    """Run the house until the server is told to stop, or `until` is set; what fails in one part stops all."""
    config = uvicorn.Config(
        web,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        http=Patience,
        timeout_graceful_shutdown=_GOODBYE_S,
    )
    clock = make_clock(
        pulse=house.kick, campaigns=house.campaign, tidy=partial(_tidy, house, settings), refit=house.refit
    )
    clock.start()
    try:
        async with asyncio.TaskGroup() as group:
            server = _Server(config, started, stopping)
            ending = (_stop_at(until, server),) if until else ()
            running = [group.create_task(job) for job in (house.run(), *jobs, *ending)]
            await server.serve()
            for task in running:
                task.cancel()
    finally:
        clock.shutdown(wait=False)


async def _stop_at(event: asyncio.Event, server: uvicorn.Server) -> None:
    await event.wait()
    server.should_exit = True
