"""How requests reach Telegram: python-telegram-bot's own interface over aiohttp, whose client costs half of httpx's.

Each failure says whether the request may have left: `NotSentError` where it surely did not, any other `NetworkError`
where nobody knows. No error and no log line holds an address, since the bot's token is part of it.
"""

import asyncio
import json
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL  # comes with aiohttp

_LARGEST_ANSWER = 24 * 2**20  # the Bot API lets nobody download more than 20 MB
_KEPT_S = (
    15.0  # an idle connection; servers keep theirs for longer, so they seldom close one that we just chose
)
_FORM = "application/x-www-form-urlencoded"
# Methods that say the same however often they arrive. One whose connection broke is made again at once.
_REPEATABLE = ("get", "edit", "answer", "set", "delete")

_UNSET: Any = BaseRequest.DEFAULT_NONE  # tells "not given" from None, which is no limit


class NotSentError(NetworkError):
    """The request failed before its first byte left us."""


class UnreadableError(NetworkError):
    """Something answered that is not Telegram, or broke off: what became of the request nobody knows."""


class _BrokenError(NetworkError):
    """The connection broke before there was an answer."""


class Transport(BaseRequest):
    """Up to `connections` to one server, kept open between requests; they open at the first one."""

    def __init__(
        self,
        connections: int,
        *,
        connect_timeout_s: float,
        answer_timeout_s: float,
        upload_timeout_s: float,
        pool_timeout_s: float,
    ) -> None:
        """Ask for nothing yet."""
        self._connections = connections
        self._connect_s, self._pool_s = connect_timeout_s, pool_timeout_s
        self._answer_s, self._upload_s = answer_timeout_s, upload_timeout_s
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take, in seconds."""
        return self._answer_s

    async def initialize(self) -> None:
        """Be ready, also after a shutdown."""
        self._closed = False

    async def shutdown(self) -> None:
        """Close every connection."""
        self._closed = True
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _UNSET,
        write_timeout: Any = _UNSET,
        connect_timeout: Any = _UNSET,
        pool_timeout: Any = _UNSET,
    ) -> tuple[int, bytes]:
        """Return status and body of an answer; raises a `NetworkError` where there was none, or not Telegram's."""
        files = request_data.multipart_data if request_data and request_data.contains_files else {}
        fields = request_data.json_parameters if request_data else {}
        read_s = self._answer_s if read_timeout is _UNSET else read_timeout
        if files and read_s:  # the wait for the answer begins with the upload
            read_s += self._upload_s if write_timeout is _UNSET else write_timeout or 0
        limits = aiohttp.ClientTimeout(
            total=None,
            connect=self._pool_s if pool_timeout is _UNSET else pool_timeout,
            sock_connect=self._connect_s if connect_timeout is _UNSET else connect_timeout,
            sock_read=read_s,
        )
        try:
            code, body = await self._asked(url, method, fields, files, limits)
        except _BrokenError:
            # A server may close an idle connection just as it is chosen; it may as well have taken the request.
            if not url.rpartition("/")[2].startswith(_REPEATABLE):
                raise
            code, body = await self._asked(url, method, fields, files, limits)
        _check(code, body, of_file=method == "GET")
        return code, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read an answer of Telegram's; unlike PTB's own, it writes what it can't read into no log."""
        try:
            found = json.loads(payload.decode(errors="replace"))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise TelegramError("Invalid server response")
        return found

    async def _asked(
        self,
        url: str,
        method: str,
        fields: dict[str, str],
        files: dict[str, Any],
        limits: aiohttp.ClientTimeout,
    ) -> tuple[int, bytes]:
        body: Any = _multipart(fields, files) if files else _form(fields)
        headers = None if files or not fields else {"Content-Type": _FORM}
        try:
            async with self._open(url).request(
                method, url, data=body or None, headers=headers, timeout=limits, allow_redirects=False
            ) as response:
                return response.status, await _read(response)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _error_of(error) from None

    def _open(self, url: str) -> aiohttp.ClientSession:
        if self._closed:
            raise NotSentError("Closed")
        if self._session is None:
            secure = url.startswith("https:")
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections,
                    keepalive_timeout=_KEPT_S,
                    ssl=httpx.create_ssl_context() if secure else True,  # the authorities that PTB trusts
                ),
                headers={"User-Agent": self.USER_AGENT, "Accept-Encoding": "identity"},
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                proxy=proxy_for(url),
            )
        return self._session


def proxy_for(url: str) -> str | None:
    """Return the proxy that the environment names for an address: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, but NO_PROXY."""
    place = urlsplit(url)
    if not place.hostname or proxy_bypass(place.netloc):
        return None
    named = getproxies()
    proxy = named.get(place.scheme) or named.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _form(fields: dict[str, str]) -> bytes:
    """Write fields as a browser does; the standard library's `urlencode` takes four times as long."""
    return URL.build(query=fields).raw_query_string.encode()


def _multipart(fields: dict[str, str], files: dict[str, Any]) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in files.items():
        # aiohttp sends a stream piece by piece; bytes it would write at once.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=kind)
    return form


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Read an answer that is not too large; one whose length is named is not begun."""
    if response.content_length is not None and response.content_length <= _LARGEST_ANSWER:
        return await response.read()
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            raise UnreadableError("An answer that is too large")
    return bytes(body)


def _check(code: int, body: bytes, *, of_file: bool) -> None:
    """Take nothing for Telegram's word that is not: a proxy's "forbidden" blocks nobody, its "not found" no token."""
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:  # whoever says it, the request got no further
        raise BadRequest("Request Entity Too Large")
    if HTTPStatus.OK <= code <= 299:
        if not of_file and b'"result"' not in body:
            raise UnreadableError("An answer without a result")
        return
    try:
        Transport.parse_json_payload(body)
    except TelegramError:
        raise UnreadableError(f"Status {code}, not from Telegram") from None


def _error_of(error: Exception) -> NetworkError:
    """Say what a failure means for the request. Only its kind is told: its words may hold the address."""
    kind = type(error).__name__
    match error:
        case NetworkError():
            return error
        case (
            aiohttp.ClientConnectorError()
            | aiohttp.ConnectionTimeoutError()
            | aiohttp.ClientHttpProxyError()  # the proxy would not reach Telegram for us
            | aiohttp.InvalidURL()
        ):
            return NotSentError(kind)
        case asyncio.TimeoutError():
            return TimedOut(kind)
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError():
            return _BrokenError(kind)
        case _:
            return NetworkError(kind)
