"""A session with Meta's Graph API, for all that is not a message: those go through pywa."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import httpx

from channels.fields import Json, record, text
from channels.whatsapp.errors import WhatsAppRefusedError, WhatsAppUnreachableError, no_answer

_VERSION = "26.0"  # what pywa 4.5 was written for
_TIMEOUT_S = 30.0
_WRONG_NODE = 33  # a subcode of 100: no such account, or one that the token may not see
_ACCESS = frozenset({0, 3, 10, 102, 190, *range(200, 300)})
_BUSY = frozenset({1, 2, 4, 17, 80007, 80008})


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
        raise no_answer(type(lost).__name__) from None
    return response.status_code, answer if isinstance(answer, dict) else {}


def raise_for_account(error: Json, *, status: int) -> None:
    """Raise what an error says of the token, the account or the moment, rather than of what was asked."""
    code, subcode = _number(error, "code"), _number(error, "error_subcode")
    if code in _ACCESS or status == 401 or (code, subcode) == (100, _WRONG_NODE):
        raise WhatsAppRefusedError(
            "WhatsApp refuses the access token or the id of the business account: see that both are copied as the "
            f"app's page of Meta has them, and that the token has whatsapp_business_management ({words_of(error)})."
        )
    if code in _BUSY or status >= 500 or status == 429:
        raise WhatsAppUnreachableError(
            f"WhatsApp takes no more for the moment ({words_of(error)}). Try again in an hour; nothing is lost."
        )


def words_of(error: Json) -> str:
    """Return an error's code, and the plainest of its words."""
    told = (
        text(error, "error_user_msg"),
        text(record(error, "error_data"), "details"),
        text(error, "message"),
    )
    return f"{_number(error, 'code')}: {next(filter(None, told), 'no reason given')[:200]}"


def _number(error: Json, name: str) -> int:
    value = error.get(name)
    return value if isinstance(value, int) else -1
