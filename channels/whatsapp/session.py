"""A session with Meta's Graph API, for all that is not a message: those go through pywa."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import httpx

from channels.fields import Json
from channels.whatsapp.errors import WhatsAppUnreachableError

_VERSION = "26.0"  # what pywa 4.5 was written for
_TIMEOUT_S = 30.0


def base_url(api_url: str) -> str:
    """Return where the Graph API is, in the version that we speak."""
    return f"{api_url.rstrip('/')}/v{_VERSION}"


@cache
def authorities() -> ssl.SSLContext:
    """Return whose certificates are trusted: reading them takes longer than ten answers, so it is done once."""
    return httpx.create_ssl_context()


@asynccontextmanager
async def open_graph(api_url: str, access_token: str) -> AsyncIterator[httpx.AsyncClient]:
    """Open a session with the token's rights."""
    headers = {"Authorization": f"Bearer {access_token.strip()}"}
    async with httpx.AsyncClient(
        base_url=base_url(api_url), headers=headers, timeout=_TIMEOUT_S, verify=authorities()
    ) as graph:
        yield graph


async def ask(
    graph: httpx.AsyncClient,
    method: str,
    path: str,
    *,
    params: dict[str, str] | None = None,
    json: Json | None = None,
) -> tuple[int, Json]:
    """Return the status and what was answered, good or bad; raises `WhatsAppUnreachableError` where nothing was."""
    try:
        response = await graph.request(method, path, params=params, json=json)
        answer = response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as lost:
        raise WhatsAppUnreachableError(f"WhatsApp does not answer ({type(lost).__name__}).") from None
    return response.status_code, answer if isinstance(answer, dict) else {}
