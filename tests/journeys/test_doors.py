"""Addresses that lead nowhere where customers are served: paths out of a folder, markup in a link, and the demo's doors."""

import httpx

from tests.journeys.own import PUBLIC_URL, Own

_LINKS = (
    "/s/../../etc/passwd", "/s/..%2f..%2fetc%2fpasswd", "/s/%3Cscript%3E", "/s/jabc/%3Cscript%3E", "/s/jabc/..%2f..",
    "/s/jabc?shop=%3Cscript%3E", "/s/" + "x" * 5000, "/telegram/webhook/..%2f..", "/whatsapp/webhook/%00",
)  # fmt: skip
_DOORS = ("/", "/demo/phones", "/demo/events?chat=ana", "/demo/media/x", "/demo/emoji.ttf", "/static/demo.js")
_POSTED = (
    "/demo/say",
    "/demo/scan",
    "/demo/photo?chat=ana",
    "/demo/tomorrow",
    "/demo/switch",
    "/demo/restart",
)


async def test_no_address_of_a_link_is_written_into_its_page(own: Own) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(own.web), base_url=PUBLIC_URL) as client:
        for path in _LINKS:
            answer = await client.get(path)
            assert answer.status_code < 500, path
            assert "<script" not in answer.text, path
            assert "root:" not in answer.text, path


async def test_who_serves_in_earnest_has_no_door_of_the_demo(own: Own) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(own.web), base_url=PUBLIC_URL) as client:
        for path in _DOORS:
            assert (await client.get(path)).status_code == 404, path
        for path in _POSTED:
            assert (await client.post(path, json={"chat": "cleo", "text": "/stats"})).status_code == 404, path
