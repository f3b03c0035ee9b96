"""A proxy that the environment names is found and asked."""

import asyncio

import pytest

from channels.deliveries import NotSent, Sent
from channels.messages import Outgoing
from channels.telegram.transport import proxy_for
from tests.channels.telegram.raw import TO_ANA, TOKEN, bot_at, heard, http, platform

pytestmark = pytest.mark.usefixtures("names_no_token")


async def test_what_the_environment_names_as_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await heard(reader)
        asked.append(request.split(b"\r\n")[0])
        writer.write(
            http() if request.startswith(b"POST") else http(b"", "407 Proxy Authentication Required")
        )
        await writer.drain()

    async with platform(proxy) as url:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, url)
        monkeypatch.setenv("no_proxy", "here.example")
        async with bot_at("http://telegram.example") as bot:
            assert isinstance(await bot.send(TO_ANA, Outgoing("x")), Sent)
        async with bot_at("https://telegram.example") as bot:
            assert await bot.send(TO_ANA, Outgoing("x")) == NotSent("ClientHttpProxyError")
    assert asked == [
        f"POST http://telegram.example/bot{TOKEN}/sendMessage HTTP/1.1".encode(),
        b"CONNECT telegram.example:443 HTTP/1.1",
    ]
    async with bot_at("http://telegram.example") as bot:  # it is gone now
        assert await bot.send(TO_ANA, Outgoing("x")) == NotSent("ClientProxyConnectionError")


def test_a_proxy_is_found_as_other_programs_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for("https://api.telegram.org/bot1") is None
    monkeypatch.setenv("ALL_PROXY", "proxy.example:3128")
    assert proxy_for("https://api.telegram.org/bot1") == "http://proxy.example:3128"
    monkeypatch.setenv("HTTPS_PROXY", "http://other.example")
    assert proxy_for("https://api.telegram.org/bot1") == "http://other.example"
    assert proxy_for("http://127.0.0.1:8081/bot1") == "http://proxy.example:3128"
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    assert proxy_for("http://127.0.0.1:8081/bot1") is None
