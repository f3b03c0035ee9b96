"""A program that calls the Graph API with plain HTTP, for tests of the fake itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from channels.whatsapp.session import authorities
from tests.fakes.people import ANA
from tests.fakes.whatsapp import FakeWhatsApp


class Caller:
    """Calls the API; a refusal comes back as its code and details."""

    def __init__(self, whatsapp: FakeWhatsApp, client: httpx.AsyncClient) -> None:
        self._whatsapp = whatsapp
        self._client = client

    async def __call__(self, method: str, path: str, *, token: str = "", **more: Any) -> Any:
        """Call one address."""
        headers = {"Authorization": f"Bearer {token or self._whatsapp.token}"}
        where = path if path.startswith("http") else f"{self._whatsapp.url}/v26.0/{path}"
        answer = await self._client.request(method, where, headers=headers, **more)
        if answer.status_code == 200:
            return answer.json() if "json" in answer.headers.get("content-type", "") else answer.content
        error = answer.json()["error"]
        assert set(error) >= {"message", "type", "code", "fbtrace_id"}
        return f"{error['code']} {error.get('error_data', {}).get('details', '')}"

    async def send(self, kind: str, content: Any, **more: Any) -> Any:
        """Send one message to Ana."""
        body = {"messaging_product": "whatsapp", "type": kind, kind: content}
        body |= {"recipient": self._whatsapp.contact(ANA).user_id} | more
        return await self("POST", f"{self._whatsapp.business.phone_number_id}/messages", json=body)

    async def upload(self, content: bytes, mime_type: str) -> Any:
        """Upload a file."""
        files = {"file": ("x", content, mime_type), "messaging_product": (None, "whatsapp")}
        files |= {"type": (None, mime_type)}
        return await self("POST", f"{self._whatsapp.business.phone_number_id}/media", files=files)

    async def template(self, given: dict[str, Any]) -> Any:
        """Hand in a template."""
        return await self("POST", f"{self._whatsapp.business.account_id}/message_templates", json=given)


@asynccontextmanager
async def caller(whatsapp: FakeWhatsApp) -> AsyncIterator[Caller]:
    """Open a connection for calls."""
    async with httpx.AsyncClient(trust_env=False, verify=authorities()) as client:
        yield Caller(whatsapp, client)
