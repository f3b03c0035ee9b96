"""The demo's doors: they lead out of no folder, and open to this machine alone."""

from pathlib import Path

import httpx
import pytest

import web
from app.demo import demo as run_demo
from app.settings import Settings
from app.side_door import BadOptionError
from tests.web.demo import demo

_OUT = (
    "/static/../demo.py", "/static/%2e%2e/demo.py", "/static/..%2fdemo.py", "/static/..%5cdemo.py", "/static//etc/passwd",
    "/static/%2fetc%2fpasswd", "/static/....//demo.py", "/static/%00", "/static/../../app/settings.py", "/demo/media/..%2f..",
    "/demo/media/%2e%2e%2fdemo.py", "/demo/../web/demo.py",
)  # fmt: skip


async def test_no_address_leads_out_of_the_folder_of_the_page() -> None:
    async with demo() as (client, _):
        for path in _OUT:
            answer = await client.get(httpx.URL(str(client.base_url), raw_path=path.encode()))
            assert answer.status_code in (400, 404), path
            assert "import" not in answer.text, path


def test_the_demo_page_puts_what_is_said_into_the_page_as_text() -> None:
    scripts = [*(Path(web.__file__).parent / "static").glob("*.js")]
    assert len(scripts) >= 3
    for script in scripts:
        source = script.read_text(encoding="utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert way not in source, (script.name, way)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "stempel.example"])  # noqa: S104 - refused
async def test_the_demo_opens_to_this_machine_alone(host: str) -> None:
    heard: list[str] = []
    with pytest.raises(BadOptionError, match="for this machine alone"):
        await run_demo(Settings(STEMPEL_HOST=host, STEMPEL_PORT=0), started=heard.append)
    assert heard == []
