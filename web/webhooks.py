"""The webhooks of all platforms: each call is checked, and acknowledged once all that it brought is kept.

People are answered after that: a platform waits a few seconds, and then brings the same again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial

from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from channels.keeping import keep
from channels.messages import AccountKey, Address, Event, Incoming, Report
from channels.webhooks import Webhook
from web.bodies import RefusedBodyError, parse_json, read_body
from web.keeping import Kept

Handle = Callable[[Event], Awaitable[None]]

_UPDATES = Counter("stempel_updates_total", "Updates received by webhook", ["channel", "outcome"])
_PEOPLE_AT_ONCE = 16


def webhook_route(webhook: Webhook, handle: Handle) -> Route:
    """Let a platform in at its address; `handle` is given what it brings."""
    answer = partial(_answer, webhook, handle)
    return Route(webhook.path, answer, methods=["GET", "POST"] if webhook.greet else ["POST"])


def own_webhooks_route(webhooks: Mapping[str, Webhook], handle: Handle) -> Route:
    """Let platforms in at the addresses, by their paths, that come and go with the bots of shops' own."""

    async def answer(request: Request) -> Response:
        webhook = webhooks.get(request.url.path)
        if webhook is None or (request.method != "POST" and not webhook.greet):
            return JSONResponse({"error": "nobody is called here"}, 404)
        return await _answer(webhook, handle, request)

    return Route("/{platform}/webhook/{hook}", answer, methods=["GET", "POST"])


async def _answer(webhook: Webhook, handle: Handle, request: Request) -> Response:
    if request.method != "POST":
        return _greeting(webhook, request)
    try:
        events = await _events(webhook, request)
    except RefusedBodyError as error:
        refusal = JSONResponse({"error": str(error)}, error.status, error.headers)
        return _count(webhook, "refused", refusal)
    if not events:
        return _count(webhook, "ignored", JSONResponse({}))
    return Kept(partial(_keep_all, events, handle), partial(_verdict, webhook))


def _greeting(webhook: Webhook, request: Request) -> Response:
    said = webhook.greet(request.query_params) if webhook.greet else None
    return PlainTextResponse("wrong token", 403) if said is None else PlainTextResponse(said)


async def _events(webhook: Webhook, request: Request) -> Sequence[Event]:
    """Read what a call brings, or raise `RefusedBodyError`: unread where it shows no proof of who calls."""
    if not webhook.shows_proof(request.headers):
        raise RefusedBodyError(403, "That is not proved to come from the platform.")
    body = await read_body(request, limit=webhook.most_bytes)
    if not webhook.is_signed(request.headers, body):
        raise RefusedBodyError(403, "The signature is wrong.")
    return webhook.read(parse_json(body))


def _verdict(webhook: Webhook, kept: bool) -> Response:  # noqa: FBT001 - a callback's
    if not kept:
        return _count(webhook, "later", JSONResponse({"error": "not now, send it again"}, 503))
    return _count(webhook, "done", JSONResponse({}))


def _count(webhook: Webhook, outcome: str, response: Response) -> Response:
    _UPDATES.labels(webhook.channel, outcome).inc()
    return response


async def _keep_all(events: Sequence[Event], handle: Handle, answering: asyncio.TaskGroup) -> bool:
    """Keep one person's events in order and different people's at once; False if one must come again."""
    if len(events) == 1:  # as nearly always: no tasks and no order to keep
        return await keep(events[0], handle, answering)
    room = asyncio.Semaphore(_PEOPLE_AT_ONCE)
    async with asyncio.TaskGroup() as people:
        tasks = [people.create_task(_keep_in_order(line, handle, answering, room)) for line in _lines(events)]
    return all(task.result() for task in tasks)


def _lines(events: Iterable[Event]) -> Iterable[Sequence[Event]]:
    lines: dict[object, list[Event]] = defaultdict(list)
    for event in events:
        lines[_whose(event)].append(event)
    return lines.values()


async def _keep_in_order(
    line: Sequence[Event], handle: Handle, answering: asyncio.TaskGroup, room: asyncio.Semaphore
) -> bool:
    async with room:
        for event in line:
            if not await keep(event, handle, answering):
                return False
    return True


def _whose(event: Event) -> Address | AccountKey | str:
    match event:
        case Incoming():
            return event.sender
        case Report():
            return event.to
        case _:
            return event.account
