"""Start and stop: the web server, the channels, the sender and the clock, as one."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from threading import Timer
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from actions.people import chat_state
from actions.shop.bots import all_bots
from app import numbers, templates
from app.bot_office import bot_commands
from app.clock import read_clock
from app.coalition_office import coalition_commands
from app.house import House, build
from app.leading import Leading
from app.moving import move_commands
from app.nightly_backup import NightlyBackup, kept_backups
from app.office import commands
from app.own_bots import OwnBots
from app.settings import (
    NothingToServeError,
    NowhereToListenError,
    Settings,
    folder_of,
    secret_key,
    token_keys,
)
from app.side_door import side_door
from channels.accounts import first_of_each, key_of
from channels.channel import Channel
from channels.setup import open_accounts
from scheduler.clock import make_clock
from storage.engine.database import open_database
from storage.engine.leases import is_shared
from storage.engine.on_time import OnTime
from web.backlog import show_backlog
from web.inquiry import Inquiry
from web.links import shared_links
from web.metrics import show_account
from web.patience import PatientHttp
from web.readiness import Readiness
from web.server import make_app
from web.webhooks import own_webhooks_route, webhook_route
from words.language import ENGLISH, words
from words.people.channels import channel_name

_LOG = logging.getLogger(__name__)
_NOWHERE = (
    "Nobody can call at {0.host}, port {0.port}: the line above says why. Stop what else listens there (another Stempel,"
    " say), or set STEMPEL_HOST and STEMPEL_PORT to a place that is this machine's and free."
)

# When the server stops:
_GOODBYE_S = 5  # for answers in the making
_LAST_LETTERS_S = 3  # for messages on their way
_IN_ALL_S = 9.5  # what hangs by then, a database that does not answer say, is let go


async def serve(settings: Settings, *, started: Callable[[str], None]) -> None:
    """Run Stempel until it is told to stop."""
    url = settings.database_url.get_secret_value()
    async with open_database(url) as opened, open_accounts(settings.platforms) as channels:
        db = OnTime(opened, read_clock) if await opened.read(is_shared) else opened
        if not channels and not await db.read(all_bots):
            raise NothingToServeError(_nothing_is_set_up(settings))
        house = build(
            db,
            channels,
            secret=secret_key(settings, beside=folder_of(url)),
            clock=read_clock,
            public_url=settings.public_url,
            prices=numbers.prices(settings),
        )
        house = replace(house, backup=NightlyBackup(kept_backups(settings), read_clock))
        leading = Leading(house)
        keys = token_keys(settings, beside=folder_of(url))
        begin = partial(templates.begin, settings, db)
        own = OwnBots(leading, settings.named_platforms, keys, begin=begin)
        heard = await listen(leading, channels, settings)
        heard.routes.append(own_webhooks_route(own.webhooks, house.handle))
        heard.jobs.append(own.run())
        await house.show_menus()
        asked = {
            **commands(db, channels),
            **coalition_commands(db, channels),
            **bot_commands(db, settings, own.look),
            **move_commands(db),
        }
        async with side_door(url, asked):
            await run(leading, make_web(house, heard.routes), settings, jobs=heard.jobs, started=started)


def _nothing_is_set_up(settings: Settings) -> str:
    english = words(ENGLISH)
    ways = [f"For {channel_name(one.name, english)}: {one.how}." for one in settings.platforms]
    own = "A shop may also have one of its own, and then none that all share is needed: `stempel bot add`."
    return " ".join(["No channel is set up.", *ways, own])


@dataclass(frozen=True, slots=True)
class Heard:
    """How what people say comes to us: routes where a platform calls, and jobs that ask one for ever."""

    routes: list[BaseRoute]
    jobs: list[Coroutine[Any, Any, None]]


async def listen(leading: Leading, channels: Sequence[Channel], settings: Settings) -> Heard:
    """Let every account be heard, and tell its platform where."""
    secure = settings.public_url.startswith("https:")
    house = leading.house
    links = shared_links(
        first_of_each(channels), house.router.own.chats, secure=secure, opened=house.openings.count
    )
    heard = Heard([*links], [])
    for channel in channels:
        show_account(key_of(channel), up=True)
    for platform in settings.platforms:
        await platform.announce(channels)
    for platform in settings.platforms:
        heard.routes.extend(webhook_route(one, house.handle) for one in platform.webhooks(channels))
        heard.jobs.extend(leading.hear(poll.account, poll.ask) for poll in platform.polls(channels))
    return heard


def make_web(house: House, routes: Sequence[BaseRoute]) -> Starlette:
    """Make the web application of a house."""

    async def store() -> None:
        await house.db.write(chat_state.try_to_store, now=house.clock())

    ready, backlog = Readiness(store), Inquiry(house.backlog)

    async def measure() -> None:
        show_backlog(not await ready.trouble(), await backlog.answer(), now=house.clock())

    return make_app(trouble=ready.trouble, measure=measure, routes=routes)


class _Server(uvicorn.Server):
    """A server that says where it listens, and lets open pages go before it waits for them."""

    def __init__(
        self, config: uvicorn.Config, on_start: Callable[[str], None], on_stop: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_start, self._on_stop = on_start, on_stop

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `run`: uvicorn's own way ends the process by them, with all that is left to put away."""
        yield

    async def startup(self, sockets: list[Any] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:  # uvicorn has logged why, and would end the process without another word
            raise NowhereToListenError(_NOWHERE.format(self.config)) from None
        for server in self.servers if self.started else ():
            host, port = server.sockets[0].getsockname()[:2]
            self._on_start(f"http://{host}:{port}")

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        self._on_stop()
        await super().shutdown(sockets)


async def run(
    leading: Leading,
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
        http=PatientHttp,
        timeout_graceful_shutdown=_GOODBYE_S,
    )
    news = partial(templates.listen, settings, leading.house.db, leading.house.handle)
    clock = make_clock(
        pulse=leading.beat,
        campaigns=leading.campaign,
        tidy=partial(leading.tidy, news),
        refit=leading.refit,
        backup=leading.house.backup.look,
    )
    server = _Server(config, started, stopping)
    clock.start()
    try:
        async with _heeding_signals(server), asyncio.TaskGroup() as group:
            ending = (_stop_at(until, server),) if until else ()
            running = [group.create_task(job) for job in (leading.house.run(), *jobs, *ending)]
            await server.serve()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_LETTERS_S):
                    await leading.stop()
            for task in running:
                task.cancel()
    finally:
        clock.shutdown(wait=False)


@asynccontextmanager
async def _heeding_signals(server: uvicorn.Server) -> AsyncIterator[None]:
    """Have the server stop when the process is told to, whatever hangs; a second Ctrl-C waits for nobody."""
    loop, told = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)

    def stop(one: signal.Signals) -> None:
        server.handle_exit(one, None)
        end = Timer(_IN_ALL_S, _let_go)
        end.daemon = True  # who ends by himself does not wait for it
        end.start()

    for one in told:
        loop.add_signal_handler(one, stop, one)
    try:
        yield
    finally:
        for one in told:
            loop.remove_signal_handler(one)


def _let_go() -> None:
    """End as `kill -9` would: nothing that was acknowledged is lost by it, and all else comes again."""
    _LOG.error("stopping took longer than %s s: what still hung was let go", _IN_ALL_S)
    os._exit(1)


async def _stop_at(event: asyncio.Event, server: uvicorn.Server) -> None:
    await event.wait()
    server.should_exit = True
