"""What is posted to us, read with measure: not more than it may be, not slower than a phone would be, once."""

import asyncio
import json
from typing import Any

from starlette.requests import ClientDisconnect, Request

# Times the limit: a browser that is hung up on while it sends shows no answer, so we hear it out.
_A_LITTLE_MORE = 2
_PATIENCE_S = 10.0  # with a body; platforms send theirs at once
HANG_UP = {"Connection": "close"}  # else the rest of what we refuse would still be read


class RefusedBodyError(Exception):
    """A body that we don't take: `status` and words for whoever sent it, and `headers` for the answer."""

    def __init__(self, status: int, words: str) -> None:
        """Say why."""
        super().__init__(words)
        self.status = status
        self.headers = HANG_UP


async def read_body(request: Request, *, limit: int, patience_s: float = _PATIENCE_S) -> bytes:
    """Read a body of at most `limit` bytes, or raise `RefusedBodyError`: at once where it names a length far over it."""
    most = limit * _A_LITTLE_MORE
    named = request.headers.get("content-length", "")
    if named.isdecimal() and int(named) > most:
        raise _too_large(limit)
    body, heard = bytearray(), 0
    try:
        async with asyncio.timeout(patience_s):
            async for chunk in request.stream():
                heard += len(chunk)
                if heard <= limit:
                    body += chunk
                elif heard > most:
                    raise _too_large(limit)
    except ClientDisconnect:
        raise RefusedBodyError(400, "The body was cut off.") from None
    except TimeoutError:
        raise RefusedBodyError(408, "The body took too long.") from None
    if heard > limit:
        raise _too_large(limit)
    return bytes(body)


def parse_json(body: bytes) -> Any:
    """Read JSON, or raise `RefusedBodyError`: also for what is nested a thousand times."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedBodyError(400, "That is not JSON.") from None


def _too_large(limit: int) -> RefusedBodyError:
    return RefusedBodyError(413, f"That is larger than {limit // 1024} KiB.")
