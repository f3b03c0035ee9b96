"""What can be wrong between Meta and us that only shows from outside; each says what to do."""

import httpx

from channels.setup import SetupError
from channels.whatsapp.subscription import subscribers

_TIMEOUT_S = 10.0
_CHALLENGE = "stempel"


async def see_who_answers(address: str, verify_token: str) -> str:
    """Ask our own webhook what Meta asks it, over the address that Meta knows; raises `SetupError`."""
    asked = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": _CHALLENGE}
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT_S) as client:
            answer = await client.get(address, params=asked)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SetupError(
            f"nobody answers at {address} ({type(error).__name__}): start `stempel serve`, and see that "
            "STEMPEL_PUBLIC_URL leads to it"
        ) from None
    if answer.text != _CHALLENGE:
        raise SetupError(
            f"{address} answers, but not as this Stempel ({answer.status_code}): see where STEMPEL_PUBLIC_URL "
            "leads, and start `stempel serve` anew if .env changed"
        )
    return f"{address} leads here"


async def see_subscribed(graph: httpx.AsyncClient, business_account_id: str) -> str:
    """See that some app gets what concerns our account; raises `SetupError` where none does."""
    if not await subscribers(graph, business_account_id):
        raise SetupError(
            "no app gets this account's messages: `stempel serve` subscribes yours when it starts. If it does not, give "
            "the token the permission whatsapp_business_management"
        )
    return (
        "Meta brings messages to the app; that it also knows our address, only a message to the number shows"
    )
