"""How the platform hands out updates: kept until confirmed when polled, posted in order to a webhook."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import httpx

from tests.fakes.telegram_rules import Json, RefusedError, as_json, bad

_RETRY_S = 0.02
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class WebhookFailedError(AssertionError):
    """The webhook kept answering something else than 2xx."""


class Updates:
    """What waits for the bot, and how it gets there."""

    def __init__(self, *, longest_poll_s: float) -> None:
        self.webhook: Json = {"url": ""}  # as the bot set it
        self.last: Json | None = None
        self.polled = asyncio.Event()  # somebody has asked
        self._waiting: list[tuple[Json, bool]] = []  # update, and whether it comes whatever the offset
        self._allowed: list[str] | None = None
        self._changed = asyncio.Condition()
        self._longest_poll_s = longest_poll_s
        self._polls = 0
        self.last_id = 500_000
        self._target: tuple[str, str] | None = None
        self._client: httpx.AsyncClient | None = None
        self._in_order: dict[object, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.patience = 50  # tries at a webhook before the fake gives up; the real one tries for a day

    async def deliver_to(self, url: str, secret: str, app: Any = None) -> None:
        """Post updates to `url` from now on, whatever address the bot named; an ASGI `app` needs no port."""
        if self._client:
            await self._client.aclose()
        self._target = (url, secret)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False) if app else None
        self._client = httpx.AsyncClient(timeout=30, trust_env=False, transport=transport)

    async def add(self, kind: str, body: Json, *, chat: object) -> None:
        """Make an update; with a webhook, return when it was taken."""
        self.last_id += 1
        if self._allowed and kind not in self._allowed:
            return
        await self.put({"update_id": self.last_id, kind: body}, chat=chat)

    async def put(self, update: Json, *, chat: object, again: bool = False) -> None:
        """Hand out this very update, also when it was confirmed before (`again`)."""
        self.last = update
        if self._target:
            async with self._in_order[chat]:
                await self._post(update)
            return
        async with self._changed:
            self._waiting.append((update, again))
            self._changed.notify_all()

    async def settled(self, timeout_s: float = 5) -> None:
        """Wait until the bot confirmed everything by polling on."""
        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(lambda: not self._waiting)

    async def call(self, method: str, given: Json) -> Any:
        """Carry out `getUpdates` or one of the webhook's methods."""
        if method == "getUpdates":
            return await self._get(given)
        if method == "setWebhook":
            self._set_webhook(given)
        elif method == "deleteWebhook":
            self.webhook = {"url": ""}
        else:
            return self.webhook
        return True

    async def close(self) -> None:
        """End every waiting poll."""
        async with self._changed:
            self._polls += 1
            self._changed.notify_all()
        if self._client:
            await self._client.aclose()

    async def _get(self, given: Json) -> list[Json]:
        if self.webhook["url"]:
            raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
        if "allowed_updates" in given:
            self._allowed = as_json(given["allowed_updates"]) or None
        self.polled.set()
        self._polls += 1
        poll = self._polls
        offset = int(given.get("offset", 0))
        async with self._changed:
            self._waiting = [held for held in self._waiting if held[1] or held[0]["update_id"] >= offset]
            self._changed.notify_all()
            timeout_s = min(float(given.get("timeout", 0)), self._longest_poll_s)
            await self._wait_for(lambda: bool(self._waiting) or poll != self._polls, timeout_s)
            if poll != self._polls:
                raise RefusedError(409, "Conflict: terminated by other getUpdates request")
            batch = self._waiting[: int(given.get("limit", 100))]
            self._waiting = [held for held in self._waiting if held not in batch or not held[1]]
            return [update for update, _ in batch]

    async def _wait_for(self, happened: Callable[[], bool], timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                await self._changed.wait_for(happened)
        except TimeoutError:
            return

    def _set_webhook(self, given: Json) -> None:
        if given["url"] and not given["url"].startswith("https://"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.get("secret_token", "")):
            raise bad("secret token contains unallowed characters")
        self.webhook = dict(given)

    async def _post(self, update: Json) -> None:
        assert self._target
        assert self._client
        url, secret = self._target
        status = 0
        for _ in range(self.patience):
            try:
                status = (
                    await self._client.post(url, json=update, headers={_SECRET_HEADER: secret})
                ).status_code
            except httpx.TransportError:
                status = 0
            if 200 <= status < 300:
                return
            await asyncio.sleep(_RETRY_S)
        raise WebhookFailedError(f"The webhook answered {status}.")
