"""WhatsApp's webhook: proves who we are, checks who calls, and answers Meta when all that came is kept.

People are answered after that: Meta waits a few seconds, and then brings the same again.
"""

import asyncio
import hashlib
import hmac
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from channels.keeping import keep
from channels.messages import AccountKey, Address, Event, Incoming, Report
from web.bodies import HANG_UP, RefusedBodyError, parse_json, read_body
from web.keeping import Kept
from web.server import count

Read = Callable[[object], list[Event]]
Handle = Callable[[Event], Awaitable[None]]

_LARGEST_BATCH = 3 * 1024 * 1024  # Meta's own limit
_PEOPLE_AT_ONCE = 16
_SIGNATURE = re.compile(r"sha256=[0-9a-fA-F]{64}")


def whatsapp_webhook(read: Read, handle: Handle, app_secret: str, verify_token: str) -> Route:
    """Take batches that are signed with the app's secret; each is acknowledged once all of it has its effect."""

    async def receive(request: Request) -> Response:
        if request.method != "POST":
            return _proof(request, verify_token)
        given = request.headers.get("X-Hub-Signature-256", "")
        if not _SIGNATURE.fullmatch(given):  # who signs nothing is not read either
            return _count("refused", JSONResponse({"error": "wrong signature"}, 403, HANG_UP))
        try:
            body = await read_body(request, limit=_LARGEST_BATCH)
            if not _is_signed(body, given, app_secret):
                return _count("refused", JSONResponse({"error": "wrong signature"}, 403))
            events = read(parse_json(body))
        except RefusedBodyError as error:
            return _count("refused", JSONResponse({"error": str(error)}, error.status, error.headers))
        return Kept(partial(_keep_all, events, handle), partial(_verdict, events))

    return Route("/whatsapp/webhook", receive, methods=["GET", "POST"])


def _proof(request: Request, verify_token: str) -> Response:
    """Repeat Meta's challenge, if it knows the token that the operator gave it."""
    query = request.query_params
    given = query.get("hub.verify_token", "")
    if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(given.encode(), verify_token.encode()):
        return PlainTextResponse("wrong token", 403)
    return PlainTextResponse(query.get("hub.challenge", ""))


def _is_signed(body: bytes, given: str, app_secret: str) -> bool:
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.encode(), expected.encode())


def _verdict(events: Sequence[Event], kept: bool) -> Response:  # noqa: FBT001 - a callback's
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


def _count(outcome: str, response: Response) -> Response:
    return count("whatsapp", outcome, response)
