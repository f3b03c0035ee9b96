"""Whether Meta brings us what concerns our account: an app hears of an account only once it subscribed to it."""

import httpx

from channels.fields import Json, record, records, text
from channels.whatsapp.errors import WhatsAppUnreachableError
from channels.whatsapp.session import ask, raise_for_account


async def subscribe(graph: httpx.AsyncClient, business_account_id: str) -> None:
    """Have webhooks about the account brought to the token's app; doing it again changes nothing.

    Raises `WhatsAppRefusedError` or `WhatsAppUnreachableError`, and so does `subscribers`.
    """
    await _asked(graph, "POST", business_account_id)


async def subscribers(graph: httpx.AsyncClient, business_account_id: str) -> int:
    """Count the apps that get webhooks about the account."""
    return len(records(await _asked(graph, "GET", business_account_id), "data"))


async def _asked(graph: httpx.AsyncClient, method: str, business_account_id: str) -> Json:
    status, answer = await ask(graph, method, f"{business_account_id}/subscribed_apps")
    if status >= 400:
        raise_for_account(record(answer, "error"), status=status)
        raise WhatsAppUnreachableError(f"WhatsApp says: {text(record(answer, 'error'), 'message')}")
    return answer
