"""What the platform does: serves the API, delivers webhooks, reviews templates, and has its troubles."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, Self

from starlette.responses import PlainTextResponse, Response

from tests.fakes.whatsapp_api import Business, GraphApi
from tests.fakes.whatsapp_errors import GraphError, Json
from tests.fakes.whatsapp_people import Contact
from tests.fakes.whatsapp_server import GraphServer
from tests.fakes.whatsapp_templates import Template
from tests.fakes.whatsapp_webhooks import Webhooks
from tests.fakes.whatsapp_wire import Event, Line

TOKEN = "EAAfake"
APP_SECRET = "fake-app-secret"
VERIFY_TOKEN = "fake-verify-token"
_SEND = ("send",)
_OF_A_NODE = ("find_media", "delete_media", "find_template", "edit_template")


def _new_year() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Trouble:
    """What goes wrong with the next calls of the operations that begin with one of `methods`."""

    methods: tuple[str, ...]
    times: int
    answer: GraphError | Response | Literal["hang before", "hang after"]


class Platform:
    """WhatsApp's side of things, for one business number."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = _new_year,
        token: str = TOKEN,
        business: Business | None = None,
        statuses: Literal["by hand", "first", "never"] = "by hand",
    ) -> None:
        self.api = GraphApi(business or Business(), now)
        self.business = self.api.business
        self.calls: deque[tuple[str, Json]] = deque(maxlen=1000)
        self.webhooks = Webhooks(self.business.account_id, self._timestamp)
        self.statuses = statuses  # told by `reports`, before a send is even answered, or not at all
        self.swallowed = asyncio.Event()
        self.arrived = asyncio.Event()  # set at each answer, for whoever waits at that moment
        self._now = now
        self._line = Line(self.business.phone_number_id, self.business.number)
        self._troubles: list[_Trouble] = []
        self._closing = asyncio.Event()
        self._server = GraphServer(self.api, token, self._call)
        self.url = self._server.url

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._closing.set()
        await self.webhooks.close()
        await self._server.stop()

    @property
    def token(self) -> str:
        """The access token that is good now; setting another one revokes it."""
        return self._server.token

    @token.setter
    def token(self, token: str) -> None:
        self._server.token = token

    # Webhooks.

    async def delivers_to(
        self, url: str, app_secret: str = APP_SECRET, verify_token: str = VERIFY_TOKEN, app: Any = None
    ) -> None:
        """Verify a webhook and post to it from now on: at an address, or in an ASGI `app` of this process."""
        await self.webhooks.deliver_to(url, app_secret, verify_token, app)

    @asynccontextmanager
    async def together(
        self, shape: Literal["values", "changes", "entries"] = "values"
    ) -> AsyncIterator[None]:
        """Put all that happens inside into one webhook call."""
        async with self.webhooks.together(shape):
            yield

    async def raw(self, payload: Json | bytes, *, signature: str | None = "") -> int:
        """Post anything once and return the answer's status; None leaves the signature away."""
        body = payload if isinstance(payload, bytes) else _dump(payload)
        return await self.webhooks.raw(body, signature)

    async def redelivers_last(self) -> None:
        """Post the last webhook of a message again, as after a lost answer."""
        await self.webhooks.again()

    async def reports(self, *, backwards: bool = False, times: int = 1) -> None:
        """Tell in one webhook what became of the messages since the last report."""
        told, self.api.statuses = self.api.statuses, []
        events = [status.as_event(self._line, self._timestamp()) for status in told]
        for _ in range(times):
            await self.webhooks.add(*(reversed(events) if backwards else events))

    async def settled(self) -> None:
        """Deliver the reports that wait; a webhook itself is answered after it was handled."""
        await self.reports()

    # Templates and the account.

    async def approves(self, name: str, language: str = "") -> None:
        """Let a template pass its review, in one language or in all."""
        await self._review(name, language, "APPROVED")

    async def approves_all(self) -> None:
        """Let all templates pass that wait."""
        for name in dict.fromkeys(one.name for one in self.api.templates.all.values()):
            await self.approves(name)

    async def rejects(self, name: str, language: str = "", *, reason: str = "INVALID_FORMAT") -> None:
        """Turn a template down."""
        await self._review(name, language, "REJECTED", reason)

    async def pauses(self, name: str, language: str = "", *, status: str = "PAUSED") -> None:
        """Stop a template for its bad reception, or for good ("DISABLED")."""
        await self._review(name, language, status)

    async def recategorises(self, name: str, language: str = "", *, category: str = "MARKETING") -> None:
        """Put a template into another category."""
        for template in self._templates(name, language):
            before, template.category = template.category, category
            changed = {"previous_category": before, "new_category": category}
            await self.webhooks.add(Event("template_category_update", _about(template) | changed))

    async def tells_account(self, event: str, **more: object) -> None:
        """Say something about the account (ACCOUNT_VIOLATION, DISABLED_UPDATE, ACCOUNT_RESTRICTION, …)."""
        await self.webhooks.add(Event("account_update", {"event": event, **more}))

    async def _review(self, name: str, language: str, status: str, reason: str = "NONE") -> None:
        for template in self._templates(name, language):
            template.status, template.rejected_reason = status, reason
            told = _about(template) | {"event": status, "reason": reason}
            told |= {"message_template_category": template.category}
            await self.webhooks.add(Event("message_template_status_update", told))

    def _templates(self, name: str, language: str) -> list[Template]:
        found = self.api.templates.named(name, language)
        assert found, f"There is no template {name} {language}."
        return found

    # Troubles.

    def fails_next(
        self, code: int, *, details: str = "", times: int = 1, methods: Sequence[str] = _SEND, status: int = 0
    ) -> None:
        """Refuse the next calls with this error of Meta's, without carrying them out."""
        self._trouble(methods, times, GraphError(code, details, status=status))

    def floods(self, *, code: int = 130429, times: int = 1, methods: Sequence[str] = _SEND) -> None:
        """Refuse the next calls as too many: for the number, or for one person (131056)."""
        self.fails_next(code, times=times, methods=methods)

    def breaks(self, *, status: int = 500, times: int = 1, methods: Sequence[str] = _SEND) -> None:
        """Answer the next calls with an error page that is no JSON, without carrying them out."""
        self._trouble(methods, times, PlainTextResponse("upstream error", status))

    def accepts_then_hangs(self, *, times: int = 1, methods: Sequence[str] = _SEND) -> None:
        """Carry out the next calls and never answer them."""
        self._trouble(methods, times, "hang after")

    def recovers(self) -> None:
        """Let nothing go wrong any more."""
        self._troubles.clear()

    def swallows(self, method: str = "send") -> None:
        """Neither carry out nor answer the next call of an operation that begins so."""
        self.swallowed.clear()
        self._trouble((method,), 1, "hang before")

    def count_calls(self, method: str) -> int:
        """Count the calls of operations that begin so."""
        return sum(called.startswith(method) for called, _ in self.calls)

    def _trouble(
        self,
        methods: Sequence[str],
        times: int,
        answer: GraphError | Response | Literal["hang before", "hang after"],
    ) -> None:
        self._troubles.append(_Trouble(tuple(methods), times, answer))

    async def _call(self, operation: str, given: Json, node: str) -> Json | bytes | Response:
        self.calls.append((operation, given))
        try:
            return await self._carry_out(operation, given, node)
        finally:
            self.arrived.set()
            self.arrived = asyncio.Event()

    async def _carry_out(self, operation: str, given: Json, node: str) -> Json | bytes | Response:
        trouble = self._next_trouble(operation)
        if trouble == "hang before":
            self.swallowed.set()
            await self._closing.wait()
        elif isinstance(trouble, GraphError):
            raise trouble
        elif isinstance(trouble, Response):
            return trouble
        carry_out = getattr(self.api, operation)
        answer: Json | bytes = carry_out(given, node) if operation in _OF_A_NODE else carry_out(given)
        if operation == "send" and self.statuses == "first":
            await self.reports()
        elif self.statuses == "never":
            self.api.statuses.clear()
        if trouble == "hang after":
            await self._closing.wait()
        return answer

    def _next_trouble(self, operation: str) -> GraphError | Response | str | None:
        trouble = next((one for one in self._troubles if operation.startswith(one.methods)), None)
        if not trouble:
            return None
        trouble.times -= 1
        if not trouble.times:
            self._troubles.remove(trouble)
        return trouble.answer

    def _timestamp(self) -> int:
        return int(self._now().timestamp())

    async def _from_person(self, contact: Contact, content: Json) -> None:
        message = {"id": self.api.next_id(), "timestamp": str(self._timestamp())}
        self.api.heard.add(message["id"])
        contact.wrote_at = self._now()
        if content["type"] not in {"edit", "revoke"}:
            contact.wrote = message["id"]
        await self.webhooks.add(self._line.message(contact, message | content))


def _about(template: Template) -> Json:
    named = {"message_template_id": int(template.id), "message_template_name": template.name}
    return named | {"message_template_language": template.language}


def _dump(payload: Json) -> bytes:
    return json.dumps(payload).encode()
