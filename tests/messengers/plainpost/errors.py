"""What each of Plainpost's answers means for a letter."""

import httpx

from channels.deliveries import AccountBroken, Delivery, Flooded, Rejected, Sent, Uncertain, Unreachable


def delivery_of(answer: httpx.Response) -> Delivery:
    """Say how a letter ended."""
    match answer.status_code:
        case 200:
            return Sent(answer.json()["letter"])
        case 401:
            return AccountBroken("Plainpost does not know this PLAINPOST_KEY.")
        case 403:
            return Unreachable("They take no letters from us.")
        case 429:
            return Flooded(float(answer.headers["Retry-After"]))
        case 400 | 413:
            return Rejected(answer.text)
        case _:
            return Uncertain(str(answer.status_code))
