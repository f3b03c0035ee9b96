"""WhatsApp's webhook: proves who we are, checks who calls, and answers Meta when all that came is kept.

People are answered after that: Meta waits a few seconds, and then brings the same again.
"""

import asyncio
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from channels.messages import Address, Event, Incoming, NotAcknowledgedError, Report
from web.server import count

Read = Callable[[object], list[Event]]
Handle = Callable[[Event], Awaitable[None]]

_LARGEST_BATCH = 3 * 1024 * 1024  # Meta's own limit
_PEOPLE_AT_ONCE = 16


def whatsapp_webhook(read: Read, handle: Handle, app_secret: str, verify_token: str) -> Route:
    """Take batches that are signed with the app's secret; each is acknowledged once all of it has its effect."""

    async def receive(request: Request) -> Response:
        if request.method != "POST":
            return _proof(request, verify_token)
        body = await _body(request)
        if body is None:
            return _count("refused", JSONResponse({"error": "too large, or cut off"}, 413))
        if not _is_signed(body, request.headers.get("X-Hub-Signature-256", ""), app_secret):
            return _count("refused", JSONResponse({"error": "wrong signature"}, 403))
        try:
            events = read(json.loads(body))
        except (ValueError, RecursionError):
            return _count("refused", JSONResponse({"error": "not JSON"}, 400))
        return _Batch(events, handle)

    return Route("/whatsapp/webhook", receive, methods=["GET", "POST"])


def _proof(request: Request, verify_token: str) -> Response:
    """Repeat Meta's challenge, if it knows the token that the operator gave it."""
    query = request.query_params
    given = query.get("hub.verify_token", "")
    if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(given.encode(), verify_token.encode()):
        return PlainTextResponse("wrong token", 403)
    return PlainTextResponse(query.get("hub.challenge", ""))


async def _body(request: Request) -> bytes | None:
    """Read the body as it came, None if it is larger than any of Meta's or ends too soon."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST_BATCH:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)


def _is_signed(body: bytes, given: str, app_secret: str) -> bool:
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode(), expected.encode())


class _Batch(Response):
    """Acknowledges a batch as soon as it is kept, and goes on until everybody in it is answered."""

    def __init__(self, events: Sequence[Event], handle: Handle) -> None:
        super().__init__()
        self._events, self._handle = events, handle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with asyncio.TaskGroup() as answering:
            kept = await _keep_all(self._events, self._handle, answering)
            await _verdict(self._events, kept=kept)(scope, receive, send)


def _verdict(events: Sequence[Event], *, kept: bool) -> Response:
    if not kept:
        return _count("later", JSONResponse({"error": "not now, send it again"}, 503))
    return _count("done" if events else "ignored", JSONResponse({}))


async def _keep_all(events: Iterable[Event], handle: Handle, answering: asyncio.TaskGroup) -> bool:
    """Keep one person's events in order and different people's at once; False if one must come again."""
    lines: dict[object, list[Event]] = defaultdict(list)
    for event in events:
        lines[_whose(event)].append(event)
    room = asyncio.Semaphore(_PEOPLE_AT_ONCE)
    async with asyncio.TaskGroup() as people:
        tasks = [people.create_task(_keep_in_order(line, handle, answering, room)) for line in lines.values()]
    return all(task.result() for task in tasks)


async def _keep_in_order(
    line: Sequence[Event], handle: Handle, answering: asyncio.TaskGroup, room: asyncio.Semaphore
) -> bool:
    async with room:
        for event in line:
            if not await _keep(event, handle, answering):
                return False
    return True


async def _keep(event: Event, handle: Handle, answering: asyncio.TaskGroup) -> bool:
    """Return once an event has its effect, while it may still be answered; False where it must come again."""
    kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle(*, well: bool = True) -> None:
        if not kept.done():
            kept.set_result(well)

    async def do() -> None:
        try:
            await handle(replace(event, kept=settle) if isinstance(event, Incoming) else event)
        except NotAcknowledgedError:
            settle(well=False)
        settle()

    answering.create_task(do())
    return await kept


def _whose(event: Event) -> Address | str:
    match event:
        case Incoming():
            return event.sender
        case Report():
            return event.to
        case _:
            return event.account


def _count(outcome: str, response: Response) -> Response:
    return count("whatsapp", outcome, response)
