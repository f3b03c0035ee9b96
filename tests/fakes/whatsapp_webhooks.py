"""How Meta delivers a webhook: verified first, signed over its bytes, and again until it is taken."""

import asyncio
import hashlib
import hmac
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.fakes.telegram_updates import WebhookFailedError
from tests.fakes.whatsapp_errors import Json
from tests.fakes.whatsapp_wire import Event, envelope

_RETRY_S = 0.02
_CHALLENGE = "1158201444"


class Webhooks:
    """What happened and whom it is told to; with nobody listening it is only kept in `bodies`."""

    def __init__(self, account: str, timestamp: Callable[[], int]) -> None:
        self.bodies: deque[bytes] = deque(maxlen=1000)  # every body, as it was or would have been posted
        self.patience = 50  # tries before the fake gives up; the real one tries for seven days
        self._account = account
        self._timestamp = timestamp
        self._target: tuple[str, str] | None = None
        self._client: httpx.AsyncClient | None = None
        self._together: list[Event] | None = None

    async def deliver_to(self, url: str, app_secret: str, verify_token: str, app: Any = None) -> None:
        """Verify a webhook as Meta's dashboard does, and post to it from now on."""
        await self.close()
        transport = httpx.ASGITransport(app, raise_app_exceptions=False) if app else None
        self._client = httpx.AsyncClient(timeout=30, trust_env=False, transport=transport)
        asked = {"hub.mode": "subscribe", "hub.challenge": _CHALLENGE, "hub.verify_token": verify_token}
        answer = await self._client.get(url, params=asked)
        if (answer.status_code, answer.text) != (200, _CHALLENGE):
            raise WebhookFailedError(f"The webhook verified itself with {answer.status_code}.")
        self._target = (url, app_secret)

    async def add(self, *events: Event) -> None:
        """Tell of events in one body, or keep them for the end of `together`."""
        if self._together is not None:
            self._together += events
        elif events:
            await self._tell(events)

    @asynccontextmanager
    async def together(self, shape: str = "values") -> AsyncIterator[None]:
        """Tell all that happens inside in one body: like with like in one value, or by "changes", "entries"."""
        assert self._together is None, "Two batches at once."
        self._together = []
        try:
            yield
        finally:
            events, self._together = self._together, None
        if events:
            await self._tell(events, shape=shape)

    async def again(self) -> None:
        """Post the last body that told of a message once more, byte for byte."""
        await self._post(next(body for body in reversed(self.bodies) if b'"messages": [' in body))

    async def raw(self, body: bytes, signature: str | None) -> int:
        """Post any bytes once and return the status; an empty `signature` is the right one, None is none."""
        headers = {} if signature is None else {"X-Hub-Signature-256": signature or self.sign(body)}
        return await self._send(body, headers)

    def sign(self, body: bytes) -> str:
        """Return the header that proves that a body comes from the platform."""
        assert self._target, "Nobody listens: call delivers_to first."
        return "sha256=" + hmac.new(self._target[1].encode(), body, hashlib.sha256).hexdigest()

    async def close(self) -> None:
        """Hang up."""
        if self._client:
            await self._client.aclose()

    async def _tell(self, events: Sequence[Event], *, shape: str = "changes") -> None:
        told: Json = envelope(self._account, events, self._timestamp(), shape=shape)
        self.bodies.append(json.dumps(told).encode())  # non-ASCII letters are escaped, as Meta does
        if self._target:
            await self._post(self.bodies[-1])

    async def _post(self, body: bytes) -> None:
        status = 0
        for _ in range(self.patience):
            try:
                status = await self._send(body, {"X-Hub-Signature-256": self.sign(body)})
            except httpx.TransportError:
                status = 0
            if 200 <= status < 300:
                return
            await asyncio.sleep(_RETRY_S)
        raise WebhookFailedError(f"The webhook answered {status}.")

    async def _send(self, body: bytes, headers: dict[str, str]) -> int:
        assert self._target
        assert self._client
        kind = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        return (await self._client.post(self._target[0], content=body, headers=kind | headers)).status_code
