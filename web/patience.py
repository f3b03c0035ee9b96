"""The server's patience with half a request: whoever does not finish its head in time, or ever, is let go."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_HEAD_S = 10.0
_HEAD_BYTES = 64 * 1024
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class PatientHttp(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with an end to waiting. Bodies have their own, in `web/bodies.py`."""

    head_s = _HEAD_S

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Speak HTTP on one connection."""
        super().__init__(*args, **kwargs)
        self._head_due: asyncio.TimerHandle | None = None
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._head_has_come()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a head that has begun."""
        cycle: RequestResponseCycle | None = (
            self.cycle
        )  # uvicorn's own type leaves out that there is none at first
        if self._head_due is None and (cycle is None or cycle.response_complete):
            self._wait_for_head()
        if self._head_due is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_due is not None and self._head_bytes > _HEAD_BYTES:
            self._let_go(_TOO_LONG)

    def on_headers_complete(self) -> None:
        """Go on with a request whose head is there."""
        self._head_has_come()
        super().on_headers_complete()

    def _wait_for_head(self) -> None:
        self._head_bytes = 0
        self._head_due = self.loop.call_later(self.head_s, self._let_go, _TOO_SLOW)

    def _head_has_come(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _let_go(self, words: bytes) -> None:
        self._head_has_come()
        if not self.transport.is_closing():
            self.transport.write(words)
            self.transport.close()
